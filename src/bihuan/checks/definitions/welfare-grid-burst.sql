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
slotted AS (
    -- time cut into slots as long as the window, so that a window lies in two of them at most
    SELECT
        *,
        floor(
            (
                date_diff('day', DATE '2000-01-01', check_date) * 1440
                + hour(check_time) * 60
                + minute(check_time)
            ) / greatest($window_minutes, 1)
        ) AS slot
    FROM scope
),
windowed AS (
    -- from each record the next $window_minutes minutes, both ends included
    SELECT
        record.grid_member_code,
        record.check_date,
        record.check_time AS first_time,
        max(other.check_time) AS last_time,
        count(DISTINCT other.household_code) AS households
    FROM slotted AS record
    CROSS JOIN (VALUES (0), (1)) AS step (slots)
    JOIN slotted AS other
        ON other.grid_member_code = record.grid_member_code
        AND other.slot = record.slot + step.slots
        AND other.check_time >= record.check_time
        AND other.check_time <= record.check_time + INTERVAL 1 MINUTE * $window_minutes
    GROUP BY record.grid_member_code, record.check_date, record.check_time
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
