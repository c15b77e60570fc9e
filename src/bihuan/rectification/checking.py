"""When a bound check counts as proof: no data is never a pass."""

from __future__ import annotations

from datetime import datetime

from bihuan.rectification.snapshot import BoundCheck, CheckStatus


def passes(check: BoundCheck) -> bool:
    """Whether the last run passed over at least one row."""
    return check.status is CheckStatus.PASS and check.rows_examined > 0


def fails_since(check: BoundCheck, moment: datetime | None) -> bool:
    """Whether it found something in data newer than `moment`."""
    return check.status is CheckStatus.FAIL and _is_newer(check, moment)


def why_not(check: BoundCheck, moment: datetime | None) -> str | None:
    """What to do so that the check passes on data newer than `moment`; None where it does."""
    name = f"检查项“{check.title}”"
    if check.status is CheckStatus.FAIL:
        return f"{name}仍查出问题，请继续整改，再用整改后的台账重新检查。"
    if check.status is CheckStatus.ERROR:
        return f"{name}运行出错，请先更正台账或检查项，再重新检查。"
    if not passes(check):
        return f"{name}没有查到任何数据，不能算通过，请导入台账后重新检查。"
    if moment is None:
        return f"{name}无法认定用的是整改后的数据，请先填写整改措施的落实时间。"
    if not _is_newer(check, moment):
        return f"{name}用的是整改之前的数据，请导入最后一项措施落实之后的台账，再重新检查。"
    return None


def _is_newer(check: BoundCheck, moment: datetime | None) -> bool:
    return check.as_of is not None and moment is not None and check.as_of > moment
