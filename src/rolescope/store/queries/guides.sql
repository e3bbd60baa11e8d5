-- What do guides say of a role (of all roles, where none is given), and which concepts stand in each statement?
WITH guide AS (
    SELECT * FROM documents WHERE kind = 'guide'
    QUALIFY row_number() OVER (PARTITION BY document_id ORDER BY priority) = 1
), wanted AS (
    SELECT * FROM statements
    WHERE ($role IS NULL OR role = $role) AND ($level IS NULL OR level = $level)
), inside AS (
    SELECT
        w.layer, w.document_id, w.role, w.section, w.ordinal, w.start,
        list_sort(list_distinct(list({'kind': m.kind, 'concept': m.concept}))) AS concepts
    FROM wanted AS w
    JOIN mentions AS m ON m.layer = w.layer AND m.document_id = w.document_id
     AND m.start >= w.start AND m."end" <= w."end" AND m.concept IS NOT NULL
    GROUP BY ALL
)
SELECT
    w.document_id, g.source, g.title, g.url, g.date_posted, g.date_precision, w.layer,
    w.role, w.role_text, w.level, w.section, w.ordinal, w.start, w."end",
    substring(g.text, w.start + 1, w."end" - w.start) AS text,
    coalesce(i.concepts, []) AS concepts
FROM wanted AS w
JOIN guide AS g ON g.layer = w.layer AND g.document_id = w.document_id
LEFT JOIN inside AS i
  ON i.layer = w.layer AND i.document_id = w.document_id AND i.role = w.role
 AND i.section = w.section AND i.ordinal = w.ordinal AND i.start = w.start
ORDER BY w.document_id, w.level, w.section, w.ordinal, w.start
