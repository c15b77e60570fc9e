"""The parts that people play; each is held for a unit."""

from __future__ import annotations

from bihuan.rectification.labels import Labelled


class Role(Labelled):
    """What somebody is for a unit; one person may be several things, for several units."""

    CLERK = "clerk", "整改办"
    OWNER = "owner", "责任人"
    LEAD = "lead", "责任领导"
    DISCIPLINE = "discipline", "纪检"
    INSPECTION = "inspection", "巡察办"
    ADMINISTRATOR = "administrator", "管理员"
    READER = "reader", "查阅人"
