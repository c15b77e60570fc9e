-- title: '网格员短时间集中录入'
-- severity: medium
-- problem: '网格员短时间集中录入多户入户排查，疑似没有入户'
-- clauses: ['1.4.5']
-- law: '《公职人员政务处分法》第三十九条第（三）（四）项'
-- law_status: verified
-- ledgers: [grid_check]
-- keys: [grid_member_code, check_date]
-- params:
--   window_minutes: 10
--   min_households: 10
-- scope: '截至检查日、入户方式且有排查时间的记录'
-- message: '网格员{grid_member_code}{check_date}在{window_minutes}分钟内录入{households}户“入户”排查，疑似未入户。'
-- titles:
--   check_date: '排查日期'
--   households: '户数'
--   first_time: '最早时间'
--   last_time: '最晚时间'

WITH scope AS (
    SELECT
        grid_member_code,
        household_code,
        check_time,
        CAST(check_time AS DATE) AS check_date
    FROM grid_check
    WHERE mode = '入户' AND CAST(check_time AS DATE) <= $as_of
),
windowed AS (
    -- from each record the next $window_minutes minutes, both ends included
    SELECT
        grid_member_code,
        check_date,
        check_time AS first_time,
        max(check_time) OVER following_minutes AS last_time,
        count(DISTINCT household_code) OVER following_minutes AS households
    FROM scope
    WINDOW following_minutes AS (
        PARTITION BY grid_member_code
        ORDER BY check_time
        RANGE BETWEEN CURRENT ROW AND INTERVAL 1 MINUTE * $window_minutes FOLLOWING
    )
),
ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY grid_member_code, check_date ORDER BY households DESC, first_time
        ) AS place
    FROM windowed
    WHERE households >= $min_households
)
SELECT grid_member_code, check_date, households, first_time, last_time
FROM ranked
WHERE place = 1
