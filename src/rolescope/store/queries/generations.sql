-- Which generation is in force in each layer, and how many documents still wait to be read by it?
WITH stored AS (
    SELECT layer, count(*) AS documents FROM documents GROUP BY layer
), reading AS (
    SELECT layer, generation, count(*) AS annotated FROM annotations GROUP BY layer, generation
)
SELECT
    s.layer, r.generation, coalesce(r.annotated, 0) AS annotated, s.documents,
    (SELECT count(*) FROM documents AS d
     WHERE d.layer = s.layer AND NOT EXISTS (
        FROM annotations AS a WHERE a.layer = d.layer AND a.document_id = d.document_id)) AS pending
FROM stored AS s
LEFT JOIN reading AS r ON r.layer = s.layer
ORDER BY s.layer DESC, r.generation
