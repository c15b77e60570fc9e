-- title: '固定资产使用人、管理人、财务三方签字不全'
-- severity: medium
-- problem: '固定资产使用人、管理人、财务三方签字不全'
-- clauses: ['2.4.3']
-- law: '《行政事业性国有资产管理条例》第十五条（使用人、管理人岗位责任与交接）；三方签字为来源文件承诺'
-- law_status: verified
-- ledgers: [fixed_asset]
-- keys: [asset_no]
-- params: {}
-- scope: '截至检查日到货、未处置的资产'
-- message: '资产{asset_no}（{asset_name}）使用人、管理人、财务负责人签字不全。'

WITH scope AS (
    SELECT *
    FROM fixed_asset
    WHERE (status IS NULL OR status <> '已处置') AND received_date <= $as_of
)
SELECT asset_no, asset_name, user_signed, keeper_signed, finance_signed
FROM scope
WHERE user_signed IS NOT TRUE OR keeper_signed IS NOT TRUE OR finance_signed IS NOT TRUE
