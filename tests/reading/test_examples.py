"""Every example gives its gold, field by field; so do the shared examples where they are there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.reading.build_examples import (
    HERE,
    Example,
    committed_path,
    examples,
    gold_json,
    gold_path,
)
from tests.reading.reader import score_file
from tests.reading.scoring import Score

_SHARED = HERE.parents[2] / "shared" / "examples" / "reading"
_EXAMPLES = {example.name: example for example in examples()}
_SHARED_DOCUMENTS = sorted(
    path for path in _SHARED.glob("*") if path.suffix in (".txt", ".docx", ".xlsx", ".html")
)


def _loaded(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _scored(example: Example, folder: Path) -> Score:
    path = folder / Path(example.name).name
    path.write_bytes(example.content)
    gold, review = (_loaded(gold_path(example.name, kind)) for kind in ("gold", "review"))
    return score_file(path, gold, review)


@pytest.mark.parametrize("name", _EXAMPLES)
def test_committed_files_are_current(name: str) -> None:
    example = _EXAMPLES[name]
    assert gold_path(name, "gold").read_text(encoding="utf-8") == gold_json(example.gold)
    assert gold_path(name, "review").read_text(encoding="utf-8") == gold_json(example.review)
    if example.committed:
        assert committed_path(example).read_bytes() == example.content


@pytest.mark.parametrize("name", _EXAMPLES)
def test_example_gives_its_gold(name: str, tmp_path: Path) -> None:
    score = _scored(_EXAMPLES[name], tmp_path)
    assert not score.differences, "\n".join([score.summary(), *score.differences])


@pytest.mark.parametrize("path", _SHARED_DOCUMENTS, ids=lambda path: path.name)
def test_shared_example_gives_its_gold(path: Path) -> None:
    score = score_file(
        path, _loaded(path.with_suffix(".gold.json")), _loaded(path.with_suffix(".review.json"))
    )
    assert not score.differences, "\n".join([score.summary(), *score.differences])


def test_examples_score_over_all(tmp_path: Path) -> None:
    total = Score()
    for name, example in _EXAMPLES.items():
        total.add(_scored(example, tmp_path), name)
    report = "\n".join([total.summary(), *total.differences])
    assert total.findings.f1 >= 0.95, report
    assert total.quantities.f1 >= 0.95, report
    assert total.remarks.precision >= 0.9, report
    assert total.remarks.recall >= 0.85, report
