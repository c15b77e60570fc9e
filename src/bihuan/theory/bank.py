"""A bank of questions as a workbook: read by the rules of ledgers, with a template to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bihuan.ledgers import Column, Ledger, Loading, Problem, load
from bihuan.ledgers.definition import Constraints
from bihuan.ledgers.template import render
from bihuan.theory.question import LETTERS, Kind, Question, build

_REQUIRED = Constraints(required=True)
_KINDS = Constraints(required=True, enum=tuple(kind.label for kind in Kind))
_OPTIONS = tuple(
    Column(f"option_{letter.lower()}", f"选项{letter}", "string", aliases=(letter,))
    for letter in LETTERS
)
# The same rules as for ledgers: header rows under titles, other names of columns, GB18030 ...
FORM = Ledger(
    name="question_bank",
    title="理论测试题库",
    description="一道题一行；判断题不填选项，答案写对或错",
    kind="roster",
    fields=(
        Column("topic", "专题", "string", constraints=_REQUIRED, aliases=("测试专题", "考点")),
        Column("kind", "题型", "string", constraints=_KINDS, aliases=("试题类型", "类型")),
        Column("text", "题目", "string", constraints=_REQUIRED, aliases=("题干", "试题")),
        *_OPTIONS,
        Column(
            "answer", "答案", "string", constraints=_REQUIRED, aliases=("正确答案", "参考答案"),
            description="单选写一个字母，多选写几个字母（ACD），判断写对或错",
        ),
    ),
    primaryKey=("topic", "text"),
)  # fmt: skip
# "单选题" is as good as "单选": whether a kind is known, `build` says.
_READ = replace(
    FORM,
    fields=tuple(
        replace(column, constraints=_REQUIRED) if column.name == "kind" else column
        for column in FORM.fields
    ),
)


@dataclass(frozen=True, slots=True)
class Bank:
    """The questions of a file in its order, and what of it couldn't be read."""

    questions: Sequence[Question]
    problems: Sequence[Problem]


def read_bank(path: Path) -> Bank:
    """The questions of a workbook or csv; what is wrong is told by row and column."""
    loading = load([path], {FORM.name: _READ})
    problems = [problem for report in loading.reports for problem in report.problems]
    questions = []
    for row in _rows(loading):
        try:
            questions.append(_question(row))
        except ValueError as error:
            column = "题型" if "题型" in str(error) else "答案" if "答案" in str(error) else "选项"
            problems.append(Problem(path.name, row["_row"], column, f"{error}。"))
    return Bank(questions, sorted(problems, key=lambda problem: problem.row or 0))


def template() -> bytes:
    """An empty workbook for a bank; filled in, `read_bank` reads it as it is."""
    return render(FORM)


def _rows(loading: Loading) -> list[dict[str, Any]]:
    names = [*(column.name for column in FORM.fields), "_row"]
    chosen = ", ".join(f'"{name}"' for name in names)
    found = loading.connection.execute(f"SELECT {chosen} FROM {FORM.name} ORDER BY rowid")
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _question(row: dict[str, Any]) -> Question:
    options = [row[column.name] for column in _OPTIONS]
    return build(row["topic"], row["kind"], row["text"], options, row["answer"])
