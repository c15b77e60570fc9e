-- title: '材料中出现外地地名'
-- severity: high
-- problem: '材料从网上下载，出现外地地名'
-- clauses: ['2.1']
-- law: '《公职人员政务处分法》第三十九条第（三）项'
-- law_status: verified
-- ledgers: [material_submission]
-- keys: [material_id]
-- params:
--   min_hits: 1
-- scope: '截至检查日已报送的材料'
-- message: '材料{material_id}（{kind}）出现外地地名{foreign_place_hits}处，疑似从网络下载或照搬。'

WITH scope AS (
    SELECT *
    FROM material_submission
    WHERE submit_date <= $as_of
)
SELECT material_id, unit_code, kind, foreign_place_hits
FROM scope
WHERE coalesce(foreign_place_hits, 0) >= $min_hits
