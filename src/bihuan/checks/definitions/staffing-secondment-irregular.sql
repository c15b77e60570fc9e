-- title: '借调无批准或到期未回'
-- severity: high
-- problem: '卫生院人员借调没有批准或到期不归'
-- clauses: ['2.3.2']
-- law: '借调管理规定（人社、卫健部门文件）'
-- law_status: to verify
-- ledgers: [medical_staff]
-- keys: [staff_code]
-- params: {}
-- scope: '在岗状态为借调的人员'
-- message: '{unit_code}借调人员{staff_code}无批准文号或借调已到期未回。'

WITH scope AS (
    SELECT *
    FROM medical_staff
    WHERE status = '借调'
)
SELECT staff_code, unit_code, approval_no, secondment_end
FROM scope
WHERE NOT coalesce(regexp_matches(approval_no, '[^\s\p{Z}]'), FALSE)
    OR secondment_end IS NULL
    OR secondment_end < $as_of
