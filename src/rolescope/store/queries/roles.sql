-- How many postings and employers stand behind each role and level?
SELECT
    role, level, count(*) AS postings, count(*) FILTER (countable) AS countable,
    count(DISTINCT employer) FILTER (employer <> '') AS employers
FROM counted
WHERE role <> ''
GROUP BY role, level
ORDER BY role, level
