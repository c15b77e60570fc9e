-- title: '灶务报销附件不全'
-- severity: medium
-- problem: '灶务报销缺发票、购物清单或用餐人员清单'
-- clauses: ['2.4.4']
-- law: '《会计法》第十四条；《党政机关国内公务接待管理规定》（财务票据、公函、清单，条号待核）'
-- law_status: verified
-- ledgers: [canteen_settlement]
-- keys: [settle_no]
-- params: {}
-- scope: '截至检查日的结算'
-- message: '结算{settle_no}缺发票、购物清单或用餐人员清单。'

WITH scope AS (
    SELECT *
    FROM canteen_settlement
    WHERE event_date <= $as_of
)
SELECT settle_no, invoice_no, has_shopping_list, has_diner_list
FROM scope
WHERE NOT coalesce(regexp_matches(invoice_no, '[^\s\p{Z}]'), FALSE)
    OR has_shopping_list IS NOT TRUE
    OR has_diner_list IS NOT TRUE
