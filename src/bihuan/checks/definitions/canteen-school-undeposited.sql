-- title: '学校食堂收入未及时足额缴存'
-- severity: high
-- problem: '学校食堂收入没有及时足额缴存专户'
-- clauses: ['2.4.4']
-- law: '《现金管理暂行条例》第十一条第（一）项（当日送存；3天为宽限）'
-- law_status: verified
-- ledgers: [school_canteen]
-- keys: [record_no]
-- params:
--   max_days: 3
-- scope: '截至检查日的收入行'
-- message: '{unit_code}{record_date}食堂收入{amount}元未按时足额缴存。'

WITH scope AS (
    SELECT *
    FROM school_canteen
    WHERE direction = '收入' AND record_date <= $as_of
)
SELECT record_no, unit_code, record_date, amount, deposit_date, deposit_amount
FROM scope
WHERE date_diff('day', record_date, least(deposit_date, $as_of)) > $max_days
    OR (deposit_date <= $as_of AND round(coalesce(deposit_amount, 0), 2) < round(amount, 2))
