"""The first start, and the demo's way in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from bihuan.web.actions.people import set_up
from bihuan.web.models import Person

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def first_start(request: HttpRequest) -> HttpResponse:
    """Asks for the county and its first administrator; gone once there is one."""
    if Person.objects.exists():
        raise Http404
    if request.method == "POST":
        post = request.POST
        person = set_up(
            county=post.get("county", "") or "本县",
            username=post.get("username", ""),
            name=post.get("name", ""),
            password=post.get("password", ""),
        )
        login(request, person, _BACKEND)
        messages.success(request, "可以开始了：先增加乡镇和人员。")
        return redirect("people")
    return render(request, "setup/first_start.html")


@require_POST
def demo_login(request: HttpRequest, pk: int) -> HttpResponse:
    """Signs in as one of the demo's people; only in the demo."""
    person = Person.objects.filter(pk=pk, is_active=True).first() if settings.DEMO else None
    if person is None:
        raise Http404
    login(request, person, _BACKEND)
    return redirect("home")


urlpatterns = [
    path("setup/", first_start, name="first_start"),
    path("demo/<int:pk>/", demo_login, name="demo_login"),
]
