-- title: '专项资金沉淀两年以上'
-- severity: high
-- problem: '专项资金长期沉淀，没有发挥效益'
-- clauses: ['2.4.2']
-- law: '《预算法》第四十二条（连续两年未用完的结转资金作为结余资金管理）；《预算法实施条例》第五十条（“连续两年”按年度终了计，与到账满两年口径不同）'
-- law_status: verified
-- ledgers: [special_fund]
-- keys: [fund_no]
-- params:
--   years: 2
-- scope: '截至检查日到账的专项资金'
-- message: '资金{fund_no}（{fund_name}）{arrive_date}到账，满{years}年仍结存{balance}元。'
-- titles:
--   balance: '结存金额'

WITH scope AS (
    SELECT *, round(amount, 2) - round(coalesce(spent, 0), 2) AS balance
    FROM special_fund
    WHERE arrive_date <= $as_of
)
SELECT fund_no, fund_name, unit_code, arrive_date, balance
FROM scope
WHERE arrive_date <= CAST($as_of - INTERVAL 1 YEAR * $years AS DATE) AND balance > 0
