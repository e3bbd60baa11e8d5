-- Which sources list remote jobs only, so that their postings do not say how usual remote work is?
CREATE OR REPLACE TABLE remote_boards AS
SELECT source
FROM counted
WHERE workplace <> 'unstated'
GROUP BY source
HAVING count(*) >= 20 AND avg((workplace = 'remote')::INTEGER) >= 0.9
ORDER BY source
