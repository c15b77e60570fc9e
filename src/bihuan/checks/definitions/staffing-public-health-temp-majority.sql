-- title: '公共卫生岗位以临聘为主'
-- severity: medium
-- problem: '公共卫生岗位以临聘人员为主，队伍不稳定'
-- clauses: ['2.3.2']
-- law: '《基本医疗卫生与健康促进法》第五十六条（加强乡村医疗卫生队伍建设，导向性）'
-- law_status: verified
-- ledgers: [medical_staff]
-- keys: [unit_code]
-- params:
--   min_n: 3
--   max_share: 0.5
-- scope: '公共卫生岗位人数达到下限的单位'
-- message: '{unit_code}公共卫生岗位{n}人中临聘{temps}人，占比过高。'
-- titles:
--   n: '次（人、种）数'
--   temps: '临聘人数'

WITH scope AS (
    SELECT
        unit_code,
        count(*) AS n,
        count(*) FILTER (WHERE employment = '临聘') AS temps
    FROM medical_staff
    WHERE post = '公共卫生'
    GROUP BY unit_code
    HAVING count(*) >= $min_n
)
SELECT unit_code, n, temps
FROM scope
WHERE temps > $max_share * n
