-- Which sources do a role's postings come from, and from when?
SELECT
    source, count(*) AS postings, count(*) FILTER (countable) AS countable,
    min(date_posted) AS first_date, max(date_end) AS last_date
FROM selected($role, $country, $level, $not_level, $since::DATE, $until::DATE)
GROUP BY source
ORDER BY postings DESC, source
