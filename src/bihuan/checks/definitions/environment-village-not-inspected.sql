-- title: '村超过30天未检查'
-- severity: low
-- problem: '人居环境整治督查不经常，有的村长期没有检查'
-- clauses: ['1.4.3']
-- law: '本地人居环境整治制度'
-- law_status: local rule
-- ledgers: [environment_inspection, org_unit]
-- keys: [unit_code]
-- params:
--   max_days: 30
-- scope: '在用行政村'
-- message: '{unit_code}已{days}天未开展人居环境检查。'
-- titles:
--   last_date: '最近日期'
--   days: '天数'

WITH scope AS (
    SELECT unit_code
    FROM org_unit
    WHERE active AND unit_kind = '行政村'
),
latest AS (
    SELECT unit_code, max(inspect_date) AS last_date
    FROM environment_inspection
    WHERE inspect_date <= $as_of
    GROUP BY unit_code
)
SELECT
    scope.unit_code,
    latest.last_date,
    date_diff('day', latest.last_date, $as_of) AS days
FROM scope
LEFT JOIN latest ON latest.unit_code = scope.unit_code
WHERE latest.last_date IS NULL OR date_diff('day', latest.last_date, $as_of) > $max_days
