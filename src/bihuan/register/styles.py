"""The fonts, borders and alignments of a register's workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.register.sheet import Holds

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

# A workbook names one font only. The GB2312 character set lets a machine without it choose a
# Chinese one in its place.
_CHINESE = {"font_charset": 134, "font_family": 0}
_TITLE = "方正小标宋简体"
_HEADING = "黑体"
_BODY = "仿宋_GB2312"


class Styles:
    """The workbook's cell formats; `of` are those of the body by what a cell holds."""

    def __init__(self, workbook: Workbook) -> None:
        def style(font: str, size: int, **more: Any) -> Format:
            return workbook.add_format(
                {"font_name": font, "font_size": size, "text_wrap": True, "valign": "vcenter"}
                | _CHINESE
                | more
            )

        self.title = style(_TITLE, 20, align="center")
        self.caption = style(_BODY, 12, align="left")
        self.heading = style(_HEADING, 11, align="center", border=1, bg_color="#E7ECF2")
        self.of: dict[Holds, Format] = {
            "number": style(_BODY, 11, align="center", border=1, num_format="@"),
            "words": style(_BODY, 11, align="center", border=1),
            "day": style(_BODY, 11, align="center", border=1, num_format="yyyy-mm-dd"),
            "prose": style(_BODY, 11, align="left", border=1),
        }
        # Prose over several pages begins on the first of them.
        self.long = style(_BODY, 11, align="left", border=1, valign="top")
