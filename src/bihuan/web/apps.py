"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """bihuan's office."""

    name = "bihuan.web"
    label = "web"
    verbose_name = "闭环"
