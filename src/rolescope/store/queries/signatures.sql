-- Which signatures are stored, with the precision of their dates?
SELECT s.document_id, s.signature, s.title_key, s.employer_key, s.date_posted, d.date_precision, s.cluster
FROM signatures AS s
JOIN documents AS d ON d.layer = s.layer AND d.document_id = s.document_id
ORDER BY s.document_id
