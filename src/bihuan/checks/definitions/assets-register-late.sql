-- title: '固定资产未及时登记入账'
-- severity: medium
-- problem: '固定资产没有及时登记入账'
-- clauses: ['2.4.3']
-- law: '《行政事业性国有资产管理条例》第三十条（设置台账、不得形成账外资产）；天数为本地规定'
-- law_status: verified
-- ledgers: [fixed_asset]
-- keys: [asset_no]
-- params:
--   max_days: 30
-- scope: '截至检查日到货的资产'
-- message: '资产{asset_no}（{asset_name}）到货{days}天才登记（未登记），超过{max_days}天。'
-- titles:
--   days: '天数'

WITH scope AS (
    -- least() passes over nulls: what is still open has lasted until $as_of
    SELECT *, date_diff('day', received_date, least(registered_date, $as_of)) AS days
    FROM fixed_asset
    WHERE received_date <= $as_of
)
SELECT asset_no, asset_name, received_date, registered_date, days
FROM scope
WHERE days > $max_days
