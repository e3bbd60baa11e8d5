-- Which concepts do the counted postings of a role mention, and how strongly at most?
SELECT
    m.document_id, m.kind, m.concept,
    CASE max(CASE m.strength WHEN 'required' THEN 3 WHEN 'preferred' THEN 2 ELSE 1 END)
        WHEN 3 THEN 'required' WHEN 2 THEN 'preferred' ELSE 'mentioned'
    END AS strength
FROM mentions AS m
JOIN selected($role, $country, $level, $not_level, $since::DATE, $until::DATE) AS s ON s.layer = m.layer AND s.document_id = m.document_id
WHERE m.concept IS NOT NULL
GROUP BY m.document_id, m.kind, m.concept
ORDER BY m.document_id, m.kind, m.concept
