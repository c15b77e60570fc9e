"""Compares what was read and reviewed with the gold, and counts."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Gold = Mapping[str, Any]

_HEAD = (
    "kind", "title", "unit", "inspector", "inspected_from", "inspected_to", "feedback_date",
    "report_date",
)  # fmt: skip
_TEXTS = ("area", "group", "problem", "response")
_VALUES = ("status", "deadline")
_LISTS = ("measures", "leaders", "units")


def folded(text: str | None) -> str | None:
    """As the contract compares: without white space, width folded."""
    return None if text is None else "".join(unicodedata.normalize("NFKC", text).split())


def quantity_key(quantity: Gold) -> tuple[str, float, str, str]:
    text = folded(quantity["text"]) or ""
    return text, round(float(quantity["value"]), 4), str(quantity["unit"]), str(quantity["in"])


@dataclass
class Tally:
    """True positives, what was wrongly given, what was missed."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    def add(self, right: int, given: int, wanted: int) -> None:
        self.right += right
        self.given += given
        self.wanted += wanted

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.given + self.wanted) if self.given + self.wanted else 1.0


@dataclass
class Score:
    """All counts of one document or of many, with a readable line for each difference."""

    findings: Tally = field(default_factory=Tally)
    quantities: Tally = field(default_factory=Tally)
    remarks: Tally = field(default_factory=Tally)
    differences: list[str] = field(default_factory=list)

    def add(self, other: Score, name: str) -> None:
        for mine, theirs in ((self.findings, other.findings), (self.quantities, other.quantities),
                             (self.remarks, other.remarks)):  # fmt: skip
            mine.add(theirs.right, theirs.given, theirs.wanted)
        self.differences += [f"{name}: {line}" for line in other.differences]

    def summary(self) -> str:
        return (
            f"findings F1 {self.findings.f1:.3f}, quantities F1 {self.quantities.f1:.3f}, "
            f"review precision {self.remarks.precision:.3f} recall {self.remarks.recall:.3f}"
        )


def score_register(read: Gold, gold: Gold) -> Score:
    """A register as read against its gold, both in the form of `bihuan.register/1`."""
    score = Score()
    for name in filter(gold.__contains__, _HEAD):
        if folded(read.get(name)) != folded(gold.get(name)):
            score.differences.append(f"{name}: {read.get(name)!r} instead of {gold.get(name)!r}")
    given = {finding["id"]: finding for finding in read["findings"]}
    wanted = {finding["id"]: finding for finding in gold["findings"]}
    right = sum(_right(given.get(identity), finding) for identity, finding in wanted.items())
    score.findings.add(right, len(read["findings"]), len(wanted))
    for identity in [*wanted, *(i for i in given if i not in wanted)]:
        _compare(score, identity, given.get(identity), wanted.get(identity))
    return score


def _right(read: Gold | None, gold: Gold) -> bool:
    return read is not None and all(
        folded(read[n]) == folded(gold[n]) for n in ("problem", "response")
    )


def _compare(score: Score, identity: str, read: Gold | None, gold: Gold | None) -> None:
    given = Counter(map(quantity_key, read["quantities"])) if read else Counter()
    wanted = Counter(map(quantity_key, gold["quantities"])) if gold else Counter()
    score.quantities.add((given & wanted).total(), given.total(), wanted.total())
    if read is None or gold is None:
        text = (gold or read or {})["problem"]
        score.differences.append(f"{identity} {'missing' if gold else 'invented'}: {text!r}")
        return
    for name, mine, theirs in _fields(read, gold):
        if mine != theirs:
            score.differences.append(f"{identity} {name}: {mine!r} instead of {theirs!r}")
    if given != wanted:
        score.differences.append(
            f"{identity} quantities: {_shown(given - wanted)} instead of {_shown(wanted - given)}"
        )


def _fields(read: Gold, gold: Gold) -> Iterable[tuple[str, object, object]]:
    for name in _TEXTS:
        yield name, folded(read[name]), folded(gold[name])
    for name in _VALUES:
        yield name, read[name], gold[name]
    for name in _LISTS:
        yield name, [folded(t) for t in read[name]], [folded(t) for t in gold[name]]
    yield "documents", sorted(read["documents"]), sorted(gold["documents"])


def _shown(quantities: Counter[tuple[str, float, str, str]]) -> list[str]:
    return [f"{t}={v:g}{u} ({p})" for t, v, u, p in quantities.elements()]


def score_review(remarks: Sequence[Gold], gold: Gold) -> Score:
    """Remarks as given (`rule`, `severity`, `finding`) against the planted ones.

    A remark on a clean finding counts as wrong if its severity is high or medium; so does one on
    the whole document that nobody planted. Remarks on other findings are not judged.
    """
    score = Score()
    given = {(r["rule"], r["finding"]) for r in remarks}
    found = [remark for remark in gold["remarks"] if _accepted(remark) & given]
    score.differences += [
        f"remark missed: {r['rule']} on {r['finding']}" for r in gold["remarks"] if r not in found
    ]
    excused = set().union(*(_accepted(r) for r in [*gold["remarks"], *gold["optional"]]))
    wrong = [r for r in remarks if _is_wrong(r, gold, excused)]
    score.differences += [f"remark wrong: {r['rule']} on {r['finding']}" for r in wrong]
    score.remarks.add(len(found), len(found) + len(wrong), len(gold["remarks"]))
    return score


def _accepted(remark: Gold) -> set[tuple[str, str | None]]:
    rules = [remark["rule"], *remark.get("or", [])]
    places = [remark["finding"], *remark.get("also", [])]
    return {(rule, place) for rule in rules for place in places}


def _is_wrong(remark: Gold, gold: Gold, excused: set[tuple[str, str | None]]) -> bool:
    if remark["severity"] == "low" or (remark["rule"], remark["finding"]) in excused:
        return False
    return remark["finding"] is None or remark["finding"] in gold["clean"]
