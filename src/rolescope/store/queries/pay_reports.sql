-- What pay was collected for a role, or for all roles?
SELECT
    report_id, source, role, level, employment_type, year, low, high, currency,
    annual_usd_low, annual_usd_high, country, copies
FROM pay_reports
WHERE ($role IS NULL OR role = $role)
  AND ($country IS NULL OR country = $country)
  AND ($level IS NULL OR level = $level)
  AND ($not_level IS NULL OR level IS DISTINCT FROM $not_level)
  AND ($since::DATE IS NULL OR year >= year($since::DATE))
  AND ($until::DATE IS NULL OR year <= year($until::DATE))
QUALIFY row_number() OVER (PARTITION BY role, report_id ORDER BY priority) = 1
ORDER BY report_id
