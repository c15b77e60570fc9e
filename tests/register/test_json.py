"""A register as JSON: the contract's keys in their order, and one sentence for what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.errors import UnreadableInput
from bihuan.model import Register, Unread
from bihuan.register import from_json, to_json
from tests.register.strategies import registers
from tests.register.test_xlsx import EXAMPLE

GOLD = Path(__file__).parents[3] / "shared" / "examples" / "reading"


@settings(max_examples=100, deadline=None)
@given(register=registers())
def test_any_register_survives(register: Register) -> None:
    assert from_json(json.dumps(to_json(register), ensure_ascii=False)) == register


def test_keys_of_the_contract_in_order() -> None:
    written = to_json(EXAMPLE)
    assert list(written) == [
        "format", "kind", "title", "unit", "inspector", "inspected_from", "inspected_to",
        "feedback_date", "report_date", "findings",
    ]  # fmt: skip
    assert list(written["findings"][0]) == [
        "id", "area", "group", "problem", "response", "measures", "status", "deadline", "leaders",
        "units", "documents", "quantities", "problem_span", "response_span", "details",
    ]  # fmt: skip
    assert written["findings"][0]["deadline"] == "2024-06-30"
    assert written["findings"][2]["details"] == {"immediate": True}
    json.dumps(written)


def test_unread_cells_are_kept() -> None:
    register = replace(EXAMPLE, unread=(Unread("工作表“甲” C7", "尽快", "看不出是哪一天。"),))
    assert from_json(json.dumps(to_json(register))) == register


@pytest.mark.parametrize("path", sorted(GOLD.glob("*.gold.json")), ids=lambda path: path.stem)
def test_gold_survives(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    again = to_json(from_json(path.read_text("utf-8")))
    for finding in again["findings"]:
        assert finding.pop("problem_span") is None
        assert finding.pop("response_span") is None
    assert json.dumps(again, ensure_ascii=False) == json.dumps(gold, ensure_ascii=False)


def _finding(**values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda written: written["findings"][1].update(values)


def _top(**values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda written: written.update(values)


_QUANTITY = {"text": "3个", "value": 3, "unit": "个", "in": "problem"}


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (_top(format="bihuan.review/1"), "format"),
        (_top(kind="letter"), "kind"),
        (_top(report_date="2024年9月30日"), "report_date"),
        (_top(findings={}), "findings"),
        (lambda written: written.pop("findings"), "findings"),
        (lambda written: written["findings"][1].pop("problem"), "findings[1].problem"),
        (_finding(status="finished"), "findings[1].status"),
        (_finding(problem=" "), "findings[1].problem"),
        (_finding(id="1.1.1"), "findings[1].id"),
        (_finding(id="一"), "findings[1].id"),
        (_finding(deadline="2024-02-30"), "findings[1].deadline"),
        (_finding(units="党政办"), "findings[1].units"),
        (_finding(units=["党政办", 3]), "findings[1].units[1]"),
        (_finding(quantities=[_QUANTITY, _QUANTITY | {"value": "3"}]), "quantities[1].value"),
        (_finding(quantities=[_QUANTITY | {"in": "goal"}]), "findings[1].quantities[0].in"),
        (_finding(problem_span=[5, 2]), "findings[1].problem_span"),
        (_finding(problem_span=[5]), "findings[1].problem_span[1]"),
        (_finding(details={"immediate": "是"}), "findings[1].details.immediate"),
        (_finding(details={"outcome": "别的"}), "findings[1].details.outcome"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    spoil: Callable[[dict[str, Any]], object], place: str
) -> None:
    written = to_json(EXAMPLE)
    spoil(written)
    with pytest.raises(UnreadableInput) as caught:
        from_json(json.dumps(written), "青石镇.json")
    sentence = str(caught.value)
    assert place in sentence
    assert sentence.startswith("读不了“青石镇.json”：")
    assert sentence.count("。") == 1


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '"x"', "{}", "[" * 100_000, "{'a': 1}"])
def test_no_register_is_one_sentence(text: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        from_json(text)
    assert "\n" not in str(caught.value)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def _refusal(written: dict[str, Any]) -> str:
    """The sentence that refuses the object, empty where it is a register."""
    try:
        from_json(json.dumps(written))
    except UnreadableInput as error:
        return str(error)
    return ""


@settings(max_examples=200, deadline=None)
@given(key=st.sampled_from(list(to_json(EXAMPLE))), value=_JSON)
def test_any_value_anywhere_gives_a_register_or_a_sentence(key: str, value: object) -> None:
    assert "\n" not in _refusal(to_json(EXAMPLE) | {key: value})


@settings(max_examples=200, deadline=None)
@given(key=st.sampled_from(list(to_json(EXAMPLE)["findings"][0])), value=_JSON)
def test_any_value_in_a_finding_gives_a_register_or_a_sentence(key: str, value: object) -> None:
    written = to_json(EXAMPLE)
    written["findings"][0][key] = value
    assert "\n" not in _refusal(written)


def test_whole_numbers_stay_whole() -> None:
    written = to_json(EXAMPLE)
    written["findings"][0]["quantities"] = [_QUANTITY, _QUANTITY | {"value": 2.5}]
    values = [quantity.value for quantity in from_json(json.dumps(written)).findings[0].quantities]
    assert values == [3, 2.5]
    assert isinstance(values[0], int)


def test_dates_are_days() -> None:
    found = from_json(json.dumps(to_json(EXAMPLE)))
    assert found.findings[0].deadline == date(2024, 6, 30)
