-- title: '软弱涣散党组织整顿逾期或措施不全'
-- severity: high
-- problem: '软弱涣散党组织整顿不到位'
-- clauses: ['3.3.2']
-- law: '《中国共产党农村基层组织工作条例》（整顿软弱涣散村党组织）'
-- law_status: to verify
-- ledgers: [weak_branch]
-- keys: [unit_code, year]
-- params:
--   min_measures: 4
-- scope: '截至检查日排查确定的软弱涣散党组织'
-- message: '{unit_code}{year}年软弱涣散整顿逾期未完成，或“四个一”措施、联系领导不全。'

WITH scope AS (
    SELECT
        *,
        coalesce(finished_date <= $as_of, FALSE) AS finished,
        coalesce(regexp_matches(leader, '[^\s\p{Z}]'), FALSE) AS has_leader
    FROM weak_branch
    WHERE identified_date <= $as_of
)
SELECT unit_code, year, due_date, finished_date, measures_done, leader
FROM scope
WHERE (NOT finished AND due_date < $as_of)
    OR (finished AND (coalesce(measures_done, 0) < $min_measures OR NOT has_leader))
