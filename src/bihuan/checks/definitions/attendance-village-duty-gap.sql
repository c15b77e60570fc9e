-- title: '村干部长期不坐班'
-- severity: high
-- problem: '村干部长期不坐班，值班制度不落实'
-- clauses: ['3.3.2']
-- law: '本地村干部坐值班制度'
-- law_status: local rule
-- ledgers: [duty_roster, org_unit]
-- keys: [unit_code]
-- params:
--   max_days: 7
-- scope: '在用行政村'
-- message: '{unit_code}已{days}天无有效坐班记录。'
-- titles:
--   last_date: '最近日期'
--   days: '天数'

WITH scope AS (
    SELECT unit_code
    FROM org_unit
    WHERE active AND unit_kind = '行政村'
),
latest AS (
    SELECT unit_code, max(duty_date) AS last_date
    FROM duty_roster
    WHERE duty_date <= $as_of
        AND signed
        AND (spot_check IS NULL OR spot_check <> '脱岗')
    GROUP BY unit_code
)
SELECT
    scope.unit_code,
    latest.last_date,
    date_diff('day', latest.last_date, $as_of) AS days
FROM scope
LEFT JOIN latest ON latest.unit_code = scope.unit_code
WHERE latest.last_date IS NULL OR date_diff('day', latest.last_date, $as_of) > $max_days
