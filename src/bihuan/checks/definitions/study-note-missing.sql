-- title: '班子成员、支部书记无学习笔记'
-- severity: medium
-- problem: '班子成员、支部书记自学不经常，没有学习笔记'
-- clauses: ['1.1']
-- law: '《中国共产党党员教育管理工作条例》'
-- law_status: to verify
-- ledgers: [study_note, cadre_roster]
-- keys: [year, quarter, person_code]
-- params:
--   min_entries: 1
-- scope: '上一完整季度末日在任的村支部书记、班子成员'
-- message: '{year}年第{quarter}季度，{person_code}无学习笔记或未接受笔记检查。'

WITH last_quarter AS (
    SELECT CAST(date_trunc('quarter', $as_of + 1) AS DATE) - 1 AS last_day
),
scope AS (
    SELECT
        year(last_day) AS year,
        quarter(last_day) AS quarter,
        person.person_code
    FROM last_quarter
    JOIN cadre_roster AS person
        ON person.role IN ('村支部书记', '班子成员')
        AND person.start_date <= last_day
        AND (person.end_date IS NULL OR person.end_date >= last_day)
)
SELECT
    scope.year,
    scope.quarter,
    scope.person_code,
    note.has_notes,
    note.entries
FROM scope
LEFT JOIN study_note AS note
    ON note.year = scope.year
    AND note.quarter = scope.quarter
    AND note.person_code = scope.person_code
WHERE note.has_notes IS NOT TRUE OR coalesce(note.entries, 0) < $min_entries
