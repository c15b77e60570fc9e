-- title: '未经党委会研究即行文'
-- severity: high
-- problem: '应经党委会研究的文件未经研究即下发，民主集中制执行不严'
-- clauses: ['1.2']
-- law: '党委议事规则（民主集中制），《中国共产党章程》第十条'
-- law_status: to verify
-- ledgers: [document_circulation]
-- keys: [doc_no]
-- params: {}
-- scope: '截至检查日已下发的需党委会研究的来文'
-- message: '《{title}》于{issue_date}下发，此前未经党委会研究（研究日期：{study_date}）。'

WITH scope AS (
    SELECT *
    FROM document_circulation
    WHERE need_study AND issue_date <= $as_of
)
SELECT doc_no, title, study_date, issue_date
FROM scope
WHERE study_date IS NULL OR study_date > $as_of OR issue_date < study_date
