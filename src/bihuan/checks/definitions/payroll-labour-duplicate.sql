-- title: '同一务工人员同期重复发放'
-- severity: high
-- problem: '村级用工虚列人员、重复发放劳务工资'
-- clauses: ['2.4.1']
-- law: '《会计法》第九条、第十四条（真实业务、真实凭证）；《财政违法行为处罚处分条例》第六条（虚报、冒领骗取财政资金）'
-- law_status: verified
-- ledgers: [village_labour]
-- keys: [pay_no]
-- params: {}
-- scope: '截至检查日已开始用工的发放行'
-- message: '发放{pay_no}与{other_pay_no}的务工人员{worker_code}用工时间重叠，疑似虚列。'
-- titles:
--   other_pay_no: '与之重叠的发放编号'

WITH scope AS (
    SELECT *
    FROM village_labour
    WHERE work_start <= $as_of
)
SELECT
    one.pay_no,
    one.worker_code,
    one.unit_code,
    one.work_start,
    one.work_end,
    min(other.pay_no) AS other_pay_no
FROM scope AS one
JOIN scope AS other
    ON other.worker_code = one.worker_code
    AND other.pay_no <> one.pay_no
    AND other.work_start <= one.work_end
    AND one.work_start <= other.work_end
GROUP BY one.pay_no, one.worker_code, one.unit_code, one.work_start, one.work_end
