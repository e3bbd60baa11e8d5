-- What did the source say in these documents?
SELECT * EXCLUDE (priority, batch_id)
FROM documents
WHERE $ids IS NULL OR document_id IN (SELECT unnest($ids::VARCHAR[]))
QUALIFY row_number() OVER (PARTITION BY document_id ORDER BY priority) = 1
ORDER BY document_id
