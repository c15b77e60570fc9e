-- title: '意识形态工作一年专题研究不足两次'
-- severity: high
-- problem: '意识形态工作责任制落实不力，全年专题研究不足两次'
-- clauses: ['2.2.1']
-- law: '《党委（党组）意识形态工作责任制实施办法》（未公开全文；多个政府网站转述“每年至少两次专题研究”，条号待核）'
-- law_status: to verify
-- ledgers: [committee_meeting, org_unit]
-- keys: [unit_code, year]
-- params:
--   years: 2
--   min_n: 2
-- scope: '在用且设党组织的单位 × 最近2个完整自然年（年末早于台账最早会议日期的除外）'
-- message: '{unit_code}在{year}年专题研究意识形态工作{n}次，少于{min_n}次。'
-- titles:
--   year: '年度'
--   n: '次（人、种）数'

WITH recent_year AS (
    -- the $years calendar years that ended most recently, on or before $as_of
    SELECT year($as_of + 1) - back AS year
    FROM (SELECT unnest(generate_series(1, $years)) AS back) AS steps
),
scope AS (
    -- a year that ended before the ledger begins can't be judged
    SELECT unit.unit_code, recent_year.year
    FROM org_unit AS unit
    CROSS JOIN recent_year
    WHERE unit.active
        AND unit.has_branch
        AND recent_year.year >= (SELECT year(min(meeting_date)) FROM committee_meeting)
)
SELECT scope.unit_code, scope.year, count(DISTINCT meeting.meeting_id) AS n
FROM scope
LEFT JOIN committee_meeting AS meeting
    ON meeting.unit_code = scope.unit_code
    AND year(meeting.meeting_date) = scope.year
    AND meeting.category = '意识形态'
GROUP BY scope.unit_code, scope.year
HAVING count(DISTINCT meeting.meeting_id) < $min_n
