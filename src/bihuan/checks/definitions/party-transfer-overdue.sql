-- title: '公职人员党组织关系逾期未转出'
-- severity: high
-- problem: '公职人员党组织关系逾期没有转出'
-- clauses: ['3.3.2']
-- law: '《中国共产党党员教育管理工作条例》；《中国共产党章程》第九条（连续六个月）'
-- law_status: to verify
-- ledgers: [party_transfer]
-- keys: [transfer_no]
-- params:
--   default_days: 90
-- scope: '截至检查日未转出的行'
-- message: '转接{transfer_no}应于{due_date}前转出，已超期{days_over}天。'
-- titles:
--   days_over: '超期天数'

WITH scope AS (
    SELECT *, coalesce(due_date, need_since + $default_days) AS last_day
    FROM party_transfer
    WHERE done_date IS NULL OR done_date > $as_of
)
SELECT
    transfer_no,
    from_unit,
    need_since,
    last_day AS due_date,
    date_diff('day', last_day, $as_of) AS days_over
FROM scope
WHERE last_day < $as_of
