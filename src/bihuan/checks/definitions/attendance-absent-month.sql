-- title: '干部月内缺勤3天以上'
-- severity: medium
-- problem: '干部在岗纪律松散，月内多次缺勤'
-- clauses: ['3.3.3']
-- law: '《公务员法》第五十九条第（十七）项、第八十八条；《事业单位人事管理条例》第十五条（上限，3天为预警）'
-- law_status: verified
-- ledgers: [attendance]
-- keys: [person_code, month]
-- params:
--   min_n: 3
-- scope: '截至检查日的考勤'
-- message: '{person_code}{month}缺勤{n}天。'
-- titles:
--   month: '月份'
--   n: '次（人、种）数'

WITH scope AS (
    SELECT *, strftime(work_date, '%Y-%m') AS month
    FROM attendance
    WHERE work_date <= $as_of
)
SELECT person_code, month, count(*) AS n
FROM scope
WHERE status = '缺勤'
GROUP BY person_code, month
HAVING count(*) >= $min_n
