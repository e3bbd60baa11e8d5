-- Which postings of a role have a fact (education, level, workplace, employment, experience, pay, country)?
WITH found AS (
    SELECT layer, document_id, date_posted, date_precision
    FROM selected($role, $country, $level, $not_level, $since::DATE, $until::DATE)
    WHERE (countable OR ($kind = 'pay' AND $concept <> 'stated'))
      AND CASE $kind
        WHEN 'education' THEN coalesce(education_minimum, 'unstated') = $concept
        WHEN 'education_preferred' THEN education_preferred = $concept
        WHEN 'level' THEN coalesce(level, 'unstated') = $concept
        WHEN 'workplace' THEN coalesce(workplace, 'unstated') = $concept AND source NOT IN (FROM remote_boards)
        WHEN 'employment' THEN list_contains(employment_types, $concept)
        WHEN 'country' THEN country = $concept
        WHEN 'experience' THEN $concept = CASE
            WHEN $concept = 'years' AND experience_years IS NOT NULL THEN 'years'
            WHEN experience_years IS NULL THEN 'unstated'
            WHEN experience_years < 3 THEN '0-2'
            WHEN experience_years < 5 THEN '3-4'
            WHEN experience_years < 8 THEN '5-7'
            ELSE '8+'
        END
        WHEN 'pay' THEN CASE $concept
            WHEN 'stated' THEN annual_usd_low IS NOT NULL
            ELSE annual_usd_low > 0 AND annual_usd_high >= annual_usd_low AND isfinite(annual_usd_high)
        END
        ELSE false
      END
    ORDER BY date_posted DESC NULLS LAST, document_id LIMIT $limit OFFSET $offset
)
SELECT
    f.document_id, d.source, d.title, d.employer, f.date_posted, f.date_precision, d.url,
    NULL::VARCHAR AS text, NULL::INTEGER AS start, NULL::INTEGER AS "end", NULL::VARCHAR AS strength,
    NULL::VARCHAR AS section, NULL::VARCHAR AS extractor, 0::BIGINT AS mentions, f.layer
FROM found AS f
JOIN documents AS d ON d.layer = f.layer AND d.document_id = f.document_id
ORDER BY f.date_posted DESC NULLS LAST, f.document_id
