-- title: '灶务未一事一结'
-- severity: medium
-- problem: '机关灶和公务接待没有一事一结'
-- clauses: ['2.4.4']
-- law: '《党政机关国内公务接待管理规定》（一次一结，条号待核）；县廉洁灶务管理规定'
-- law_status: to verify
-- ledgers: [canteen_settlement]
-- keys: [settle_no]
-- params: {}
-- scope: '截至检查日的结算'
-- message: '结算{settle_no}涉及{event_count}次用餐，未一事一结。'

WITH scope AS (
    SELECT *
    FROM canteen_settlement
    WHERE event_date <= $as_of
)
SELECT settle_no, kind, event_count, amount
FROM scope
WHERE event_count IS NULL OR event_count <> 1
