"""Opens a register or any document that one can be read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bihuan.documents import read as read_document
from bihuan.documents.source import Source, sentence
from bihuan.documents.source import load as load_source
from bihuan.errors import UnreadableInput
from bihuan.model import Block, Document, Finding, Paragraph, Part, Quantity, Register, Span
from bihuan.register.json import from_json

_SNIFFED = 200


def load(path: Path) -> tuple[Document, Register]:
    """The document at `path` and the register in it.

    A JSON register has no document: it gets one made of its own texts, which its spans index.
    UnreadableInput or MissingPart where the file can't be read.
    """
    if _is_json(path):
        return _load_json(load_source(path))
    from bihuan.reading import read

    document = read_document(path)
    return document, read(document)


def _is_json(path: Path) -> bool:
    if path.suffix.lower() == ".json":
        return True
    try:
        with path.open("rb") as file:
            opening = file.read(_SNIFFED)
    except (OSError, ValueError):
        return False
    return (
        opening.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") and b'"format"' in opening
    )


def _load_json(source: Source) -> tuple[Document, Register]:
    try:
        text = source.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason, remedy = "JSON不是UTF-8文字", "请用UTF-8重新保存"
        raise UnreadableInput(sentence(source.name, reason, remedy)) from error
    return own_document(from_json(text, source.name), source.name)


def own_document(register: Register, name: str) -> tuple[Document, Register]:
    """A document made of the register's texts, and the register with its spans in that document."""
    text = _Text()
    if register.title:
        text.add(register.title, heading=0)
    findings = []
    area: str | None = None
    group: str | None = None
    for finding in register.findings:
        if finding.area and finding.area != area:
            text.add(finding.area, heading=1)
        if finding.group and (finding.area, finding.group) != (area, group):
            text.add(finding.group, heading=2)
        area, group = finding.area, finding.group
        findings.append(_placed(finding, text))
    document = Document(name, "json", "\n".join(text.parts), tuple(text.blocks))
    return document, replace(register, findings=tuple(findings))


class _Text:
    """A document's text as it grows, a paragraph for each line that isn't blank."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self._length = 0

    def add(self, words: str, heading: int | None = None) -> Span:
        """Adds a text on lines of its own; its span."""
        start = position = self._length
        for line in words.split("\n"):
            if line.strip():
                first = position + len(line) - len(line.lstrip())
                self.blocks.append(Paragraph((first, first + len(line.strip())), heading))
            position += len(line) + 1
        self.parts.append(words)
        self._length = position
        return start, position - 1


def _placed(finding: Finding, text: _Text) -> Finding:
    problem = text.add(finding.problem)
    response = text.add(finding.response) if finding.response else None
    in_problem = [q for q in finding.quantities if q.part is Part.PROBLEM]
    in_response = [q for q in finding.quantities if q.part is Part.RESPONSE]
    quantities = (
        *_quantities(in_problem, finding.problem, problem[0]),
        *_quantities(in_response, finding.response or "", response[0] if response else 0),
    )
    return replace(finding, problem_span=problem, response_span=response, quantities=quantities)


def _quantities(quantities: list[Quantity], words: str, offset: int) -> Iterator[Quantity]:
    """The quantities with their spans: each is looked for after the one before it."""
    after = 0
    for quantity in quantities:
        start = words.find(quantity.text, after)
        if start < 0:
            yield replace(quantity, span=None)
            continue
        after = start + len(quantity.text)
        yield replace(quantity, span=(offset + start, offset + after))
