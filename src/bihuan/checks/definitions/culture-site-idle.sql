-- title: '阵地长期不开展活动'
-- severity: medium
-- problem: '文化和红色阵地长期闲置，不开展活动'
-- clauses: ['1.5', '2.2.2']
-- law: '《公共文化服务保障法》第二十七条；《爱国主义教育法》第二十五条、第二十六条'
-- law_status: verified
-- ledgers: [culture_site, culture_activity]
-- keys: [site_code]
-- params:
--   max_days: 90
-- scope: '没有停用的阵地'
-- message: '阵地{site_code}已{days}天未开展活动。'
-- titles:
--   last_date: '最近日期'
--   days: '天数'

WITH scope AS (
    SELECT site_code, unit_code
    FROM culture_site
    WHERE in_use IS NOT FALSE
),
latest AS (
    SELECT site_code, max(activity_date) AS last_date
    FROM culture_activity
    WHERE activity_date <= $as_of AND kind <> '日常维护'
    GROUP BY site_code
)
SELECT
    scope.site_code,
    scope.unit_code,
    latest.last_date,
    date_diff('day', latest.last_date, $as_of) AS days
FROM scope
LEFT JOIN latest ON latest.site_code = scope.site_code
WHERE latest.last_date IS NULL OR date_diff('day', latest.last_date, $as_of) > $max_days
