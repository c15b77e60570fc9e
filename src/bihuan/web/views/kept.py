"""Parts of pages that are kept until something happens in the office."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from bihuan.web.queries import last_change
from bihuan.web.views.common import person_of

# Over PostgreSQL an event may come to light after a later one; a minute puts that right.
_SECONDS = 60


def kept(request: HttpRequest, template: str, context: Callable[[], dict[str, Any]]) -> str:
    """A part of a page for this person and this query, made anew after each event of the office.

    Every write leaves an event, so that nothing else can have changed. Nothing that belongs to one
    browser alone (the token of a form) may stand in such a part.
    """
    key = _key(request, template)
    part: str | None = cache.get(key)
    if part is None:
        part = render_to_string(template, context(), request)
        cache.set(key, part, _SECONDS)
    return part


def _key(request: HttpRequest, template: str) -> str:
    """For whom, of what, after which event, and in which hour, for days go on by themselves."""
    hour = timezone.localtime().strftime("%Y%m%d%H")
    of = (template, request.path, request.GET.urlencode())
    said = (of, person_of(request).pk, hour, last_change())
    return sha256(repr(said).encode()).hexdigest()
