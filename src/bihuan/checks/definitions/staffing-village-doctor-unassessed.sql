-- title: '村医两年未考核'
-- severity: medium
-- problem: '村医两年没有考核，管理缺失'
-- clauses: ['2.3.2']
-- law: '《乡村医生从业管理条例》第三十四条（每2年组织一次考核）'
-- law_status: verified
-- ledgers: [medical_staff]
-- keys: [staff_code]
-- params:
--   max_days: 730
-- scope: '岗位为村医的人员'
-- message: '村医{staff_code}距上次考核{days}天，超过{max_days}天。'
-- titles:
--   days: '天数'

WITH scope AS (
    -- an assessment that lies ahead hasn't taken place
    SELECT
        *,
        CASE
            WHEN last_assess_date <= $as_of THEN date_diff('day', last_assess_date, $as_of)
        END AS days
    FROM medical_staff
    WHERE post = '村医'
)
SELECT staff_code, unit_code, last_assess_date, days
FROM scope
WHERE days IS NULL OR days > $max_days
