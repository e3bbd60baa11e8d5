-- Which roles are most frequent among each feed's counted postings?
SELECT layer, source, role, count(*) AS postings
FROM counted
WHERE role <> ''
GROUP BY layer, source, role
QUALIFY row_number() OVER (PARTITION BY layer, source ORDER BY count(*) DESC, role) <= $most
ORDER BY layer, source, postings DESC, role
