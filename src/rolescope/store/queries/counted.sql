-- Which postings count: one per document (the topmost layer), one per cluster (the oldest, undated last).
CREATE OR REPLACE TABLE counted AS
WITH per_document AS (
    SELECT
        d.layer, d.document_id, d.source,
        coalesce(s.employer_key, d.employer, '') AS employer,
        coalesce(d.cluster, d.document_id) AS cluster,
        d.date_posted, coalesce(d.date_precision, 'none') AS date_precision,
        CASE d.date_precision
            WHEN 'year' THEN last_day(d.date_posted + INTERVAL 11 MONTH)
            WHEN 'month' THEN last_day(d.date_posted)
            ELSE d.date_posted
        END AS date_end,
        coalesce(a.role, '') AS role, a.level, a.workplace, a.employment_types,
        a.education_minimum, a.education_preferred, a.experience_years,
        a.pay_low, a.pay_high, a.pay_currency, a.pay_period, a.annual_usd_low, a.annual_usd_high,
        a.country, coalesce(a.countable, false) AS countable
    FROM documents AS d
    JOIN annotations AS a ON a.layer = d.layer AND a.document_id = d.document_id
    LEFT JOIN signatures AS s ON s.layer = d.layer AND s.document_id = d.document_id
    WHERE d.kind = 'posting'
    QUALIFY row_number() OVER (PARTITION BY d.document_id ORDER BY d.priority) = 1
)
SELECT * EXCLUDE (cluster)
FROM per_document
QUALIFY row_number() OVER (PARTITION BY cluster ORDER BY date_posted NULLS LAST, document_id) = 1
