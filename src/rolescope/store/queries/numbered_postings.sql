-- Which postings count, of all roles, in the order of their numbers?
SELECT
    role, document_id, source, employer, date_posted, date_precision, level, workplace, employment_types,
    education_minimum, education_preferred, experience_years,
    pay_low, pay_high, pay_currency, pay_period, annual_usd_low, annual_usd_high, country, countable,
    date_end, layer
FROM counted
ORDER BY role, document_id
