-- What does a guide say of which role, in the order of its text?
SELECT role, level, section, ordinal, start, "end"
FROM statements
WHERE layer = $layer AND document_id = $document
ORDER BY start, "end", role, level
