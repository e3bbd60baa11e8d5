-- Which of these documents (table "asked") are stored already?
SELECT DISTINCT document_id AS id FROM documents WHERE document_id IN (SELECT id FROM asked)
