from __future__ import annotations

import pytest

from bihuan.model import Finding, Kind, Progress, Register
from bihuan.reports import FORMATS, Audience, ReportKind, build, render
from bihuan.reports.disclosure import disclose
from bihuan.reports.exposure import exposed
from bihuan.reports.proof import applied
from bihuan.reports.written import written_proof
from tests.reports.marked import corpus

SECRETS = tuple(secret for line in corpus() for secret in line.secrets)


def _register() -> Register:
    """Every line of the corpus as a problem, and another as what was done about it."""
    texts = [line.text for line in corpus()]
    return Register(
        kind=Kind.REPORT,
        unit="中共云岭县青石镇委员会",
        inspector="县委第二巡察组",
        findings=tuple(
            Finding(
                id=f"1.{n}",
                area="聚焦政策落实方面",
                group="惠民政策落实有偏差",
                problem=problem,
                response=response,
                measures=(response,),
                status=Progress.DONE,
            )
            for n, (problem, response) in enumerate(
                zip(texts, texts[1:] + texts[:1], strict=True), 1
            )
        ),
    )


@pytest.mark.parametrize("kind", [ReportKind.NOTICE, ReportKind.REPORT, ReportKind.PROGRESS])
def test_nothing_but_the_replacements_differs_between_the_documents(kind: ReportKind) -> None:
    context = build(_register(), kind=kind, audience=Audience.PUBLIC)
    proof = written_proof(context, disclose(context))
    assert applied(proof.approved, proof.replacements) == proof.published
    assert {change.before for change in proof.replacements} >= set(SECRETS)
    assert [secret for secret in SECRETS if secret in proof.published] == []


@pytest.mark.parametrize("format", FORMATS)
def test_no_file_holds_what_is_personal_in_any_part(format: str) -> None:
    context = build(_register(), kind=ReportKind.NOTICE, audience=Audience.PUBLIC)
    content = render(disclose(context).value, format)
    assert exposed(content, SECRETS) == []
    assert exposed(render(context, format), SECRETS[:3]) == [*SECRETS[:3]]
