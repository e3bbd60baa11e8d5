-- Which countable postings of a role mention a concept? One row each: its strongest mention, earliest first.
WITH found AS (
    SELECT
        s.layer, s.document_id, s.date_posted, s.date_precision,
        m.start, m."end", m.strength, m.section, m.extractor,
        count(*) OVER (PARTITION BY s.document_id) AS mentions
    FROM selected($role, $country, $level, $not_level, $since::DATE, $until::DATE) AS s
    JOIN mentions AS m ON m.layer = s.layer AND m.document_id = s.document_id
    WHERE s.countable AND m.kind = $kind AND m.concept = $concept
    QUALIFY row_number() OVER (
        PARTITION BY s.document_id
        ORDER BY CASE m.strength WHEN 'required' THEN 1 WHEN 'preferred' THEN 2 ELSE 3 END, m.start, m."end"
    ) = 1
), page AS (
    SELECT * FROM found ORDER BY date_posted DESC NULLS LAST, document_id LIMIT $limit OFFSET $offset
)
SELECT
    p.document_id, d.source, d.title, d.employer, p.date_posted, p.date_precision, d.url, d.text,
    p.start, p."end", p.strength, p.section, p.extractor, p.mentions, p.layer
FROM page AS p
JOIN documents AS d ON d.layer = p.layer AND d.document_id = p.document_id
ORDER BY p.date_posted DESC NULLS LAST, p.document_id
