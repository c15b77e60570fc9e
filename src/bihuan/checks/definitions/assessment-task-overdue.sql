-- title: '专项任务事项逾期未落实'
-- severity: medium
-- problem: '专项任务事项逾期没有落实'
-- clauses: ['1.7', '3.3.3']
-- law: '防疫类：《传染病防治法》第四十二条、第四十五条（仅疫情期间）；其余为本地任务'
-- law_status: to verify
-- ledgers: [duty_checklist]
-- keys: [task_code, unit_code, item]
-- params: {}
-- scope: '有完成时限的事项'
-- message: '{unit_code}任务“{task_code}”事项“{item}”应于{due_date}前完成，超期{days_over}天。'
-- titles:
--   days_over: '超期天数'

WITH scope AS (
    -- least() passes over nulls: what is still open has lasted until $as_of
    SELECT *, date_diff('day', due_date, least(done_date, $as_of)) AS days_over
    FROM duty_checklist
    WHERE due_date IS NOT NULL
)
SELECT task_code, unit_code, item, due_date, done_date, days_over
FROM scope
WHERE days_over > 0
