-- Which postings of a role count, with what was read in each?
SELECT
    document_id, source, employer, date_posted, date_precision, level, workplace, employment_types,
    education_minimum, education_preferred, experience_years,
    pay_low, pay_high, pay_currency, pay_period, annual_usd_low, annual_usd_high, country, countable
FROM selected($role, $country, $level, $not_level, $since::DATE, $until::DATE)
ORDER BY document_id
