-- title: '学校食堂收入直接支出(坐支)'
-- severity: high
-- problem: '学校食堂收入不入账、直接支出'
-- clauses: ['2.4.4']
-- law: '《现金管理暂行条例》第十一条第（二）项（坐支）；《违反行政事业性收费和罚没收入收支两条线管理规定行政处分暂行规定》第十六条（是否适用伙食费待定）'
-- law_status: verified
-- ledgers: [school_canteen]
-- keys: [record_no]
-- params: {}
-- scope: '截至检查日的支出行'
-- message: '{unit_code}{record_date}以食堂收入直接支付{amount}元，属坐支。'

WITH scope AS (
    SELECT *
    FROM school_canteen
    WHERE direction = '支出' AND record_date <= $as_of
)
SELECT record_no, unit_code, record_date, amount
FROM scope
WHERE fund_source = '收入直接支付'
