-- title: '理论测试专题掌握率偏低'
-- severity: medium
-- problem: '理论学习浮于表面，干部对应知应会的专题掌握不牢'
-- clauses: ['1.1']
-- law: '无强制条文；依据《中国共产党党员教育管理工作条例》（待核）'
-- law_status: to verify
-- ledgers: [theory_test]
-- keys: [test_id, topic]
-- params:
--   max_unmastered_pct: 35
--   pass_ratio: 0.6
--   min_taken: 5
-- scope: '截至检查日有得分、且有得分人数达到下限的（测试批次，专题）组'
-- message: '专题“{topic}”在测试{test_id}中，{taken}人有{unmastered}人未达及格线，未掌握率{unmastered_pct}%，达到或超过{max_unmastered_pct}%。'
-- titles:
--   taken: '有得分人数'
--   unmastered: '未达及格线人数'
--   unmastered_pct: '未掌握率（%）'

WITH scored AS (
    SELECT test_id, topic, score < $pass_ratio * full_score AS failed
    FROM theory_test
    WHERE test_date <= $as_of AND score IS NOT NULL
),
scope AS (
    SELECT
        test_id,
        topic,
        count(*) AS taken,
        count(*) FILTER (WHERE failed) AS unmastered
    FROM scored
    GROUP BY test_id, topic
    HAVING count(*) >= $min_taken
)
SELECT
    test_id,
    topic,
    taken,
    unmastered,
    CAST(round(unmastered * 100.0 / taken, 1) AS DECIMAL(30, 1)) AS unmastered_pct
FROM scope
WHERE unmastered * 100 >= $max_unmastered_pct * taken
