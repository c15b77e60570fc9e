"""The pages' addresses: each room of views lists its own."""

from __future__ import annotations

from importlib import import_module

from django.urls import include, path

_ROOMS = (
    "home", "findings", "details", "onsite", "evidence", "rounds", "register", "inline",
    "exchange", "cockpit", "ledgers", "entries", "checks", "theory", "mechanisms", "appeals",
    "materials", "hand_ins", "reports", "issues", "objections", "public", "people", "channels",
    "search", "setup",
)  # fmt: skip

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    *(
        pattern
        for room in _ROOMS
        for pattern in import_module(f"bihuan.web.views.{room}").urlpatterns
    ),
    path("api/", import_module("bihuan.web.api").api.urls),
]
