-- title: '河长林长巡护日志中断'
-- severity: medium
-- problem: '村级河长、林长巡护日志中断，巡河巡林不到位'
-- clauses: ['1.8']
-- law: '《水污染防治法》第五条（河长制）；《森林法》第四条（林长制）、第三十三条；频次为本地规定（待核）'
-- law_status: verified
-- ledgers: [patrol_log, org_unit]
-- keys: [unit_code, chief_type]
-- params:
--   max_days: 14
-- scope: '在用行政村 × （村级河长， 村级林长）'
-- message: '{unit_code}{chief_type}已{days}天没有巡护日志。'
-- titles:
--   last_date: '最近日期'
--   days: '天数'

WITH scope AS (
    SELECT unit.unit_code, chief.chief_type
    FROM org_unit AS unit
    CROSS JOIN (VALUES ('村级河长'), ('村级林长')) AS chief (chief_type)
    WHERE unit.active AND unit.unit_kind = '行政村'
),
latest AS (
    SELECT unit_code, chief_type, max(patrol_date) AS last_date
    FROM patrol_log
    WHERE patrol_date <= $as_of
    GROUP BY unit_code, chief_type
)
SELECT
    scope.unit_code,
    scope.chief_type,
    latest.last_date,
    date_diff('day', latest.last_date, $as_of) AS days
FROM scope
LEFT JOIN latest
    ON latest.unit_code = scope.unit_code
    AND latest.chief_type = scope.chief_type
WHERE latest.last_date IS NULL OR date_diff('day', latest.last_date, $as_of) > $max_days
