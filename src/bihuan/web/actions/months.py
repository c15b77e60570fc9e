"""Months that are over are written down once and never changed."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from bihuan.web import months
from bihuan.web.actions.recording import created
from bihuan.web.models import Event, MonthlyFigures, Round


def keep_months(today: date) -> int:
    """Writes down the figures of every round's months before today's; how many are new."""
    return sum(_keep(round_, today) for round_ in Round.objects.all())


def _keep(round_: Round, today: date) -> int:
    first = Event.objects.filter(round_id=round_.pk).order_by("id").first()
    if first is None:
        return 0
    over = months.months_between(timezone.localdate(first.at), today)[:-1]
    kept = set(round_.months.values_list("month", flat=True))
    missing = [month for month in over if month not in kept]
    if not missing:
        return 0
    history = months.history_of(round_)
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round_.pk)
        for month in missing:
            if round_.months.filter(month=month).exists():
                continue
            figures = months.figures_of(history, month)
            created(
                MonthlyFigures(round=round_, month=month, figures=figures), "month_kept", by=None
            )
    return len(missing)
