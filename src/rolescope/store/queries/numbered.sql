-- The number of each counted posting, from 0, by role and id.
CREATE OR REPLACE TABLE numbered AS
SELECT layer, document_id, row_number() OVER (ORDER BY role, document_id) - 1 AS number
FROM counted
