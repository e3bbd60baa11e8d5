-- The number of each concept that is mentioned, from 0.
CREATE OR REPLACE TABLE named AS
SELECT kind, concept, row_number() OVER (ORDER BY kind, concept) - 1 AS number
FROM (SELECT DISTINCT kind, concept FROM mentions WHERE concept IS NOT NULL)
