-- title: '村集体经济合作社空壳'
-- severity: high
-- problem: '村集体经济合作社空壳运行，没有经营收入'
-- clauses: ['1.4.1']
-- law: '《农村集体经济组织法》第四十一条、第四十三条；《乡村振兴促进法》第四十六条（导向性，非量化）'
-- law_status: verified
-- ledgers: [coop_annual]
-- keys: [unit_code, year]
-- params:
--   min_operating_income: 10000
-- scope: '截至最近完整自然年的村集体经济合作社年度记录'
-- message: '{unit_code}合作社{year}年经营收入{operating_income}元，疑似空壳。'

WITH scope AS (
    SELECT *
    FROM coop_annual
    WHERE year < year($as_of + 1)
)
SELECT unit_code, year, operating_income, has_business
FROM scope
WHERE coalesce(operating_income, 0) < $min_operating_income OR has_business IS FALSE
