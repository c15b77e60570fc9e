"""The public notice of the demo's township, and what a resident objects to in it."""

from __future__ import annotations

from datetime import timedelta

from bihuan.reports import Audience, ReportKind
from bihuan.reports.disclosure import Reason
from bihuan.web.actions import objections
from bihuan.web.actions import reports as actions
from bihuan.web.demo.story import Story
from bihuan.web.publishing import prepared

_APPROVER = "冉庆丰"
_CONTACT = "青石镇整改办，电话0700-5550123，邮箱zhenggaiban@qingshi.invalid"
_WITHHELD = "移交县纪委监委第三纪检监察室"
_OBJECTION = "公开信里说9处灌溉渠都通水了，我们院子门口那一段上个月又堵了，请再来看看。"


def publish(story: Story) -> None:
    """The clerk prepares the notice, the leader approves it, and it stands for thirty days."""
    clerk, approver = story.people[story.town.clerk], story.people[_APPROVER]
    report = actions.prepare(
        by=clerk, round_=story.round, kind=ReportKind.NOTICE, audience=Audience.PUBLIC
    )
    actions.edit(
        report,
        by=clerk,
        shown_from=story.today - timedelta(days=1),
        shown_until=story.today + timedelta(days=29),
        contact=_CONTACT,
    )
    actions.withhold(report, by=clerk, text=_WITHHELD, reason=Reason.CASE)
    actions.approve(report, by=approver, digest=prepared(report).draft.digest)
    notice, _ = actions.issue(
        report, by=clerk, reason="集中整改期内按时公开，其余意见逐条核对后答复。"
    )
    objections.receive(
        notice,
        address="192.0.2.1",
        objection=_OBJECTION,
        objector="金竹村村民",
        reach="0700-5550199",
    )
