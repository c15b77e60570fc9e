-- title: '资产系统与财务账不符'
-- severity: high
-- problem: '资产系统与财务账不符，账实不符'
-- clauses: ['2.4.3']
-- law: '《会计法》第十七条、第二十七条；《行政事业性国有资产管理条例》第三十四条（账实相符、账账相符）'
-- law_status: verified
-- ledgers: [fixed_asset, asset_finance]
-- keys: [asset_no]
-- params: {}
-- scope: '两本账中出现的资产编号'
-- message: '资产{asset_no}{difference}：资产系统{original_value}元，财务账{book_value}元。'
-- titles:
--   difference: '差异'

WITH scope AS (
    SELECT
        coalesce(asset.asset_no, book.asset_no) AS asset_no,
        CASE
            WHEN book.asset_no IS NULL THEN '有物无账'
            WHEN asset.asset_no IS NULL THEN '有账无物'
            WHEN asset.original_value IS NULL
                OR book.book_value IS NULL
                OR round(asset.original_value, 2) <> round(book.book_value, 2)
                THEN '金额不符'
        END AS difference,
        asset.original_value,
        book.book_value,
        asset.status
    FROM fixed_asset AS asset
    FULL JOIN asset_finance AS book ON book.asset_no = asset.asset_no
)
SELECT asset_no, difference, original_value, book_value
FROM scope
WHERE difference IS NOT NULL AND (status IS NULL OR status <> '已处置')
