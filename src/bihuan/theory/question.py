"""A question: what is asked, what may be chosen, and what is right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bihuan.rectification.labels import Labelled

LETTERS = "ABCDEF"
TRUE_FALSE = ("对", "错")
_TRUE = frozenset({"A", "对", "正确", "是", "√", "✓", "T", "TRUE", "1"})
_FALSE = frozenset({"B", "错", "错误", "否", "×", "✗", "X", "F", "FALSE", "0"})
_BETWEEN = re.compile(r"[\s,，、;；/]+")


class Kind(Labelled):
    """What kind of answer a question wants."""

    SINGLE = "single", "单选"
    MULTIPLE = "multiple", "多选"
    TRUE_FALSE = "true_false", "判断"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a topic; `solution` holds the places of the right options, from 0, rising."""

    topic: str
    kind: Kind
    text: str
    options: tuple[str, ...]
    solution: tuple[int, ...]

    def is_right(self, chosen: Iterable[int]) -> bool:
        """Whether exactly the right options were chosen; half a multiple choice counts nothing."""
        return tuple(sorted(set(chosen))) == self.solution


def build(topic: str, kind: str, text: str, options: Sequence[str | None], answer: str) -> Question:
    """The question as somebody wrote it; ValueError with what is wrong, as a clause in Chinese.

    `options` stand by their letters, with None where one is empty.
    """
    known = _kind(kind)
    given = TRUE_FALSE if known is Kind.TRUE_FALSE else _options(options)
    solution = _truth(answer) if known is Kind.TRUE_FALSE else _places(answer, given)
    if known is Kind.SINGLE and len(solution) != 1:
        raise ValueError("单选题只能有一个答案；有几个答案的请写多选")
    return Question(topic, known, text, given, solution)


def _kind(text: str) -> Kind:
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("题")
    for kind in Kind:
        if plain in (kind.label, kind.label.replace("选", "项选择")):
            return kind
    raise ValueError(f"题型“{text}”不认得，请写单选、多选或判断")


def _options(options: Sequence[str | None]) -> tuple[str, ...]:
    given = [option for option in options if option]
    if len(given) < 2:
        raise ValueError("选项不足两个")
    if any(option is None for option in options[: len(given)]):
        raise ValueError("选项中间有空的，请从选项A起依次填写")
    if len(set(given)) < len(given):
        raise ValueError("有两个选项相同")
    return tuple(given)


def _places(answer: str, options: Sequence[str]) -> tuple[int, ...]:
    letters = _BETWEEN.sub("", unicodedata.normalize("NFKC", answer)).upper()
    known = LETTERS[: len(options)]
    if not letters or any(letter not in known for letter in letters):
        raise ValueError(f"答案“{answer}”不在选项里，请写选项的字母，如 A 或 ACD")
    return tuple(sorted({LETTERS.index(letter) for letter in letters}))


def _truth(answer: str) -> tuple[int, ...]:
    plain = unicodedata.normalize("NFKC", answer).strip().upper()
    if plain in _TRUE:
        return (0,)
    if plain in _FALSE:
        return (1,)
    raise ValueError(f"判断题的答案“{answer}”不认得，请写对或错")
