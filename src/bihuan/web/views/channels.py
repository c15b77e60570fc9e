"""Group robots: the administrator's page, and what couldn't be sent."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.web.actions import delivery as actions
from bihuan.web.actions.people import manageable_units
from bihuan.web.models import Channel
from bihuan.web.views.common import chosen_unit, person_of


@login_required
def channels(request: HttpRequest) -> HttpResponse:
    """The robots of the units that someone administers."""
    units = manageable_units(person_of(request))
    if not units:
        raise Http404
    context = {
        "units": units,
        "kinds": Channel.Kind.choices,
        "channels": Channel.objects.filter(unit__in=units).select_related("unit"),
        "troubled": actions.troubled(units),
    }
    return render(request, "people/channels.html", context)


@login_required
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Adds a robot."""
    units, post = manageable_units(person_of(request)), request.POST
    channel = actions.add_channel(
        by=person_of(request),
        unit=chosen_unit(units, post.get("unit", "")),
        kind=post.get("kind", ""),
        url=post.get("url", ""),
        secret=post.get("secret", ""),
    )
    messages.success(request, f"已增加{channel}；请点“试发”看看群里能否收到。")
    return redirect("channels")


def _get_channel_for(request: HttpRequest, pk: int) -> Channel:
    units = manageable_units(person_of(request))
    found = Channel.objects.filter(pk=pk, unit__in=units).select_related("unit").first()
    if found is None:
        raise Http404
    return found


@login_required
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Switches a robot off or on."""
    channel = _get_channel_for(request, pk)
    actions.switch_channel(channel, by=person_of(request))
    messages.success(request, f"{channel}已{'启用' if channel.active else '停用'}。")
    return redirect("channels")


@login_required
@require_POST
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends a word through a robot."""
    channel = _get_channel_for(request, pk)
    actions.try_channel(channel, by=person_of(request), now=timezone.now())
    messages.success(request, f"{channel}已收下，请到群里看看。")
    return redirect("channels")


urlpatterns = [
    path("people/channels/", channels, name="channels"),
    path("people/channels/add/", add, name="channel_add"),
    path("people/channels/<int:pk>/switch/", switch, name="channel_switch"),
    path("people/channels/<int:pk>/try/", try_out, name="channel_try"),
]
