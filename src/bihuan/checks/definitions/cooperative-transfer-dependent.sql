-- title: '村集体收入主要靠转移支付和发包费'
-- severity: medium
-- problem: '村集体收入主要靠转移支付和发包费，自身造血能力不足'
-- clauses: ['1.4.2']
-- law: '《乡村振兴促进法》第四十六条（导向性）'
-- law_status: verified
-- ledgers: [coop_annual]
-- keys: [unit_code, year]
-- params:
--   min_pct: 80
-- scope: '截至最近完整自然年、总收入大于零的村集体经济合作社年度记录'
-- message: '{unit_code}{year}年发包和补助收入占{dependent_pct}%，自身经营能力不足。'
-- titles:
--   dependent_pct: '发包和补助占比（%）'
--   total: '总收入'

WITH income AS (
    -- wide decimals: exact, and no sum of large amounts can overflow
    SELECT
        unit_code,
        year,
        CAST(coalesce(contract_income, 0) AS DECIMAL(22, 2))
            + coalesce(subsidy_income, 0) AS dependent,
        CAST(coalesce(operating_income, 0) AS DECIMAL(22, 2))
            + coalesce(contract_income, 0)
            + coalesce(subsidy_income, 0)
            + coalesce(other_income, 0) AS total
    FROM coop_annual
    WHERE year < year($as_of + 1)
),
scope AS (
    SELECT *
    FROM income
    WHERE total > 0
)
SELECT
    unit_code,
    year,
    CAST(round(dependent * 100 / total, 1) AS DECIMAL(30, 1)) AS dependent_pct,
    total
FROM scope
WHERE dependent * 100 >= $min_pct * total
