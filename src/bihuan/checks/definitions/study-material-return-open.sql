-- title: '退回材料久未重报'
-- severity: medium
-- problem: '自查、检视材料被退回后久拖不改、不重报'
-- clauses: ['3.1', '1.1']
-- law: '内部制度（巡察自查要求）'
-- law_status: local rule
-- ledgers: [material_submission]
-- keys: [material_id]
-- params:
--   max_days: 15
-- scope: '审核结果为退回的材料'
-- message: '材料{material_id}被退回已{days}天仍未重新报送。'
-- titles:
--   days: '天数'

WITH scope AS (
    SELECT *, coalesce(return_date, submit_date) AS returned_on
    FROM material_submission
    WHERE review_result = '退回'
)
SELECT
    material_id,
    unit_code,
    person_code,
    kind,
    return_date,
    date_diff('day', returned_on, $as_of) AS days
FROM scope
WHERE returned_on IS NULL OR date_diff('day', returned_on, $as_of) > $max_days
