-- title: '人员长期不在岗'
-- severity: high
-- problem: '卫生院人员长期不在岗'
-- clauses: ['2.3.2']
-- law: '《事业单位人事管理条例》第十五条（连续旷工超过15个工作日可解除合同）；《公务员法》第八十八条'
-- law_status: verified
-- ledgers: [medical_staff]
-- keys: [staff_code]
-- params:
--   max_days: 15
-- scope: '在岗状态为不在岗的人员'
-- message: '{unit_code}人员{staff_code}已不在岗{days}天。'
-- titles:
--   days: '天数'

WITH scope AS (
    SELECT *
    FROM medical_staff
    WHERE status = '不在岗'
)
SELECT staff_code, unit_code, status_since, date_diff('day', status_since, $as_of) AS days
FROM scope
WHERE status_since IS NULL OR date_diff('day', status_since, $as_of) > $max_days
