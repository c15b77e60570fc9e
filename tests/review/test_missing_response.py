import pytest

from bihuan.model import Kind
from tests.review.cases import finding, remarks


@pytest.mark.parametrize(
    ("kind", "response", "expected"),
    [
        (Kind.REPORT, None, True),
        (Kind.REPORT, "  \n", True),
        (Kind.PLAN, None, True),
        (Kind.FEEDBACK, None, False),
        (Kind.REPORT, "已补办手续。", False),
    ],
)
def test_missing_response(kind: Kind, response: str | None, expected: bool) -> None:
    found = remarks(finding("村务公开不及时。", response), kind=kind, rule="missing-response")
    assert bool(found) is expected


def test_quotes_the_problem() -> None:
    (remark,) = remarks(finding("村务公开不及时。"), rule="missing-response")
    assert "村务公开不及时" in remark.message
    assert remark.finding == "1"
