-- What was read in one document of a layer?
SELECT
    a.* EXCLUDE (priority, batch_id),
    EXISTS (FROM counted AS c WHERE c.layer = a.layer AND c.document_id = a.document_id) AS counted
FROM annotations AS a
WHERE a.layer = $layer AND a.document_id = $document
LIMIT 1
