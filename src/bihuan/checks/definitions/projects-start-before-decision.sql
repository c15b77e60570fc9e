-- title: '工程先施工后决策'
-- severity: high
-- problem: '工程项目先施工、后决策'
-- clauses: ['3.2']
-- law: '《政府投资条例》第二十条（不具备条件不得开工）；“三重一大”制度（待核）'
-- law_status: verified
-- ledgers: [project]
-- keys: [project_no]
-- params: {}
-- scope: '截至检查日已开工的项目'
-- message: '项目{project_no}（{project_name}）{start_date}开工，党委会{decision_date}才研究。'

WITH scope AS (
    SELECT *
    FROM project
    WHERE start_date <= $as_of
)
SELECT project_no, project_name, decision_date, start_date
FROM scope
WHERE decision_date IS NULL OR start_date < decision_date
