-- title: '说事堂事项逾期未办结'
-- severity: medium
-- problem: '说事堂受理的群众事项逾期没有办结'
-- clauses: ['2.3.1']
-- law: '《信访工作条例》第三十七条（多元化解）；期限为本地承诺'
-- law_status: verified
-- ledgers: [talk_hall]
-- keys: [matter_no]
-- params:
--   default_days: 30
-- scope: '截至检查日提出、状态不为不予受理的事项'
-- message: '说事堂事项{matter_no}应于{promised_date}前办结，超期{days_over}天。'
-- titles:
--   days_over: '超期天数'

WITH matter AS (
    SELECT *, coalesce(promised_date, raised_date + $default_days) AS last_day
    FROM talk_hall
),
scope AS (
    -- least() passes over nulls: what is still open has lasted until $as_of
    SELECT *, date_diff('day', last_day, least(closed_date, $as_of)) AS days_over
    FROM matter
    WHERE (status IS NULL OR status <> '不予受理') AND raised_date <= $as_of
)
SELECT
    matter_no,
    unit_code,
    raised_date,
    last_day AS promised_date,
    closed_date,
    days_over
FROM scope
WHERE days_over > 0
