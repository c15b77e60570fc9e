-- title: '固定资产验收单不完整'
-- severity: medium
-- problem: '固定资产验收单不完整'
-- clauses: ['2.4.3']
-- law: '《行政事业性国有资产管理条例》第三十条；《会计法》第十四条'
-- law_status: verified
-- ledgers: [fixed_asset]
-- keys: [asset_no]
-- params: {}
-- scope: '截至检查日到货、未处置的资产'
-- message: '资产{asset_no}（{asset_name}）无验收单号或验收日期。'

WITH scope AS (
    SELECT *
    FROM fixed_asset
    WHERE (status IS NULL OR status <> '已处置') AND received_date <= $as_of
)
SELECT asset_no, asset_name, acceptance_no, acceptance_date
FROM scope
WHERE NOT coalesce(regexp_matches(acceptance_no, '[^\s\p{Z}]'), FALSE)
    OR acceptance_date IS NULL
