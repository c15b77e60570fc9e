from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.errors import UserError
from bihuan.model import Finding, Kind, Register
from bihuan.reports.disclosure import (
    BASES,
    OMITTED,
    Disclosed,
    Reason,
    Withheld,
    disclose,
    officials_of,
)
from bihuan.reports.proof import Replacement, Unproved, applied, prove, prove_written
from tests.reports.marked import corpus

REGISTER = Register(
    kind=Kind.REPORT,
    title="青石镇党委整改情况报告",
    findings=(
        Finding(
            id="1.1",
            problem="村民刘桂花的低保金未发放。",
            response="一是补发刘桂花低保金1200元。\n二是对线索移送县纪委办理。",
            measures=("补发刘桂花低保金1200元。", "对线索移送县纪委办理。"),
            leaders=("龚丽华",),
        ),
    ),
)
CASE = Withheld("对线索移送县纪委办理。", Reason.CASE, "石正南")


def _disclosed() -> Disclosed[Register]:
    return disclose(REGISTER, withheld=[CASE], officials=officials_of(REGISTER))


def test_every_text_is_as_others_may_read_it() -> None:
    shown = _disclosed().value
    (finding,) = shown.findings
    assert finding.problem == "村民刘某某的低保金未发放。"
    assert finding.measures == ("补发刘某某低保金1200元。", OMITTED)
    assert (shown.kind, finding.id, finding.leaders) == (Kind.REPORT, "1.1", ("龚丽华",))


def test_the_proof_lists_every_difference_and_nothing_else_changed() -> None:
    proof = _disclosed().proof
    assert [r.before for r in proof.replacements] == [
        "刘桂花", "刘桂花", CASE.text, "刘桂花", CASE.text,
    ]  # fmt: skip
    assert applied(proof.approved, proof.replacements) == proof.published
    assert proof.approved_digest != proof.published_digest
    assert {"可能影响案件办理（石正南）", "遮蔽姓名"} == {r.because for r in proof.replacements}


def test_changed_lines_show_the_approved_text_whole() -> None:
    proof = _disclosed().proof
    lines = dict(proof.changed_lines())
    for number, pieces in lines.items():
        assert "".join(p.text for p in pieces) == proof.approved.split("\n")[number - 1]
    assert sum(p.replacement is not None for ps in lines.values() for p in ps) == 5


def test_a_passage_that_is_no_longer_there_is_told() -> None:
    with pytest.raises(UserError, match="找不到"):
        disclose(REGISTER, withheld=[Withheld("不在文中的话", Reason.PRIVACY, "石正南")])


def test_a_passage_of_several_lines_is_withheld_line_by_line() -> None:
    passage = Withheld("一是补发刘桂花低保金1200元。\n 二是对线索移送", Reason.CASE, "石正南")
    (finding,) = disclose(REGISTER, withheld=[passage]).value.findings
    assert finding.response == f"{OMITTED}\n{OMITTED}县纪委办理。"


def test_a_passage_that_ends_within_a_name_leaves_nothing_of_it() -> None:
    passage = Withheld("一是补发刘桂", Reason.PRIVACY, "石正南")
    (finding,) = disclose(REGISTER, withheld=[passage]).value.findings
    assert finding.response is not None
    assert finding.response.startswith(f"{OMITTED}低保金")


def test_what_only_looks_like_personal_data_can_be_kept() -> None:
    (finding,) = disclose(REGISTER, kept=["刘桂花"]).value.findings
    assert "刘桂花" in finding.problem


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_names_its_rule(reason: Reason) -> None:
    assert BASES[reason].rule.startswith("《")


@given(st.lists(st.sampled_from([line.text for line in corpus()]), max_size=12))
def test_whatever_the_texts_the_replacements_make_the_published_one(lines: list[str]) -> None:
    disclosed = disclose(tuple(lines))
    assert "\n".join(disclosed.value) == disclosed.proof.published


def test_what_isnt_listed_is_no_proof() -> None:
    change = Replacement(2, 5, "刘桂花", "刘某某", "遮蔽姓名")
    prove(["村民刘桂花。"], ["村民刘某某。"], [[change]])
    with pytest.raises(Unproved, match="part at 5"):
        prove(["村民刘桂花。"], ["村民刘某某！"], [[change]])


@pytest.mark.parametrize(
    "changes",
    [
        [Replacement(0, 2, "居民", "某", "")],
        [Replacement(0, 2, "村民", "", ""), Replacement(1, 3, "民刘", "", "")],
    ],
    ids=["not there", "overlapping"],
)
def test_a_replacement_out_of_place_is_no_proof(changes: list[Replacement]) -> None:
    with pytest.raises(Unproved, match="out of place"):
        applied("村民刘桂花。", changes)


def test_the_proof_of_finished_documents_is_read_out_of_the_marked_one() -> None:
    disclosed = _disclosed()
    texts = [f"{REGISTER.findings[0].problem}", f"{disclosed.value.findings[0].problem}"]
    marked = disclosed.marked.findings[0].problem
    proof = prove_written(["第一条", texts[0]], ["第一条", texts[1]], ["第一条", marked])
    assert [(r.before, r.after) for r in proof.replacements] == [("刘桂花", "刘某某")]
    assert applied(proof.approved, proof.replacements) == proof.published
    with pytest.raises(Unproved, match="more than what is listed"):
        prove_written(["第一条", texts[0]], ["第二条", texts[1]], ["第一条", marked])
