"""Titles of areas and groups as the register names them."""

from __future__ import annotations

import re

from bihuan.model import Span

FINAL = " \t\r\n\u3000。，、；：:;,.．"
_QUOTED = re.compile(
    r"(?:关于|针对|对于)?[“\"「‘](?P<name>.+)[”\"」’](?:等)?(?:方面)?的?(?:突出|具体|主要)?问题(?P<suffix>的?整改(?:进展|落实|完成)*(?:情况)?)?"
    r"(?=[。，：；:;,. ]|$)",
    re.S,
)
_PLAIN = re.compile(
    r"(?:关于|针对)(?P<name>[^。；]{2,80}?)的?问题(?P<suffix>的?整改(?:进展|落实|完成)*(?:情况)?)?(?=[。：:]|$)",
    re.S,
)
_OPENINGS = ("关于", "针对", "对于", "“", '"', "「", "‘")
_SENTENCE_END = re.compile(r"[。！？!?]")
_AMOUNT = re.compile(r"\d")
_COLON = re.compile(r"问题[：:]")
_LONGEST_HEADING = 40
# A heading may quote a whole problem; beyond this many characters it is no heading, and looking for
# the end of its name would take longer with every sentence.
_LONGEST_NAME = 2000


def about(text: str) -> tuple[Span, int] | None:
    """Where a heading of the form 关于“…”的问题 names the problem, and where its words end.

    Offsets count from the beginning of `text`; None where the text has another form. The name ends
    at the last closing quotation mark that 的问题 follows, so nested quotations stay whole.
    """
    if not text.startswith(_OPENINGS):
        return None
    for pattern in (_QUOTED, _PLAIN):
        match = _first_heading(pattern, text)
        if match:
            return match.span("name"), match.end()
    return None


def is_about(text: str) -> bool:
    """Whether a heading names one problem; 关于…方面的问题 names an area."""
    found = about(text)
    return found is not None and not text[slice(*found[0])].endswith("方面")


def _first_heading(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match within the text's first sentence: a later 的问题 isn't its end."""
    for end in _SENTENCE_END.finditer(text, 0, _LONGEST_NAME):
        match = pattern.match(text, 0, end.start())
        if match and match.end() == end.start():
            return match
    colon = _COLON.search(text, 0, _LONGEST_NAME)
    if colon:
        match = pattern.match(text, 0, colon.end() - 1)
        if match and match.end() == colon.end() - 1:
            return match
    return pattern.match(text, 0, _LONGEST_NAME)


def clean_title(text: str) -> str:
    """The title without final punctuation and without 关于“…”的问题 around it."""
    title = text.strip(FINAL)
    found = about(title)
    if found and found[1] >= len(title.rstrip(FINAL)):
        start, end = found[0]
        return title[start:end].strip(FINAL)
    return title


def heading_name(text: str) -> str | None:
    """What a finding's own heading names it, or None where the line is a statement."""
    stripped = text.strip(FINAL)
    found = about(stripped)
    if found:
        (start, end), _ = found
        return stripped[start:end].strip(FINAL)
    if (
        len(stripped) > _LONGEST_HEADING
        or _SENTENCE_END.search(stripped)
        or _AMOUNT.search(stripped)
    ):
        return None
    return stripped or None
