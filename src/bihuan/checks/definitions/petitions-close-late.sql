-- title: '信访事项超期未办结'
-- severity: high
-- problem: '信访事项办理超期，久拖不结'
-- clauses: ['2.3.1']
-- law: '《信访工作条例》第三十四条（60日，延长不超过30日，经负责人批准）'
-- law_status: verified
-- ledgers: [petition]
-- keys: [petition_no]
-- params:
--   base_days: 60
--   max_extension: 30
-- scope: '截至检查日已受理的事项'
-- message: '信访{petition_no}受理后{days}天办结（未办结），超过{limit_days}日。'
-- titles:
--   limit_days: '期限（天）'
--   days: '天数'

WITH scope AS (
    SELECT
        *,
        -- an extension counts where somebody approved it, and never beyond its maximum
        CASE
            WHEN extended AND regexp_matches(extension_approver, '[^\s\p{Z}]')
                THEN $base_days
                    + least(coalesce(extension_days, $max_extension), $max_extension)
            ELSE $base_days
        END AS limit_days,
        date_diff('day', accept_date, least(close_date, $as_of)) AS days
    FROM petition
    WHERE accept_date <= $as_of
)
SELECT petition_no, accept_date, close_date, limit_days, days
FROM scope
WHERE days > limit_days
