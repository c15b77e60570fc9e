-- title: '巡护发现问题未及时处理'
-- severity: medium
-- problem: '巡护发现的问题没有及时处理'
-- clauses: ['1.8']
-- law: '《河道管理条例》第二十四条、第三十五条；《森林法》第三十三条'
-- law_status: verified
-- ledgers: [patrol_log]
-- keys: [log_no]
-- params:
--   max_days: 15
-- scope: '截至检查日发现问题的巡护'
-- message: '巡护日志{log_no}发现的问题{days}天未处理（超期处理）。'
-- titles:
--   days: '天数'

WITH scope AS (
    -- least() passes over nulls: what is still open has lasted until $as_of
    SELECT *, date_diff('day', patrol_date, least(handled_date, $as_of)) AS days
    FROM patrol_log
    WHERE problem_found AND patrol_date <= $as_of
)
SELECT log_no, unit_code, chief_type, patrol_date, handled_date, days
FROM scope
WHERE days > $max_days
