-- title: '文件会议精神未传达到站所和村'
-- severity: high
-- problem: '上级文件和会议精神没有传达到站所和村'
-- clauses: ['1.3']
-- law: '本地传达制度'
-- law_status: local rule
-- ledgers: [document_circulation, document_conveyance, org_unit]
-- keys: [doc_no, unit_code]
-- params:
--   max_days: 30
-- scope: '截至检查日收到、需传达的来文 × 在用的行政村和站所'
-- message: '《{title}》收文{days}天，{unit_code}未传达（超期传达）。'
-- titles:
--   days: '天数'

WITH scope AS (
    SELECT
        document.doc_no,
        unit.unit_code,
        document.title,
        document.received_date,
        conveyance.convey_date,
        -- least() passes over nulls: what is still open has lasted until $as_of
        date_diff(
            'day', document.received_date, least(conveyance.convey_date, $as_of)
        ) AS days
    FROM document_circulation AS document
    CROSS JOIN org_unit AS unit
    LEFT JOIN document_conveyance AS conveyance
        ON conveyance.doc_no = document.doc_no
        AND conveyance.unit_code = unit.unit_code
    WHERE document.need_convey
        AND document.received_date <= $as_of
        AND unit.active
        AND unit.unit_kind IN ('行政村', '站所')
)
SELECT doc_no, unit_code, title, received_date, convey_date, days
FROM scope
WHERE days > $max_days
