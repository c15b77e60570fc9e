-- title: '应下发文件未及时下发'
-- severity: medium
-- problem: '应转发下发的文件积压，超期下发'
-- clauses: ['1.2']
-- law: '本地办文制度'
-- law_status: local rule
-- ledgers: [document_circulation]
-- keys: [doc_no]
-- params:
--   max_days: 30
-- scope: '截至检查日收到、需下发的来文'
-- message: '《{title}》收文后{days}天未下发（超期下发），超过{max_days}天。'
-- titles:
--   days: '天数'

WITH scope AS (
    -- least() passes over nulls: what is still open has lasted until $as_of
    SELECT *, date_diff('day', received_date, least(issue_date, $as_of)) AS days
    FROM document_circulation
    WHERE need_issue AND received_date <= $as_of
)
SELECT doc_no, title, received_date, issue_date, days
FROM scope
WHERE days > $max_days
