-- title: '干部季度考核缺失'
-- severity: low
-- problem: '干部季度考核缺失，考核激励流于形式'
-- clauses: ['3.3.3']
-- law: '《公务员法》第三十六条（平时考核、定期考核）；《事业单位人事管理条例》第二十一条'
-- law_status: verified
-- ledgers: [cadre_assessment, cadre_roster]
-- keys: [year, quarter, person_code]
-- params: {}
-- scope: '上一完整季度全季在任的镇干部、站所负责人'
-- message: '{person_code}{year}年第{quarter}季度没有考核得分。'

WITH last_quarter AS (
    SELECT
        CAST(date_trunc('quarter', $as_of + 1) - INTERVAL 3 MONTH AS DATE) AS first_day,
        CAST(date_trunc('quarter', $as_of + 1) AS DATE) - 1 AS last_day
),
scope AS (
    SELECT
        year(last_day) AS year,
        quarter(last_day) AS quarter,
        person.person_code
    FROM last_quarter
    JOIN cadre_roster AS person
        ON person.role IN ('镇干部', '站所负责人')
        AND person.start_date <= first_day
        AND (person.end_date IS NULL OR person.end_date >= last_day)
)
SELECT year, quarter, person_code
FROM scope
WHERE NOT EXISTS (
    SELECT 1
    FROM cadre_assessment AS assessment
    WHERE assessment.year = scope.year
        AND assessment.quarter = scope.quarter
        AND assessment.person_code = scope.person_code
        AND assessment.score IS NOT NULL
)
