-- title: '阵地堆放杂物或损坏未恢复'
-- severity: medium
-- problem: '文化和红色阵地堆放杂物、损坏、挪作他用'
-- clauses: ['1.5', '2.2.2']
-- law: '《公共文化服务保障法》第十九条、第二十条；烈士纪念设施：《英雄烈士保护法》第十条'
-- law_status: verified
-- ledgers: [culture_activity]
-- keys: [record_no]
-- params:
--   max_days: 15
-- scope: '截至检查日、阵地状况为杂物堆放、损坏、挪作他用的记录'
-- message: '阵地{site_code}“{site_condition}”{days}天未恢复。'
-- titles:
--   days: '天数'

WITH scope AS (
    -- least() passes over nulls: what is still open has lasted until $as_of
    SELECT *, date_diff('day', activity_date, least(fixed_date, $as_of)) AS days
    FROM culture_activity
    WHERE site_condition IN ('杂物堆放', '损坏', '挪作他用') AND activity_date <= $as_of
)
SELECT record_no, site_code, site_condition, activity_date, fixed_date, days
FROM scope
WHERE days > $max_days
