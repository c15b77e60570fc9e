-- title: '工程项目无党委会研究记录'
-- severity: high
-- problem: '工程项目没有党委会研究记录'
-- clauses: ['3.2']
-- law: '《政府投资条例》第二十九条（档案管理）；“三重一大”制度（待核）'
-- law_status: verified
-- ledgers: [project, committee_meeting]
-- keys: [project_no]
-- params: {}
-- scope: '截至检查日已开工的项目'
-- message: '项目{project_no}（{project_name}）已开工，党组织会议台账中没有研究记录。'

WITH scope AS (
    SELECT *
    FROM project
    WHERE start_date <= $as_of
)
SELECT project_no, project_name, start_date
FROM scope
WHERE NOT EXISTS (
    SELECT 1
    FROM committee_meeting AS meeting
    WHERE meeting.project_no = scope.project_no
        AND meeting.minutes_present
        AND meeting.meeting_date <= $as_of
)
