-- title: '人居环境问题逾期未改'
-- severity: medium
-- problem: '人居环境问题整改不及时，垃圾乱堆、污水横流'
-- clauses: ['1.4.3', '1.8']
-- law: '《乡村振兴促进法》第三十七条；河道内：《河道管理条例》第二十四条、第三十五条'
-- law_status: verified
-- ledgers: [environment_inspection]
-- keys: [inspect_no]
-- params:
--   default_days: 15
-- scope: '截至检查日发现有问题的检查'
-- message: '{unit_code}{place}“{problem_type}”应于{due_date}前整改，超期{days_over}天。'
-- titles:
--   days_over: '超期天数'

WITH inspection AS (
    SELECT *, coalesce(due_date, inspect_date + $default_days) AS last_day
    FROM environment_inspection
),
scope AS (
    -- least() passes over nulls: what is still open has lasted until $as_of
    SELECT *, date_diff('day', last_day, least(fixed_date, $as_of)) AS days_over
    FROM inspection
    WHERE has_problem AND inspect_date <= $as_of
)
SELECT
    inspect_no,
    unit_code,
    place,
    problem_type,
    last_day AS due_date,
    fixed_date,
    days_over
FROM scope
WHERE days_over > 0
