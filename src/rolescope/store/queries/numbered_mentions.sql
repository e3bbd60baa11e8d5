-- Which counted posting mentions which concept, by their numbers, and how strongly (2 required, 1 preferred)?
SELECT
    p.number::INTEGER AS posting, c.number::INTEGER AS concept,
    CASE m.strength WHEN 'required' THEN 2 WHEN 'preferred' THEN 1 ELSE 0 END::TINYINT AS rank
FROM mentions AS m
JOIN numbered AS p ON p.layer = m.layer AND p.document_id = m.document_id
JOIN named AS c ON c.kind = m.kind AND c.concept = m.concept
