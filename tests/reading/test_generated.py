"""Random documents: every seed prints another story in another style."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.reading.files import plain_text, scanned_text, web_page, word_document
from tests.reading.generator import Sample, sample
from tests.reading.layout import Printed, render
from tests.reading.reader import score_file
from tests.reading.scoring import Score

SEEDS = range(60)
_ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16")


def written(seed: int, folder: Path) -> tuple[Path, Printed]:
    """The seed's document in a file whose form depends on the seed too."""
    made = sample(seed)
    printed = render(made.story, made.style)
    rng = Random(f"file {seed}")
    form = rng.choices(("txt", "scan", "html", "docx", "auto"), (45, 12, 15, 13, 15))[0]
    path = folder / f"{seed}.{'txt' if form == 'scan' else 'docx' if form == 'auto' else form}"
    path.write_bytes(_content(form, made, printed, rng))
    return path, printed


def _content(form: str, made: Sample, printed: Printed, rng: Random) -> bytes:
    style, title = made.style, made.story.head.title
    if form == "scan":
        text = scanned_text(printed.lines, width=rng.randint(26, 40), page=rng.randint(18, 30))
        return text.encode()
    if form == "html" and title:
        return web_page(printed, title).encode()
    if form == "docx":
        return word_document(printed.lines)
    if form == "auto" and _numbers_like_word(made):
        return word_document(printed.lines, style)
    text = plain_text(printed.lines, indent=rng.choice(("", "　　", "    ")))
    return text.encode(rng.choice(_ENCODINGS))


def _numbers_like_word(made: Sample) -> bool:
    """Word restarts its numbers by level, never slips, and labels are no numbers."""
    style = made.style
    return not (style.runs_on or style.gap or style.ocr or style.form == "labelled")


def test_generator_is_deterministic() -> None:
    assert render(sample(3).story, sample(3).style) == render(sample(3).story, sample(3).style)


def test_samples_differ() -> None:
    texts = {f["problem"] for seed in SEEDS for f in _findings(seed)}
    assert len(texts) > 400


def _findings(seed: int) -> list[dict[str, object]]:
    made = sample(seed)
    findings = render(made.story, made.style).gold["findings"]
    assert isinstance(findings, list)
    return findings


@pytest.fixture(scope="module")
def total(tmp_path_factory: pytest.TempPathFactory) -> Score:
    folder, total = tmp_path_factory.mktemp("generated"), Score()
    for seed in SEEDS:
        path, printed = written(seed, folder)
        total.add(score_file(path, printed.gold, printed.review), path.name)
    return total


def test_findings(total: Score) -> None:
    assert total.findings.f1 >= 0.95, "\n".join([total.summary(), *total.differences])


def test_quantities(total: Score) -> None:
    assert total.quantities.f1 >= 0.95, "\n".join([total.summary(), *total.differences])


def test_review(total: Score) -> None:
    assert total.remarks.precision >= 0.9, "\n".join([total.summary(), *total.differences])
    assert total.remarks.recall >= 0.85, "\n".join([total.summary(), *total.differences])
