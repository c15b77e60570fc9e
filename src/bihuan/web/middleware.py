"""Errors that a person can mend become a sentence on the page they came from."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.errors import UserError
from bihuan.web.actions.recording import Conflict

Handler = Callable[[HttpRequest], HttpResponse]


class PlainErrors:
    """Turns a UserError that a view let through into a page, or into a message for HTMX."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, UserError):
            return None
        status = 409 if isinstance(error, Conflict) else 400
        template = "refused_part.html" if getattr(request, "htmx", False) else "refused.html"
        return render(request, template, {"sentence": str(error)}, status=status)
