-- title: '绩效或请假人员工资未足额上缴财政'
-- severity: high
-- problem: '绩效、请假人员工资没有足额上缴财政'
-- clauses: ['2.4.2']
-- law: '《预算法》第五十六条、第六十三条；《财政违法行为处罚处分条例》第四条'
-- law_status: verified
-- ledgers: [payroll_return]
-- keys: [return_no]
-- params: {}
-- scope: '上缴期限在检查日之前的绩效、请假工资'
-- message: '{kind}应上缴{due_amount}元，截至{due_date}仅上缴{returned}元。'
-- titles:
--   returned: '已上缴金额'

WITH scope AS (
    SELECT
        *,
        CASE WHEN returned_date <= $as_of THEN coalesce(returned_amount, 0) ELSE 0 END
            AS returned
    FROM payroll_return
    WHERE kind IN ('绩效', '请假工资') AND due_date < $as_of
)
SELECT return_no, kind, person_code, due_amount, returned, due_date
FROM scope
WHERE round(returned, 2) < round(due_amount, 2)
