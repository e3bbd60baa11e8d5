-- How many guides speak of each role?
WITH guide AS (
    SELECT * FROM documents WHERE kind = 'guide'
    QUALIFY row_number() OVER (PARTITION BY document_id ORDER BY priority) = 1
)
SELECT s.role, count(DISTINCT s.document_id) AS guides
FROM statements AS s
JOIN guide AS g ON g.layer = s.layer AND g.document_id = s.document_id
GROUP BY s.role
ORDER BY s.role
