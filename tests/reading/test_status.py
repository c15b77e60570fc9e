"""What a text states about a finding as a whole."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.model import Progress
from bihuan.reading.folding import fold
from bihuan.reading.status import limits_in, status_of_answer, status_of_label

REPORT = date(2024, 12, 20)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("已清理账目。该问题已完成整改。", Progress.DONE),
        ("此问题已整改到位，长期坚持。", Progress.DONE),
        ("该问题已基本完成整改。", Progress.MOSTLY_DONE),
        ("该问题取得阶段性成效，长期坚持。", Progress.MOSTLY_DONE),
        ("剩余2户正在协商。", Progress.IN_PROGRESS),
        ("计划2025年3月底前完成。", Progress.IN_PROGRESS),
        ("问题线索已移交县纪委监委。", Progress.TRANSFERRED),
        ("该问题将长期坚持。", Progress.LONG_TERM),
        ("移送的问题均有处理结果。", Progress.UNSTATED),
        ("完善线索移交机制，发现线索及时移送县纪委监委。", Progress.UNSTATED),
        ("已向县纪委监委移交问题线索，查实后严肃处理。", Progress.TRANSFERRED),
        ("该问题尚未整改。", Progress.NOT_DONE),
        ("已全部完成补选。", Progress.UNSTATED),
        ("2024年9月底前已清理完毕，修订制度3项。", Progress.UNSTATED),
    ],
)
def test_answers(text: str, status: Progress) -> None:
    assert status_of_answer(fold(text), REPORT) is status


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("已完成", Progress.DONE),
        ("已完成，长期坚持", Progress.DONE),
        ("基本完成", Progress.MOSTLY_DONE),
        ("未完成", Progress.NOT_DONE),
        ("正在整改", Progress.IN_PROGRESS),
        ("长期坚持", Progress.LONG_TERM),
        ("已移交", Progress.TRANSFERRED),
        ("见附件", None),
    ],
)
def test_labels(words: str, status: Progress | None) -> None:
    assert status_of_label(fold(words)) is status


def test_a_forecast_sets_no_limit() -> None:
    assert limits_in("预计2025年6月底前完工") == []
    assert limits_in("计划2025年6月底前完工") == [date(2025, 6, 30)]
