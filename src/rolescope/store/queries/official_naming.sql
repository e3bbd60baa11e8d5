-- Which concepts do official sources name, and for which occupations? Each source from its topmost layer, newest batch.
WITH newest AS (
    SELECT source, arg_min(layer, priority) AS layer
    FROM official GROUP BY source
), batch AS (
    SELECT o.source, o.layer, max(coalesce(o.batch_id, '')) AS batch_id
    FROM official AS o JOIN newest AS n ON n.source = o.source AND n.layer = o.layer
    GROUP BY o.source, o.layer
)
SELECT
    o.kind, o.concept, o.source, o.edition, o.code, any_value(o.title) AS title, o.measure,
    bool_or(coalesce(o.hot, false)) AS hot, bool_or(coalesce(o.in_demand, false)) AS in_demand
FROM official AS o
JOIN batch AS b ON b.source = o.source AND b.layer = o.layer AND b.batch_id = coalesce(o.batch_id, '')
WHERE o.concept IS NOT NULL
GROUP BY o.kind, o.concept, o.source, o.edition, o.code, o.measure
ORDER BY o.kind, o.concept, in_demand DESC, o.source, o.code, o.measure
