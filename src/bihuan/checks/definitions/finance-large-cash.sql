-- title: '超范围大额现金支出'
-- severity: high
-- problem: '违规大额现金支出'
-- clauses: ['2.4.2']
-- law: '《现金管理暂行条例》第五条（结算起点1000元）、第六条'
-- law_status: verified
-- ledgers: [voucher]
-- keys: [unit_code, voucher_no]
-- params:
--   cash_limit: 1000
-- scope: '截至检查日现金支付的凭证'
-- message: '{unit_code}凭证{voucher_no}以现金支付{amount}元，超过结算起点且不属于可用现金范围。'

WITH scope AS (
    SELECT *
    FROM voucher
    WHERE voucher_date <= $as_of AND pay_method = '现金'
)
SELECT unit_code, voucher_no, amount, purpose, payee
FROM scope
WHERE amount > $cash_limit
    AND (purpose IS NULL OR purpose NOT IN ('劳务工资', '差旅', '收购农产品'))
