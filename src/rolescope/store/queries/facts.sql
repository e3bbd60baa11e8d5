-- Which postings of a role have a fact (education, level, workplace, employment, experience, pay, country)?
WITH found AS (
    SELECT layer, document_id, date_posted, date_precision
    FROM selected($role, $country, $level, $since::DATE, $until::DATE)
    WHERE (countable OR $kind = 'pay')
      AND CASE $kind
        WHEN 'education' THEN education_minimum = $concept
        WHEN 'education_preferred' THEN education_preferred = $concept
        WHEN 'level' THEN level = $concept
        WHEN 'workplace' THEN workplace = $concept
        WHEN 'employment' THEN list_contains(employment_types, $concept)
        WHEN 'country' THEN country = $concept
        WHEN 'experience' THEN experience_years IS NOT NULL
        WHEN 'pay' THEN pay_low IS NOT NULL
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
