-- title: '用工天数或金额与明细不符'
-- severity: high
-- problem: '村级用工天数、金额与明细不符，资金支出不真实'
-- clauses: ['2.4.1']
-- law: '《会计法》第九条、第十四条'
-- law_status: verified
-- ledgers: [village_labour]
-- keys: [pay_no]
-- params:
--   tolerance_fen: 1
-- scope: '截至检查日已开始用工的发放行'
-- message: '发放{pay_no}：用工{days}天（期间仅{span_days}天）或金额{amount}与天数乘日工资不符。'
-- titles:
--   span_days: '期间天数'

WITH scope AS (
    -- wide decimals: exact, and no product of large amounts can overflow
    SELECT
        *,
        date_diff('day', work_start, work_end) + 1 AS span_days,
        round(CAST(days AS DECIMAL(20, 4)) * daily_rate, 2) AS owed
    FROM village_labour
    WHERE work_start <= $as_of
)
SELECT pay_no, days, span_days, daily_rate, amount
FROM scope
WHERE days > span_days OR abs(owed - round(amount, 2)) * 100 > $tolerance_fen
