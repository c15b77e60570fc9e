-- title: '网格员未按周排查'
-- severity: high
-- problem: '网格员没有按周开展防返贫排查'
-- clauses: ['1.4.5']
-- law: '《乡村振兴促进法》第五十九条（动态监测预警）；周排查为本地制度'
-- law_status: verified
-- ledgers: [grid_check, cadre_roster]
-- keys: [grid_member_code, week_start]
-- params:
--   weeks: 4
-- scope: '最近4个完整周（周一至周日，周日不晚于检查日）× 全周在任的网格员'
-- message: '网格员{grid_member_code}在{week_start}当周没有排查记录。'

WITH recent_week AS (
    -- the Mondays of the $weeks weeks whose Sunday came most recently, on or before $as_of
    SELECT CAST(date_trunc('week', $as_of + 1) - INTERVAL 7 DAY * back AS DATE) AS week_start
    FROM (SELECT unnest(generate_series(1, $weeks)) AS back) AS steps
),
scope AS (
    SELECT person.person_code AS grid_member_code, recent_week.week_start
    FROM recent_week
    JOIN cadre_roster AS person
        ON person.role = '网格员'
        AND person.start_date <= recent_week.week_start
        AND (person.end_date IS NULL OR person.end_date >= recent_week.week_start + 6)
)
SELECT grid_member_code, week_start
FROM scope
WHERE NOT EXISTS (
    SELECT 1
    FROM grid_check AS visit
    WHERE visit.grid_member_code = scope.grid_member_code
        AND visit.week_start = scope.week_start
)
