-- title: '信访事项超15日未书面告知'
-- severity: high
-- problem: '信访事项没有在15日内书面告知信访人'
-- clauses: ['2.3.1']
-- law: '《信访工作条例》第二十三条（15日内书面告知；姓名住址不清的除外）'
-- law_status: verified
-- ledgers: [petition]
-- keys: [petition_no]
-- params:
--   max_days: 15
-- scope: '截至检查日收到、有信访人编码的事项'
-- message: '信访{petition_no}收到后{days}天未书面告知，超过{max_days}日。'
-- titles:
--   days: '天数'

WITH scope AS (
    -- least() passes over nulls: what is still open has lasted until $as_of
    SELECT *, date_diff('day', received_date, least(notify_date, $as_of)) AS days
    FROM petition
    WHERE received_date <= $as_of AND regexp_matches(petitioner_code, '[^\s\p{Z}]')
)
SELECT petition_no, received_date, notify_date, days
FROM scope
WHERE days > $max_days
