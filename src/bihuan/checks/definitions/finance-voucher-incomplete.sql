-- title: '报销凭证要素不全'
-- severity: medium
-- problem: '财务报销凭证没有印章、签字、日期或附件，报账审核不严'
-- clauses: ['2.4.2']
-- law: '《会计法》第十四条（原始凭证不完整的退回补充）；《会计基础工作规范》（条号待核）'
-- law_status: verified
-- ledgers: [voucher]
-- keys: [unit_code, voucher_no]
-- params:
--   min_attachments: 1
-- scope: '截至检查日的凭证'
-- message: '{unit_code}凭证{voucher_no}缺印章、签字、日期或附件。'

WITH scope AS (
    SELECT *
    FROM voucher
    WHERE voucher_date <= $as_of
)
SELECT
    unit_code,
    voucher_no,
    has_seal,
    handler_signed,
    approver_signed,
    sign_date,
    attachment_count
FROM scope
WHERE has_seal IS NOT TRUE
    OR handler_signed IS NOT TRUE
    OR approver_signed IS NOT TRUE
    OR sign_date IS NULL
    OR coalesce(attachment_count, 0) < $min_attachments
