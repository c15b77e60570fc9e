-- title: '村级财务收支未按季公开'
-- severity: high
-- problem: '村级财务收支没有按季度公开'
-- clauses: ['2.4.1', '2.4.2']
-- law: '《村民委员会组织法》第三十条（至少每季度公布一次）；公示天数为本地规定'
-- law_status: verified
-- ledgers: [notice_disclosure, org_unit]
-- keys: [unit_code, year, quarter]
-- params:
--   grace_days: 15
--   min_days: 7
-- scope: '在用行政村（最近一个已过宽限期的季度）'
-- message: '{unit_code}{year}年第{quarter}季度财务收支未公开或公开不足{min_days}天。'

WITH due_quarter AS (
    -- the latest quarter whose last day lies at least $grace_days back
    SELECT CAST(date_trunc('quarter', $as_of - $grace_days + 1) AS DATE) - 1 AS last_day
),
scope AS (
    SELECT unit.unit_code, year(last_day) AS year, quarter(last_day) AS quarter
    FROM due_quarter
    CROSS JOIN org_unit AS unit
    WHERE unit.active AND unit.unit_kind = '行政村'
)
SELECT unit_code, year, quarter
FROM scope
WHERE NOT EXISTS (
    SELECT 1
    FROM notice_disclosure AS notice
    WHERE notice.unit_code = scope.unit_code
        AND notice.year = scope.year
        AND notice.quarter = scope.quarter
        AND notice.matter = '财务收支'
        AND notice.publish_start <= $as_of
        AND (
            notice.publish_end IS NULL
            OR date_diff('day', notice.publish_start, notice.publish_end) + 1 >= $min_days
        )
)
