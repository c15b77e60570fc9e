"""A search over everything that one may see."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from bihuan.web.models import Measure
from bihuan.web.presenters import told
from bihuan.web.queries import visible_events, visible_evidence, visible_findings
from bihuan.web.views.common import person_of

_SHOWN = 50


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Findings, evidence and history that contain the words."""
    person = person_of(request)
    words = request.GET.get("q", "").strip()[:100]
    context: dict[str, object] = {"words": words}
    if words:
        in_measure = Measure.objects.filter(Q(text__icontains=words) | Q(outcome__icontains=words))
        in_finding = (
            Q(problem__icontains=words)
            | Q(group__icontains=words)
            | Q(response__icontains=words)
            | Q(number=words)
            # A subquery, for a join would give a finding once for each of its measures.
            | Q(pk__in=in_measure.values("finding"))
        )
        findings = visible_findings(person).filter(in_finding).select_related("round__unit")
        evidence = visible_evidence(person).filter(
            Q(name__icontains=words) | Q(note__icontains=words)
        )
        events = visible_events(person).filter(
            Q(label__icontains=words) | Q(reason__icontains=words) | Q(person_name=words)
        )
        context |= {
            "findings": findings.order_by("-round", "position")[:_SHOWN],
            "evidence": evidence.select_related("finding")[:_SHOWN],
            "events": told(events[:_SHOWN]),
        }
    return render(request, "search/search.html", context)


urlpatterns = [path("search/", search, name="search")]
