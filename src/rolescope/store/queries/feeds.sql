-- What does each feed hold: documents, counted and countable postings, employers, dates?
WITH stored AS (
    SELECT
        d.layer, d.source, d.kind, d.date_posted, coalesce(d.date_precision, 'none') AS precision,
        CASE d.date_precision
            WHEN 'year' THEN last_day(d.date_posted + INTERVAL 11 MONTH)
            WHEN 'month' THEN last_day(d.date_posted)
            ELSE d.date_posted
        END AS date_end,
        c.document_id IS NOT NULL AS counted, coalesce(c.countable, false) AS countable, c.employer
    FROM documents AS d
    LEFT JOIN counted AS c ON c.layer = d.layer AND c.document_id = d.document_id
)
SELECT
    layer, source, kind, count(*) AS documents,
    count(*) FILTER (counted) AS counted, count(*) FILTER (countable) AS countable,
    count(DISTINCT employer) FILTER (counted AND employer <> '') AS employers,
    min(date_posted) AS first_date, max(date_end) AS last_date,
    count(*) FILTER (precision = 'day') AS "day", count(*) FILTER (precision = 'month') AS "month",
    count(*) FILTER (precision = 'year') AS "year", count(*) FILTER (precision = 'none') AS "none"
FROM stored
GROUP BY layer, source, kind
ORDER BY documents DESC, source, layer, kind
