-- title: '党委会未按季度专题研究群团工作'
-- severity: medium
-- problem: '党委对群团工作重视不够，没有按季度专题研究'
-- clauses: ['1.6']
-- law: '《中共中央关于加强和改进党的群团工作的意见》；来源文件承诺“每季度”'
-- law_status: to verify
-- ledgers: [committee_meeting, org_unit]
-- keys: [unit_code, year, quarter]
-- params:
--   quarters: 4
--   min_n: 1
-- scope: '在用的镇党委 × 最近4个完整季度（季度末日早于台账最早会议日期的除外）'
-- message: '{year}年第{quarter}季度党委会未专题研究群团工作。'
-- titles:
--   year: '年度'
--   quarter: '季度'
--   n: '次（人、种）数'

WITH recent_quarter AS (
    -- the $quarters calendar quarters that ended most recently, on or before $as_of
    SELECT CAST(date_trunc('quarter', $as_of + 1) - INTERVAL 3 MONTH * back AS DATE) AS first_day
    FROM (SELECT unnest(generate_series(1, $quarters)) AS back) AS steps
),
scope AS (
    -- a quarter that ended before the ledger begins can't be judged
    SELECT unit.unit_code, first_day, CAST(first_day + INTERVAL 3 MONTH AS DATE) AS next_day
    FROM org_unit AS unit
    CROSS JOIN recent_quarter
    WHERE unit.active
        AND unit.unit_kind = '镇党委'
        AND first_day + INTERVAL 3 MONTH > (SELECT min(meeting_date) FROM committee_meeting)
)
SELECT
    scope.unit_code,
    year(scope.first_day) AS year,
    quarter(scope.first_day) AS quarter,
    count(DISTINCT meeting.meeting_id) AS n
FROM scope
LEFT JOIN committee_meeting AS meeting
    ON meeting.unit_code = scope.unit_code
    AND meeting.meeting_date >= scope.first_day
    AND meeting.meeting_date < scope.next_day
    AND meeting.meeting_type IN ('党委会', '党委扩大会')
    AND meeting.category = '群团'
GROUP BY scope.unit_code, scope.first_day
HAVING count(DISTINCT meeting.meeting_id) < $min_n
