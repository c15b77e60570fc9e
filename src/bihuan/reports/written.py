"""The proof over finished documents: what readers get differs from what was approved as listed."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.reports.context import ReportContext
from bihuan.reports.disclosure import Disclosed
from bihuan.reports.formats import render
from bihuan.reports.paper import Grid, Text, paper_of
from bihuan.reports.proof import Proof, prove_written


def written_proof(
    approved: ReportContext, disclosed: Disclosed[ReportContext], template: bytes | None = None
) -> Proof:
    """The proof over the lines of the Word files of a context and of what is disclosed of it.

    A line is a paragraph, or a paragraph of a table's cell. Unproved where the files differ in more
    than the replacements, because a template writes one text otherwise than the other.
    """
    texts = (approved, disclosed.value, disclosed.marked)
    lines = [list(_lines(render(text, ".docx", template=template))) for text in texts]
    return prove_written(*lines)


def _lines(word: bytes) -> Iterator[str]:
    for section in paper_of(word).sections:
        for block in section.blocks:
            yield from (text.words for text in _texts(block))


def _texts(block: Text | Grid) -> Iterator[Text]:
    if isinstance(block, Text):
        yield block
        return
    for row in block.rows:
        for cell in row:
            yield from cell.texts
