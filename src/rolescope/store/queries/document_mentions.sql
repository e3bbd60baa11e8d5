-- What does one document of a layer mention, in the order of its text?
SELECT kind, concept, start, "end", strength, section, extractor
FROM mentions
WHERE layer = $layer AND document_id = $document
ORDER BY start NULLS LAST, "end", kind, concept
