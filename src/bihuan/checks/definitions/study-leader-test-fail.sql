-- title: '站所、支部负责人理论测试不及格'
-- severity: medium
-- problem: '站所负责人、支部书记理论学习不深入，测试不及格'
-- clauses: ['1.3']
-- law: '《中国共产党党员教育管理工作条例》'
-- law_status: to verify
-- ledgers: [theory_test, cadre_roster]
-- keys: [test_id, person_code]
-- params:
--   pass_ratio: 0.6
-- scope: '截至检查日参加过测试且有得分、测试当日在任的站所负责人、村支部书记'
-- message: '{person_code}在测试{test_id}中得{got}分（满分{full}），低于及格线，应组织补学补测。'
-- titles:
--   got: '得分'
--   full: '满分'

WITH scope AS (
    SELECT
        test.test_id,
        test.person_code,
        sum(test.score) AS got,
        sum(test.full_score) AS full
    FROM theory_test AS test
    JOIN cadre_roster AS person
        ON person.person_code = test.person_code
        AND person.role IN ('站所负责人', '村支部书记')
        AND person.start_date <= test.test_date
        AND (person.end_date IS NULL OR person.end_date >= test.test_date)
    WHERE test.test_date <= $as_of AND test.score IS NOT NULL
    GROUP BY test.test_id, test.person_code
)
SELECT test_id, person_code, got, "full"
FROM scope
WHERE got < $pass_ratio * "full"
