-- title: '四种形态运用情况未报'
-- severity: low
-- problem: '监督执纪四种形态运用情况没有按季度报告'
-- clauses: ['3.3.1']
-- law: '《中国共产党党内监督条例》第七条'
-- law_status: to verify
-- ledgers: [discipline_form, org_unit]
-- keys: [unit_code, year, quarter]
-- params: {}
-- scope: '上一完整季度 × 在用且设党组织的单位'
-- message: '{unit_code}{year}年第{quarter}季度未报四种形态运用人次（零报告也要报）。'

WITH last_quarter AS (
    SELECT CAST(date_trunc('quarter', $as_of + 1) AS DATE) - 1 AS last_day
),
scope AS (
    SELECT unit.unit_code, year(last_day) AS year, quarter(last_day) AS quarter
    FROM last_quarter
    CROSS JOIN org_unit AS unit
    WHERE unit.active AND unit.has_branch
)
SELECT unit_code, year, quarter
FROM scope
WHERE NOT EXISTS (
    SELECT 1
    FROM discipline_form AS form
    WHERE form.unit_code = scope.unit_code
        AND form.year = scope.year
        AND form.quarter = scope.quarter
        AND form.case_count IS NOT NULL
)
