-- How many countable postings, over all roles, mention each concept?
SELECT m.kind, m.concept, count(DISTINCT m.document_id) AS documents
FROM mentions AS m
JOIN counted AS c ON c.layer = m.layer AND c.document_id = m.document_id
WHERE c.countable AND m.concept IS NOT NULL
GROUP BY m.kind, m.concept
ORDER BY m.kind, m.concept
