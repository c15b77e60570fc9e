-- title: '无公函接待'
-- severity: high
-- problem: '公务接待没有公函'
-- clauses: ['2.4.4']
-- law: '《党政机关国内公务接待管理规定》（无公函不予接待，条号待核）'
-- law_status: to verify
-- ledgers: [canteen_settlement]
-- keys: [settle_no]
-- params: {}
-- scope: '截至检查日的公务接待结算'
-- message: '{event_date}接待（结算{settle_no}，{amount}元）没有公函。'

WITH scope AS (
    SELECT *
    FROM canteen_settlement
    WHERE kind = '公务接待' AND event_date <= $as_of
)
SELECT settle_no, event_date, guests, amount
FROM scope
WHERE NOT coalesce(regexp_matches(letter_no, '[^\s\p{Z}]'), FALSE)
