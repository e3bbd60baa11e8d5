-- Which of these pay reports (table "asked") are stored already?
SELECT DISTINCT report_id AS id FROM pay_reports WHERE report_id IN (SELECT id FROM asked)
