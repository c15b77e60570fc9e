-- title: '爱心超市商品过期未清理'
-- severity: high
-- problem: '爱心超市商品过期没有清理，物资管理不严'
-- clauses: ['1.4.5']
-- law: '食品：《食品安全法》第三十四条第（十）项、第五十四条；日化用品：《产品质量法》第三十五条（不得销售失效、变质产品）'
-- law_status: verified
-- ledgers: [charity_goods]
-- keys: [unit_code, batch_no]
-- params: {}
-- scope: '能确定到期日的批次'
-- message: '{unit_code}爱心超市“{item_name}”（批次{batch_no}）已过期{days}天仍在库。'
-- titles:
--   expiry: '到期日期'
--   days: '天数'

WITH goods AS (
    -- a shelf life is cut at 99999 days, so that a slip of the pen can't overflow a date
    SELECT
        *,
        coalesce(
            expiry_date,
            production_date + CAST(least(greatest(shelf_days, -99999), 99999) AS INTEGER)
        ) AS expiry
    FROM (
        SELECT *
        FROM charity_goods
        WHERE expiry_date IS NOT NULL
            OR (production_date IS NOT NULL AND shelf_days IS NOT NULL)
    ) AS dated
),
scope AS (
    SELECT *
    FROM goods
    WHERE expiry IS NOT NULL
)
SELECT
    unit_code,
    batch_no,
    item_name,
    expiry,
    stock_qty,
    date_diff('day', expiry, $as_of) AS days
FROM scope
WHERE expiry < $as_of
    AND (disposed_date IS NULL OR disposed_date > $as_of)
    AND (stock_qty IS NULL OR stock_qty > 0)
