-- Which counted postings a role and filters choose. A date counts only if all it can mean lies inside.
CREATE OR REPLACE MACRO selected(wanted_role, wanted_country, wanted_level, other_level, first_day, last_day_) AS TABLE
SELECT *
FROM counted
WHERE role = wanted_role
  AND (wanted_country IS NULL OR country = wanted_country)
  AND (wanted_level IS NULL OR level = wanted_level)
  AND (other_level IS NULL OR level IS DISTINCT FROM other_level)
  AND (first_day IS NULL OR date_posted >= first_day)
  AND (last_day_ IS NULL OR date_end <= last_day_)
