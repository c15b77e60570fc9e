-- title: '发现问题未及时上报'
-- severity: high
-- problem: '发现问题没有及时上报'
-- clauses: ['3.3.2', '3.3.1']
-- law: '《中国共产党重大事项请示报告条例》；《中国共产党党内监督条例》'
-- law_status: to verify
-- ledgers: [responsibility_record]
-- keys: [record_no]
-- params:
--   max_days: 7
-- scope: '截至检查日发现问题的记录'
-- message: '记录{record_no}发现的问题{days}天未上报（超期上报）。'
-- titles:
--   days: '天数'

WITH scope AS (
    -- least() passes over nulls: what is still open has lasted until $as_of
    SELECT *, date_diff('day', record_date, least(reported_date, $as_of)) AS days
    FROM responsibility_record
    WHERE problem_found AND record_date <= $as_of
)
SELECT record_no, person_code, unit_code, record_date, reported_date, days
FROM scope
WHERE days > $max_days
