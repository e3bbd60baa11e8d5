-- Which official releases are there? Each source from its topmost layer, newest batch.
WITH newest AS (
    SELECT source, arg_min(layer, priority) AS layer
    FROM official GROUP BY source
), batch AS (
    SELECT o.source, o.layer, max(coalesce(o.batch_id, '')) AS batch_id
    FROM official AS o JOIN newest AS n ON n.source = o.source AND n.layer = o.layer
    GROUP BY o.source, o.layer
)
SELECT o.source, o.edition, o.layer, count(*) AS figures, count(DISTINCT o.code) AS occupations
FROM official AS o
JOIN batch AS b ON b.source = o.source AND b.layer = o.layer AND b.batch_id = coalesce(o.batch_id, '')
GROUP BY o.source, o.edition, o.layer
ORDER BY o.source, o.edition
