-- title: '同一信访人就同一事项重复信访'
-- severity: high
-- problem: '同一信访人就同一事项反复信访，初访化解不力'
-- clauses: ['2.3.1']
-- law: '《信访工作条例》第二十八条（及时妥善处理）；次数为本地口径'
-- law_status: verified
-- ledgers: [petition]
-- keys: [petitioner_code, matter_code]
-- params:
--   window_days: 365
--   min_n: 3
-- scope: '检查日前一年内有信访人编码的事项'
-- message: '信访人{petitioner_code}就事项{matter_code}在{window_days}天内重复信访{n}次。'
-- titles:
--   n: '次（人、种）数'
--   first_date: '最早日期'
--   last_date: '最近日期'

WITH scope AS (
    SELECT *
    FROM petition
    WHERE received_date > $as_of - $window_days
        AND received_date <= $as_of
        AND regexp_matches(petitioner_code, '[^\s\p{Z}]')
)
SELECT
    petitioner_code,
    matter_code,
    count(*) AS n,
    min(received_date) AS first_date,
    max(received_date) AS last_date
FROM scope
GROUP BY petitioner_code, matter_code
HAVING count(*) >= $min_n
