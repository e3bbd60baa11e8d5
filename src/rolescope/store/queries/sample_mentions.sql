-- Which is the strongest mention, earliest first, of each concept asked for in each counted posting?
SELECT m.document_id, m.kind, m.concept, m.start, m."end", m.strength, m.section, m.extractor
FROM (
    SELECT
        unnest($ids::VARCHAR[]) AS document_id, unnest($kinds::VARCHAR[]) AS kind,
        unnest($concepts::VARCHAR[]) AS concept
) AS asked
JOIN counted AS c ON c.document_id = asked.document_id
JOIN mentions AS m
  ON m.layer = c.layer AND m.document_id = c.document_id AND m.kind = asked.kind AND m.concept = asked.concept
QUALIFY row_number() OVER (
    PARTITION BY m.document_id, m.kind, m.concept
    ORDER BY CASE m.strength WHEN 'required' THEN 1 WHEN 'preferred' THEN 2 ELSE 3 END, m.start, m."end"
) = 1
