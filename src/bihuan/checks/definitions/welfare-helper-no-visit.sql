-- title: '帮扶责任人长期不入户'
-- severity: high
-- problem: '帮扶责任人长期不入户，帮扶走过场'
-- clauses: ['1.4.4']
-- law: '《乡村振兴促进法》第五十九条（帮扶机制）；频次为本地规定（待核）'
-- law_status: verified
-- ledgers: [assistance_assignment, assistance_visit]
-- keys: [helper_code, household_code]
-- params:
--   max_days: 60
-- scope: '检查日当日有效的结对'
-- message: '{helper_code}对{household_code}已{days}天未入户，超过{max_days}天。'
-- titles:
--   last_visit: '最近入户日期'
--   days: '天数'

WITH scope AS (
    SELECT *
    FROM assistance_assignment
    WHERE start_date <= $as_of AND (end_date IS NULL OR end_date >= $as_of)
),
latest AS (
    SELECT
        scope.helper_code,
        scope.household_code,
        scope.start_date,
        max(visit.visit_date) AS last_visit
    FROM scope
    LEFT JOIN assistance_visit AS visit
        ON visit.helper_code = scope.helper_code
        AND visit.household_code = scope.household_code
        AND visit.mode = '入户'
        AND visit.visit_date BETWEEN scope.start_date AND $as_of
    GROUP BY scope.helper_code, scope.household_code, scope.start_date
)
SELECT
    helper_code,
    household_code,
    last_visit,
    date_diff('day', coalesce(last_visit, start_date), $as_of) AS days
FROM latest
WHERE date_diff('day', coalesce(last_visit, start_date), $as_of) > $max_days
