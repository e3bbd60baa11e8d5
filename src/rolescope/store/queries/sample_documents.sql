-- What did the source say in these counted postings?
SELECT c.layer, c.document_id, d.source, d.title, d.employer, d.date_posted, d.date_precision, d.url, d.text
FROM (SELECT unnest($ids::VARCHAR[]) AS document_id) AS asked
JOIN counted AS c ON c.document_id = asked.document_id
JOIN documents AS d ON d.layer = c.layer AND d.document_id = c.document_id
