"""The gate between what an office knows and what others may read.

What is withheld is withheld for a reason that the rules permit, by somebody who is named; personal
data is masked; everything else stays as it was approved, which `Proof` shows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from types import MappingProxyType
from typing import Any, Generic, TypeVar, cast

from bihuan.errors import UserError
from bihuan.model import Register
from bihuan.rectification.labels import Labelled
from bihuan.reports.personal import personal
from bihuan.reports.proof import Proof, Replacement, both, prove

Value = TypeVar("Value")
OMITTED = "（此处依规定不予公开）"
"""What stands for a withheld passage."""


class Reason(Labelled):
    """Why a passage may be withheld; there is no other reason."""

    STATE_SECRET = "state_secret", "国家秘密"
    FORBIDDEN = "forbidden", "法律、行政法规禁止公开"
    SAFETY = "safety", "危及国家安全、公共安全、经济安全、社会稳定"
    BUSINESS_SECRET = "business_secret", "商业秘密"
    PRIVACY = "privacy", "个人隐私"
    INTERNAL = "internal", "内部事务信息"
    PROCESS = "process", "过程性信息"
    WORK_SECRET = "work_secret", "工作秘密"
    CASE = "case", "可能影响案件办理"
    PARTY_SECRET = "party_secret", "党内不宜公开的事项"


@dataclass(frozen=True, slots=True)
class Basis:
    """The rule that permits a reason; `verified` says whether its text has been looked up."""

    rule: str
    verified: bool


_INFORMATION = "《政府信息公开条例》（2019年修订）"
BASES: Mapping[Reason, Basis] = MappingProxyType(
    {
        # Articles 14 and 16 were compared with their text as two legal commentaries quote it; the
        # others are cited from knowledge and wait to be compared.
        Reason.STATE_SECRET: Basis(f"{_INFORMATION}第十四条", True),
        Reason.FORBIDDEN: Basis(f"{_INFORMATION}第十四条", True),
        Reason.SAFETY: Basis(f"{_INFORMATION}第十四条", True),
        Reason.BUSINESS_SECRET: Basis(f"{_INFORMATION}第十五条", False),
        Reason.PRIVACY: Basis(f"{_INFORMATION}第十五条", False),
        Reason.INTERNAL: Basis(f"{_INFORMATION}第十六条", True),
        Reason.PROCESS: Basis(f"{_INFORMATION}第十六条", True),
        Reason.WORK_SECRET: Basis("《保守国家秘密法》（2024年修订）关于工作秘密的规定", False),
        Reason.CASE: Basis("《中国共产党纪律检查机关监督执纪工作规则》关于保密的规定", False),
        Reason.PARTY_SECRET: Basis("《中国共产党党务公开条例（试行）》", False),
    }
)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A passage that is not shown: its words, why, and who decided so."""

    text: str
    reason: Reason
    by: str


@dataclass(frozen=True, slots=True)
class Disclosed(Generic[Value]):
    """What others read, and the proof of how it came from what was approved.

    `marked` is the same value with both in it, each replacement between `proof.MARKS`.
    """

    value: Value
    marked: Value
    proof: Proof


def officials_of(register: Register) -> frozenset[str]:
    """The names of those who lead the rectification: they act in office, and stay."""
    return frozenset(name for finding in register.findings for name in finding.leaders)


def disclose(
    value: Value,
    *,
    withheld: Sequence[Withheld] = (),
    officials: Collection[str] = (),
    kept: Collection[str] = (),
) -> Disclosed[Value]:
    """The value with every text in it as others may read it: a `ReportContext`, a `Register` ...

    `officials` are names of people who act in office. `kept` are strings that look like personal
    data and aren't. A passage of several lines is withheld line by line, wherever it stands.
    UserError for a passage that isn't in any text.
    """
    texts = list(_texts(value))
    cuts = _withheld(texts, withheld)
    found = personal(texts, officials)
    changes = [
        _without_overlaps([*cut, *(r for r in _masks(text, pieces) if r.before not in kept)])
        for text, cut, pieces in zip(texts, cuts, found, strict=True)
    ]
    published = [_replaced(text, made) for text, made in zip(texts, changes, strict=True)]
    marked = [_replaced(text, map(both, made)) for text, made in zip(texts, changes, strict=True)]
    return Disclosed(
        _with(value, published), _with(value, marked), prove(texts, published, changes)
    )


def _with(value: Value, texts: Sequence[str]) -> Value:
    following = iter(texts)
    return cast("Value", _mapped(value, lambda _: next(following)))


# Every text of a value


def _texts(value: object) -> Iterator[str]:
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    _mapped(value, note)
    yield from found


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """The value with each of its texts changed, in the order of its fields; enumerations stay."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return change(value) if value else value
    if is_dataclass(value) and not isinstance(value, type):
        made = {f.name: _mapped(getattr(value, f.name), change) for f in fields(value) if f.init}
        return replace(value, **made)
    if isinstance(value, Mapping):
        return {key: _mapped(one, change) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_mapped(one, change) for one in value)
    return value


# What changes in a text


def _withheld(texts: Sequence[str], passages: Sequence[Withheld]) -> list[list[Replacement]]:
    cuts: list[list[Replacement]] = [[] for _ in texts]
    for passage in passages:
        for line in filter(None, map(str.strip, passage.text.splitlines())):
            places = [(n, at) for n, text in enumerate(texts) for at in _places(text, line)]
            if not places:
                raise UserError(
                    f"不予公开的段落“{_short(line)}”在文稿里找不到了，文稿可能已经改过；请重新选定或撤销。"
                )
            because = f"{passage.reason.label}（{passage.by}）"
            for n, at in places:
                cuts[n].append(Replacement(at, at + len(line), line, OMITTED, because))
    return cuts


def _places(text: str, passage: str) -> Iterator[int]:
    at = text.find(passage)
    while at >= 0:
        yield at
        at = text.find(passage, at + len(passage))


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"


def _masks(text: str, pieces: Sequence[Any]) -> Iterator[Replacement]:
    for piece in pieces:
        before = text[piece.start : piece.end]
        yield Replacement(piece.start, piece.end, before, piece.mask, f"遮蔽{piece.kind}")


def _without_overlaps(found: Sequence[Replacement]) -> list[Replacement]:
    """Passages take in the masks inside them; what only touches another is joined with it."""
    kept: list[Replacement] = []
    for change in sorted(found, key=lambda change: (change.start, -change.end)):
        if not kept or change.start >= kept[-1].end:
            kept.append(change)
        elif change.end > kept[-1].end:
            kept[-1] = _joined(kept[-1], change)
    return kept


def _joined(first: Replacement, second: Replacement) -> Replacement:
    tail = second.before[first.end - second.start :]
    after = first.after if first.after == OMITTED else second.after
    because = "；".join(dict.fromkeys((first.because, second.because)))
    return Replacement(first.start, second.end, first.before + tail, after, because)


def _replaced(text: str, changes: Iterable[Replacement]) -> str:
    for change in reversed([*changes]):
        text = text[: change.start] + change.after + text[change.end :]
    return text
