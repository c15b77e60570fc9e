"""Units and people, and one's own account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from bihuan.rectification.roles import Role
from bihuan.web.actions import people as actions
from bihuan.web.actions.recording import Refused
from bihuan.web.models import Membership, Person, Unit, UnitKind
from bihuan.web.queries import unit_paths
from bihuan.web.views.common import person_of


@login_required
def people(request: HttpRequest) -> HttpResponse:
    """The tree of units with the people in each."""
    person = person_of(request)
    managed = {unit.pk for unit in actions.manageable_units(person)}
    if not managed:
        raise Http404
    held = Prefetch("memberships", Membership.objects.select_related("person"))
    units = Unit.objects.with_tree_fields().filter(pk__in=managed).prefetch_related(held)
    context = {
        "units": units,
        "kinds": UnitKind.choices,
        "roles": [(role.value, role.label) for role in Role],
    }
    return render(request, "people/people.html", context)


def _unit(request: HttpRequest, name: str = "unit") -> Unit:
    value = request.POST.get(name, "")
    managed = {str(unit.pk): unit for unit in actions.manageable_units(person_of(request))}
    if value not in managed:
        raise Http404
    return managed[value]


@login_required
@require_POST
def add_unit(request: HttpRequest) -> HttpResponse:
    """Adds a unit below another."""
    parent = _unit(request, "parent")
    post = request.POST
    kind = post.get("kind", "")
    if kind not in UnitKind.values:
        raise Http404
    unit = actions.add_unit(
        by=person_of(request), parent=parent, name=post.get("name", ""), kind=kind
    )
    messages.success(request, f"已增加{unit}。")
    return redirect("people")


@login_required
@require_POST
def add_person(request: HttpRequest) -> HttpResponse:
    """Adds an account."""
    post = request.POST
    person = actions.add_person(
        by=person_of(request),
        unit=_unit(request),
        role=post.get("role", ""),
        username=post.get("username", ""),
        name=post.get("name", ""),
        title=post.get("title", ""),
        password=post.get("password", ""),
    )
    messages.success(request, f"已增加{person.name}。")
    return redirect("people")


@login_required
@require_POST
def give_role(request: HttpRequest) -> HttpResponse:
    """Gives someone another role."""
    known = Person.objects.filter(username=request.POST.get("username", "").strip()).first()
    if known is None:
        raise Refused("没有这个用户名。")
    unit, role = _unit(request), request.POST.get("role", "")
    actions.give_role(known, by=person_of(request), unit=unit, role=role)
    messages.success(request, f"已授予{known.name}。")
    return redirect("people")


@login_required
@require_POST
def take_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a role back."""
    paths = unit_paths()
    managed = {unit.pk for unit in actions.manageable_units(person_of(request))} & paths.keys()
    membership = Membership.objects.filter(pk=pk, unit__in=managed).first()
    if membership is None:
        raise Http404
    actions.take_role(membership, by=person_of(request))
    messages.success(request, f"已收回：{membership}")
    return redirect("people")


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """One's own roles, password, second factor and keys to the API."""
    person = person_of(request)
    key = None
    if request.method == "POST":
        key = actions.new_token(person, name=request.POST.get("name", ""))
    context = {
        "memberships": person.memberships.select_related("unit"),
        "tokens": person.tokens.order_by("-created_at"),
        "key": key,
    }
    return render(request, "people/account.html", context)


urlpatterns = [
    path("people/", people, name="people"),
    path("people/units/", add_unit, name="unit_add"),
    path("people/add/", add_person, name="person_add"),
    path("people/roles/", give_role, name="role_give"),
    path("people/roles/<int:pk>/", take_role, name="role_take"),
    path("account/", account, name="account"),
]
