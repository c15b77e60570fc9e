-- title: '网格员排查记录复制粘贴'
-- severity: medium
-- problem: '网格员排查记录复制粘贴，弄虚作假'
-- clauses: ['1.4.5']
-- law: '《公职人员政务处分法》第三十九条第（三）（四）项'
-- law_status: verified
-- ledgers: [grid_check]
-- keys: [grid_member_code, week_start]
-- params:
--   min_households: 5
--   min_chars: 6
-- scope: '截至检查日、排查情况去空白后字数达到下限的记录'
-- message: '网格员{grid_member_code}在{week_start}当周对{households}户填写完全相同的排查情况，请核实是否入户。'
-- titles:
--   households: '户数'

WITH written AS (
    SELECT
        grid_member_code,
        week_start,
        household_code,
        regexp_replace(note, '[\s\p{Z}]+', '', 'g') AS note
    FROM grid_check
    WHERE week_start <= $as_of
),
scope AS (
    SELECT *
    FROM written
    WHERE length(note) >= $min_chars
),
repeated AS (
    SELECT
        grid_member_code,
        week_start,
        note,
        count(DISTINCT household_code) AS households
    FROM scope
    GROUP BY grid_member_code, week_start, note
    HAVING count(DISTINCT household_code) >= $min_households
),
ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY grid_member_code, week_start ORDER BY households DESC, note
        ) AS place
    FROM repeated
)
SELECT grid_member_code, week_start, note, households
FROM ranked
WHERE place = 1
