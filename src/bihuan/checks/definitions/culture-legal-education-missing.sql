-- title: '村超过半年无法治宣传'
-- severity: medium
-- problem: '村里长期不开展法治宣传教育'
-- clauses: ['2.2.2']
-- law: '全国人大常委会关于开展法治宣传教育的决议（“八五”普法）；《公共文化服务保障法》第二十七条（全民普法）已核'
-- law_status: to verify
-- ledgers: [culture_site, culture_activity, org_unit]
-- keys: [unit_code]
-- params:
--   max_days: 180
-- scope: '在用行政村'
-- message: '{unit_code}已{days}天未开展法治宣传教育。'
-- titles:
--   last_date: '最近日期'
--   days: '天数'

WITH scope AS (
    SELECT unit_code
    FROM org_unit
    WHERE active AND unit_kind = '行政村'
),
latest AS (
    SELECT site.unit_code, max(activity.activity_date) AS last_date
    FROM culture_activity AS activity
    JOIN culture_site AS site ON site.site_code = activity.site_code
    WHERE activity.activity_date <= $as_of AND activity.kind = '法治宣传'
    GROUP BY site.unit_code
)
SELECT
    scope.unit_code,
    latest.last_date,
    date_diff('day', latest.last_date, $as_of) AS days
FROM scope
LEFT JOIN latest ON latest.unit_code = scope.unit_code
WHERE latest.last_date IS NULL OR date_diff('day', latest.last_date, $as_of) > $max_days
