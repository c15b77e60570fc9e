"""What anybody may read without signing in: public notices, and how to object to them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from bihuan.rectification.objections import ANSWER_DAYS, DECIDE_DAYS, CaseStatus
from bihuan.web.actions import objections as actions
from bihuan.web.actions.recording import Refused
from bihuan.web.forms import ObjectionForm, sentence_of
from bihuan.web.models import Issue, Objection
from bihuan.web.queries import get_public_issue, public_issues

_LONGEST_TICKET = 20


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """The notices that are shown today."""
    today = timezone.localdate()
    shown = public_issues().filter(shown_from__lte=today, shown_until__gte=today)
    return render(
        request, "public/notices.html", {"issues": shown.only("title", "slug", "shown_from")}
    )


@require_GET
def notice(request: HttpRequest, slug: str) -> HttpResponse:
    """A public notice; before and after its period a sentence, not the text."""
    row = get_public_issue(slug)
    if not actions.is_open(row):
        return render(request, "public/closed.html", {"sentence": _closed(row)}, status=410)
    return render(request, "public/notice.html", _context(row))


def _context(row: Issue) -> dict[str, object]:
    return {"issue": row, "form": ObjectionForm(), "decide": DECIDE_DAYS, "answer": ANSWER_DAYS}


def _closed(row: Issue) -> str:
    begin = row.shown_from
    if begin and begin > timezone.localdate():
        return f"这份信息从{begin.year}年{begin.month}月{begin.day}日起公开，请到时再看。"
    return "这份信息的公开期已满，不再显示。需要了解的，请与公开单位联系。"


@require_POST
def object_to(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes an objection in, and tells the ticket with which its answer is looked up."""
    row = get_public_issue(slug)
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        raise Refused(sentence_of(form))
    said = form.cleaned_data
    if said.pop("website"):
        # Only machines fill in what people can't see; they learn nothing from the answer.
        return redirect("public_notice", slug)
    objection = actions.receive(row, address=request.META.get("REMOTE_ADDR", ""), **said)
    request.session["ticket"] = objection.ticket
    return redirect("public_received", slug)


@require_GET
def received(request: HttpRequest, slug: str) -> HttpResponse:
    """The ticket, told once after an objection was sent."""
    row = get_public_issue(slug)
    ticket = request.session.pop("ticket", "")
    if not ticket:
        return redirect("public_notice", slug)
    return render(
        request, "public/received.html", {"issue": row, "ticket": ticket, "days": DECIDE_DAYS}
    )


@require_GET
def answer(request: HttpRequest) -> HttpResponse:
    """Where an objection stands, for whoever has its ticket."""
    ticket = request.GET.get("ticket", "").strip().upper()[:_LONGEST_TICKET]
    found = (
        Objection.objects.filter(ticket=ticket).select_related("issue").first() if ticket else None
    )
    context = {
        "ticket": ticket,
        "case": found,
        "told": found and found.status != CaseStatus.RECEIVED,
    }
    return render(
        request, "public/answer.html", context, status=404 if ticket and not found else 200
    )


urlpatterns = [
    path("public/", notices, name="public"),
    path("public/answer/", answer, name="public_answer"),
    path("public/<slug:slug>/", notice, name="public_notice"),
    path("public/<slug:slug>/objection/", object_to, name="public_object"),
    path("public/<slug:slug>/received/", received, name="public_received"),
]
