"""What happens around every page: first start, sign-in, headers, errors that people can mend."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

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


class SignInAgain:
    """Where a session has ended: back to the page, not to the address that a form is sent to."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        login = reverse(settings.LOGIN_URL)
        if response.status_code != 302 or not response["Location"].startswith(login):
            return response
        part = bool(getattr(request, "htmx", False))
        if not part and request.method != "POST":
            return response
        place = f"{login}?{urlencode({'next': _came_from(request), 'expired': 1})}"
        return HttpResponseClientRedirect(place) if part else redirect(place)


def _came_from(request: HttpRequest) -> str:
    """The page of this office that a request came from."""
    came = urlsplit(request.headers.get("Referer", ""))
    return came.path or "/" if came.netloc == request.get_host() else "/"


class Headers:
    """What browsers may do with the office's pages: nothing that isn't its own."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=()")
        return response


_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
_NUL = "\x00"


class PlainErrors:
    """Turns a UserError that a view let through into a page, or into a message for HTMX."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            return _refused(request, "这个地址不能直接打开，请从页面上的按钮进入。", 405)
        return response

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Refuses what no keyboard writes and no database keeps."""
        for said in (request.GET, request.POST):
            if any(_NUL in value for _, values in said.lists() for value in values):
                return _refused(request, "文字里有不能保存的控制字符，请删去后再提交。", 400)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, IntegrityError):
            # Two at once: a constraint let only one of them through.
            _log.warning("refused by the database: %s", error)
            error = Conflict("别人刚刚做了同样的修改，这次没有保存；请刷新页面后再看。")
        if not isinstance(error, UserError):
            return None
        return _refused(request, str(error), 409 if isinstance(error, Conflict) else 400)


def _refused(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    template = "refused_part.html" if getattr(request, "htmx", False) else "refused.html"
    return render(request, template, {"sentence": sentence}, status=status)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What Django shows where a form's token isn't the browser's."""
    _log.warning("a form's token was refused: %s", reason)
    return _refused(
        request, "页面开得太久，或者已在别处重新登录；请返回并刷新页面，再提交一次。", 403
    )
