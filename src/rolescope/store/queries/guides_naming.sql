-- Which concepts do guides name, of which roles?
WITH guide AS (
    SELECT * FROM documents WHERE kind = 'guide'
    QUALIFY row_number() OVER (PARTITION BY document_id ORDER BY priority) = 1
)
SELECT DISTINCT m.kind, m.concept, s.role, s.section, s.document_id
FROM guide AS g
JOIN mentions AS m ON m.layer = g.layer AND m.document_id = g.document_id
JOIN statements AS s
  ON s.layer = m.layer AND s.document_id = m.document_id AND m.start >= s.start AND m."end" <= s."end"
WHERE m.concept IS NOT NULL
ORDER BY m.kind, m.concept, s.role, s.document_id, s.section
