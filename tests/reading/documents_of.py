"""Documents made of plain lines, for tests of the reader."""

from __future__ import annotations

from bihuan.documents.builder import Builder
from bihuan.model import Document, Register
from bihuan.reading import read

OPENING = (
    "中共云岭县白水镇委员会关于县委巡察反馈意见整改情况的报告\n"
    "2024年4月8日至6月7日，县委第三巡察组对白水镇党委进行了巡察。7月16日反馈了意见。"
    "现将整改情况报告如下：\n"
)
CLOSING = "\n中共云岭县白水镇委员会\n2024年12月20日"


def document_of(text: str) -> Document:
    """A document with a paragraph for each line."""
    builder = Builder()
    for line in text.split("\n"):
        builder.paragraph(line)
    return builder.build("示例.txt", "text")


def report_of(body: str) -> Register:
    """The register of a report with a usual head and foot around `body`."""
    return read(document_of(f"{OPENING}{body}{CLOSING}"))
