-- title: '个人材料、预案文本雷同'
-- severity: high
-- problem: '对照检查、述职、预案等材料照搬照抄、雷同'
-- clauses: ['1.1', '1.2', '2.1']
-- law: '《公职人员政务处分法》第三十九条第（三）（四）项（形式主义、弄虚作假）；《公务员法》第五十九条第（七）项'
-- law_status: verified
-- ledgers: [material_submission]
-- keys: [material_id]
-- params:
--   min_similarity: 80
-- scope: '截至检查日已报送且有相似度的材料'
-- message: '材料{material_id}（{kind}）与{similar_to}相似度{similarity}%，疑似照搬，请核实后重写。'

WITH scope AS (
    SELECT *
    FROM material_submission
    WHERE submit_date <= $as_of AND similarity IS NOT NULL
)
SELECT material_id, person_code, unit_code, kind, similarity, similar_to
FROM scope
WHERE similarity >= $min_similarity
