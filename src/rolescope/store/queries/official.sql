-- What do official sources say of some occupations, or of all? Each source from its topmost layer, newest batch.
WITH newest AS (
    SELECT source, arg_min(layer, priority) AS layer
    FROM official GROUP BY source
), batch AS (
    SELECT o.source, o.layer, max(coalesce(o.batch_id, '')) AS batch_id
    FROM official AS o JOIN newest AS n ON n.source = o.source AND n.layer = o.layer
    GROUP BY o.source, o.layer
)
SELECT o.source, o.edition, o.code, o.title, o.measure, o.value, o.text, o.kind, o.concept, o.hot, o.in_demand
FROM official AS o
JOIN batch AS b ON b.source = o.source AND b.layer = o.layer AND b.batch_id = coalesce(o.batch_id, '')
WHERE $codes::VARCHAR[] IS NULL OR list_contains($codes::VARCHAR[], o.code)
ORDER BY o.source, o.code, o.measure, o.kind, o.concept, o.text, o.value
