-- title: '班子成员一岗双责90天无记录'
-- severity: medium
-- problem: '班子成员履行一岗双责不到位，长期没有廉政谈话和分管领域检查'
-- clauses: ['3.3.2']
-- law: '党风廉政建设责任制；《党委（党组）落实全面从严治党主体责任规定》'
-- law_status: to verify
-- ledgers: [responsibility_record, cadre_roster]
-- keys: [person_code]
-- params:
--   max_days: 90
-- scope: '检查日在任、且任职已满规定天数的班子成员'
-- message: '{person_code}已{days}天没有廉政谈话或分管领域检查记录。'
-- titles:
--   last_date: '最近日期'
--   days: '天数'

WITH scope AS (
    SELECT person_code
    FROM cadre_roster
    WHERE role = '班子成员'
        AND start_date <= $as_of - $max_days
        AND (end_date IS NULL OR end_date >= $as_of)
),
latest AS (
    SELECT person_code, max(record_date) AS last_date
    FROM responsibility_record
    WHERE record_date <= $as_of AND kind IN ('廉政谈话', '分管领域检查')
    GROUP BY person_code
)
SELECT
    scope.person_code,
    latest.last_date,
    date_diff('day', latest.last_date, $as_of) AS days
FROM scope
LEFT JOIN latest ON latest.person_code = scope.person_code
WHERE latest.last_date IS NULL OR date_diff('day', latest.last_date, $as_of) > $max_days
