-- How much is there in each layer?
SELECT layer, kind AS name, count(*) AS rows FROM documents GROUP BY layer, kind
UNION ALL SELECT layer, 'counted postings', count(*) FROM counted GROUP BY layer
UNION ALL SELECT layer, 'annotations', count(*) FROM annotations GROUP BY layer
UNION ALL SELECT layer, 'mentions', count(*) FROM mentions GROUP BY layer
UNION ALL SELECT layer, 'statements', count(*) FROM statements GROUP BY layer
UNION ALL SELECT layer, 'pay reports', count(*) FROM pay_reports GROUP BY layer
UNION ALL SELECT layer, 'official figures', count(*) FROM official GROUP BY layer
UNION ALL SELECT layer, 'sightings', count(*) FROM sightings GROUP BY layer
UNION ALL SELECT layer, 'batches', count(*) FROM runs GROUP BY layer
ORDER BY layer DESC, name
