"""The rules together: the catalogue, the examples, hostile text, and time."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan import documents, reading
from bihuan.model import Document, Finding, Kind, Progress, Register
from bihuan.review import _FINDERS, RULES, review
from tests.review.cases import finding, laid_out, remarks

_EXAMPLES = Path(__file__).parents[3] / "shared" / "examples" / "reading"
# A ledger becomes a register by another way than a document.
_REVIEWS = sorted(
    path
    for path in _EXAMPLES.glob("*.review.json")
    if not path.with_name(path.name.replace(".review.json", ".xlsx")).exists()
)


def test_every_rule_is_catalogued_and_explained() -> None:
    assert list(RULES) == list(_FINDERS)
    for name, rule in RULES.items():
        assert rule.name == name
        assert all(text.endswith("。") for text in (rule.explanation, rule.remedy))
        assert rule.title


def test_every_rule_has_its_tests() -> None:
    folder = Path(__file__).parent
    assert not [n for n in RULES if not (folder / f"test_{n.replace('-', '_')}.py").exists()]


def test_a_sound_document_gets_no_remark() -> None:
    items = [
        finding("9户低保户信息有误。", "9户低保户信息已于2024年8月6日更正并公示。"),
        finding("7笔报账缺少合同。", "7笔报账的合同全部补签，修订《报账管理办法》。"),
    ]
    assert not remarks(*items)


def test_document_first_then_finding_by_finding() -> None:
    items = [finding("甲。", None), finding("乙。", None)]
    found = remarks(*items, head="反馈的5个问题全部制定措施。")
    assert [remark.finding for remark in found] == [None, "1", "2"]


def test_a_register_without_spans_is_reviewed_too() -> None:
    document, register = laid_out(finding("违规发放2万元。", "修订制度3项。"))
    bare = tuple(replace(f, problem_span=None, response_span=None) for f in register.findings)
    (remark,) = review(document, replace(register, findings=bare))
    assert remark.rule == "unanswered-quantity"
    assert remark.spans == ()


def test_pieces_of_an_answer_are_found_apart() -> None:
    """An answer joined from two cells: the span points into the second."""
    text = "表\n村账混乱。\t清理账目3次。\t镇长\t为佛山高质量发展贡献力量。"
    item = Finding(
        id="1",
        problem="村账混乱。",
        response="清理账目3次。\n为佛山高质量发展贡献力量。",
        problem_span=(2, 7),
        response_span=(8, len(text)),
    )
    document = Document("台账.xlsx", "xlsx", text, ())
    (remark,) = review(document, Register(kind=Kind.REPORT, findings=(item,)))
    assert [text[a:b] for a, b in remark.spans] == ["佛山"]


@pytest.mark.skipif(not _REVIEWS, reason="the examples are not here")
@pytest.mark.parametrize("gold", _REVIEWS, ids=lambda path: path.name.split(".")[0])
def test_examples(gold: Path) -> None:
    stem = gold.name.removesuffix(".review.json")
    source = next(p for p in sorted(_EXAMPLES.glob(f"{stem}.*")) if p.suffix != ".json")
    document = documents.read(source)
    found = review(document, reading.read(document))
    expected = json.loads(gold.read_text(encoding="utf-8"))
    given_ = {(r.rule, r.finding) for r in found}
    wanted = {(r["rule"], r["finding"]) for r in expected["remarks"]}
    excused = {(r["rule"], r["finding"]) for r in expected["optional"]}
    assert wanted <= given_
    assert given_ <= wanted | excused


_FRAGMENTS = st.sampled_from(
    [
        "2024年2月30日",
        "，。；、",
        "中",
        "其中",
        "其余",
        "3名",
        "14户",
        "2.4万元",
        "84%",
        "全部",
        "一是",
        "已完成整改",
        "正在",
        "移交县纪委",
        "线索",
        "加强管理",
        "“两室一廊”",
        "“三室一廊”",
        "助力大连建设",
        "〔2024〕3号",
        "【2024】3号",
        "13900001234",
        "110101199003077758",
    ]
)
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_FRAGMENTS, max_size=12).map("".join))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(_TEXTS, st.one_of(st.none(), _TEXTS), st.sampled_from(list(Progress))),
        max_size=4,
    ),
    _TEXTS,
)
def test_any_text_gives_remarks_whose_spans_lie_in_it(
    rows: list[tuple[str, str | None, Progress]], head: str
) -> None:
    remarks(*(finding(p, r, status=s) for p, r, s in rows), head=head)
