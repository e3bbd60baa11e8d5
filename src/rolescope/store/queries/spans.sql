-- Where does which counted posting mention which concept, by their numbers (strength: 2 required, 1 preferred)?
SELECT
    p.number::INTEGER AS posting, c.number::INTEGER AS concept,
    CASE m.strength WHEN 'required' THEN 2 WHEN 'preferred' THEN 1 ELSE 0 END::TINYINT AS rank,
    m.start, m."end", m.strength::strength_name AS strength, m.section::section_name AS section,
    m.extractor::extractor_name AS extractor
FROM mentions AS m
JOIN numbered AS p ON p.layer = m.layer AND p.document_id = m.document_id
JOIN named AS c ON c.kind = m.kind AND c.concept = m.concept
