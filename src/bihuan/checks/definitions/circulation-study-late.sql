-- title: '来文未及时上会研究'
-- severity: high
-- problem: '上级重要文件收到后不及时上会研究，贯彻落实迟缓'
-- clauses: ['1.2']
-- law: '《中国共产党重大事项请示报告条例》《中国共产党地方委员会工作条例》参照；本地议事规则'
-- law_status: to verify
-- ledgers: [document_circulation]
-- keys: [doc_no]
-- params:
--   max_days: 15
-- scope: '截至检查日收到、需党委会研究的来文'
-- message: '《{title}》（收文{doc_no}）收文后{days}天未经（才经）党委会研究，超过{max_days}天。'
-- titles:
--   days: '天数'

WITH scope AS (
    -- least() passes over nulls: what is still open has lasted until $as_of
    SELECT *, date_diff('day', received_date, least(study_date, $as_of)) AS days
    FROM document_circulation
    WHERE need_study AND received_date <= $as_of
)
SELECT doc_no, title, received_date, study_date, days
FROM scope
WHERE days > $max_days
