"""Any text gives a register whose spans index the text that they claim."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bihuan.reading import read
from tests.reading.documents_of import CLOSING, OPENING, document_of

_PIECES = st.sampled_from(
    [
        "一、",
        "（二）",
        "1.",
        "(3)",
        "①",
        "问题1：",
        "反馈问题一：",
        "关于“",
        "”的问题。",
        "整改情况：",
        "整改措施：",
        "整改时限：",
        "2025年6月底前",
        "责任单位：",
        "一是",
        "二是",
        "已完成",
        "该问题已整改到位。",
        "33.7万元",
        "三个",
        "账目混乱",
        "未入账",
        "“",
        "”",
        "。",
        "\n",
        "\n\n",
        "　　",
        "：",
        "（",
        "）",
        "聚焦",
        "方面",
        "下一步",
        "〔2024〕5号",
        "\t",
        "l.",
        "2024年",
        "12月",
        "31日",
    ]
)
_TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(_PIECES, max_size=60).map("".join),
    st.lists(_PIECES, max_size=60).map(lambda pieces: OPENING + "".join(pieces) + CLOSING),
)


@given(_TEXTS)
def test_spans_index_what_they_claim(text: str) -> None:
    document = document_of(text)
    register = read(document)
    assert len({finding.id for finding in register.findings}) == len(register.findings)
    for finding in register.findings:
        assert finding.problem.strip()
        for said, span in (
            (finding.problem, finding.problem_span),
            (finding.response, finding.response_span),
        ):
            assert (said is None) == (span is None)
            if said is not None and span is not None:
                _check_span(document.text, said, span)
        for quantity in finding.quantities:
            assert quantity.span
            assert document.text[slice(*quantity.span)] == quantity.text


def _check_span(text: str, said: str, span: tuple[int, int]) -> None:
    """A text of one piece is its span; one of several begins and ends with its pieces."""
    whole = text[slice(*span)]
    pieces = said.split("\n")
    assert whole.startswith(pieces[0])
    assert whole.endswith(pieces[-1])
    assert len(pieces) > 1 or whole == said
