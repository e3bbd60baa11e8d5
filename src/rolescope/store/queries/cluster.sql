-- Which documents tell the same vacancy, and which of them counts?
SELECT
    d.document_id, d.layer, d.source, d.date_posted, d.date_precision,
    EXISTS (FROM counted AS c WHERE c.layer = d.layer AND c.document_id = d.document_id) AS counted
FROM documents AS d
WHERE coalesce(d.cluster, d.document_id) = $cluster
QUALIFY row_number() OVER (PARTITION BY d.document_id ORDER BY d.priority) = 1
ORDER BY d.date_posted NULLS LAST, d.document_id
