"""What happens around every page: the first start, and errors that a person can mend."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bihuan.errors import UserError
from bihuan.web.actions.recording import Conflict
from bihuan.web.models import Person

_log = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]


class FirstStart:
    """Leads everyone to the set-up page until there is an administrator."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self._set_up = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        place = reverse("first_start")
        if not self._set_up and request.path != place:
            self._set_up = Person.objects.exists()
            if not self._set_up:
                return redirect(place)
        return self.get_response(request)


class PlainErrors:
    """Turns a UserError that a view let through into a page, or into a message for HTMX."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, IntegrityError):
            # Two at once: a constraint let only one of them through.
            _log.warning("refused by the database: %s", error)
            error = Conflict("别人刚刚做了同样的修改，这次没有保存；请刷新页面后再看。")
        if not isinstance(error, UserError):
            return None
        status = 409 if isinstance(error, Conflict) else 400
        template = "refused_part.html" if getattr(request, "htmx", False) else "refused.html"
        return render(request, template, {"sentence": str(error)}, status=status)
