-- Which sources of collected pay are there?
WITH once AS (
    SELECT * FROM pay_reports
    QUALIFY row_number() OVER (PARTITION BY report_id ORDER BY priority) = 1
)
SELECT
    source, layer, count(*) AS ranges, sum(copies)::BIGINT AS reported,
    count(DISTINCT role) FILTER (role <> '') AS roles, min(year) AS since, max(year) AS until
FROM once
GROUP BY source, layer
ORDER BY ranges DESC, source, layer
