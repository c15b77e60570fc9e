-- title: '应上缴款用于单位支出'
-- severity: high
-- problem: '应上缴财政的款项被用于单位支出'
-- clauses: ['2.4.2']
-- law: '《财政违法行为处罚处分条例》第四条第（二）（三）项（挪用、坐支）；《预算法》第五十六条'
-- law_status: verified
-- ledgers: [payroll_return]
-- keys: [return_no]
-- params: {}
-- scope: '全部行'
-- message: '应上缴款{return_no}有{diverted_amount}元用于单位支出。'

WITH scope AS (
    SELECT *
    FROM payroll_return
)
SELECT return_no, kind, unit_code, diverted_amount
FROM scope
WHERE diverted_amount > 0
