"""The search over what one may see."""

from __future__ import annotations

from django.urls import reverse

from bihuan.web.models import Measure
from tests.web.conftest import Office


def test_a_finding_is_found_once_by_what_several_measures_say(office: Office) -> None:
    finding = office.findings[0]
    for n in range(3):
        Measure.objects.create(finding=finding, position=2 + n, text="逐户核对磨刀溪的账目。")
    page = office.signed_in("clerk").get(reverse("search"), {"q": "磨刀溪"}).content.decode()
    assert page.count(reverse("finding", args=[finding.pk])) == 1
