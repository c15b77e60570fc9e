-- title: '多人杂工工资进同一账户'
-- severity: high
-- problem: '多名务工人员的工资打入同一个账户'
-- clauses: ['2.4.1']
-- law: '《会计法》第十四条；《财政违法行为处罚处分条例》第十七条（私存私放）'
-- law_status: verified
-- ledgers: [village_labour]
-- keys: [unit_code, account_code]
-- params:
--   min_workers: 3
-- scope: '截至检查日已开始用工、有收款账户代码的发放行'
-- message: '{unit_code}有{workers}名务工人员的工资进入同一账户{account_code}。'
-- titles:
--   workers: '务工人员数'

WITH scope AS (
    SELECT *
    FROM village_labour
    WHERE work_start <= $as_of AND regexp_matches(account_code, '[^\s\p{Z}]')
)
SELECT unit_code, account_code, count(DISTINCT worker_code) AS workers
FROM scope
GROUP BY unit_code, account_code
HAVING count(DISTINCT worker_code) >= $min_workers
