-- title: '群众集中反映的热点久拖未决'
-- severity: high
-- problem: '群众集中反映的热点问题久拖未决'
-- clauses: ['2.3.1']
-- law: '《信访工作条例》第二十七条、第二十八条'
-- law_status: verified
-- ledgers: [petition]
-- keys: [unit_code, matter_code]
-- params:
--   min_petitioners: 3
--   max_days: 90
-- scope: '截至检查日收到的事项'
-- message: '{unit_code}事项{matter_code}有{petitioners}人反映，最早一件{oldest_date}至今未办结。'
-- titles:
--   petitioners: '反映人数'
--   open_n: '未办结件数'
--   oldest_date: '最早未办结日期'

WITH scope AS (
    SELECT
        unit_code,
        matter_code,
        received_date,
        CASE WHEN regexp_matches(petitioner_code, '[^\s\p{Z}]') THEN petitioner_code END
            AS petitioner,
        close_date IS NULL OR close_date > $as_of AS is_open
    FROM petition
    WHERE received_date <= $as_of
),
matter AS (
    SELECT
        unit_code,
        matter_code,
        count(DISTINCT petitioner) AS petitioners,
        count(*) FILTER (WHERE is_open) AS open_n,
        min(received_date) FILTER (WHERE is_open) AS oldest_date
    FROM scope
    GROUP BY unit_code, matter_code
)
SELECT unit_code, matter_code, petitioners, open_n, oldest_date
FROM matter
WHERE petitioners >= $min_petitioners
    AND date_diff('day', oldest_date, $as_of) > $max_days
