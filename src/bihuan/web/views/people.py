"""Units and people, and one's own account."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from bihuan.rectification.roles import Role
from bihuan.web.actions import people as actions
from bihuan.web.actions.delivery import set_digest
from bihuan.web.actions.recording import Refused
from bihuan.web.forms import sentence_of
from bihuan.web.models import Membership, Person, Unit, UnitKind
from bihuan.web.queries import unit_paths
from bihuan.web.views.common import chosen_unit, person_of


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
    return chosen_unit(actions.manageable_units(person_of(request)), request.POST.get(name, ""))


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


class PersonForm(forms.Form):
    """An account as its administrator changes it."""

    name = forms.CharField(label="姓名", max_length=40)
    title = forms.CharField(label="职务", max_length=60, required=False)
    code = forms.CharField(
        label="人员编码",
        max_length=40,
        required=False,
        help_text="业务台账里用的编码；理论测试的成绩、本人登记的台账按它记。",
    )
    password = forms.CharField(
        label="新密码",
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="不改就空着；至少10位，不要全是数字。",
    )
    active = forms.BooleanField(label="可以登录", required=False)


@login_required
def person_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: name, title, password, and whether it can be used."""
    managed = actions.manageable_units(person_of(request))
    known = Person.objects.filter(pk=pk, memberships__unit__in=managed).distinct().first()
    if known is None:
        raise Http404
    initial = {
        "name": known.name,
        "title": known.title,
        "code": known.code,
        "active": known.is_active,
    }
    form = PersonForm(request.POST or None, initial=initial)
    if request.method == "POST":
        if not form.is_valid():
            raise Refused(sentence_of(form))
        actions.edit_person(known, by=person_of(request), **form.cleaned_data)
        messages.success(request, f"{known.name}的账号已保存。")
        return redirect("people")
    return render(request, "people/person.html", {"person": known, "form": form})


@login_required
@require_POST
def edit_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Renames a unit, or takes it out of use."""
    unit = chosen_unit(actions.manageable_units(person_of(request)), str(pk))
    actions.edit_unit(
        unit,
        by=person_of(request),
        name=request.POST.get("name", ""),
        active="active" in request.POST,
        code=request.POST.get("code"),
    )
    messages.success(request, f"{unit}已保存。")
    return redirect("people")


class DigestForm(forms.Form):
    """Where one's own digest goes."""

    email = forms.EmailField(label="邮箱", required=False)
    wanted = forms.BooleanField(label="每个工作日收一封待办提醒", required=False)


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """One's own roles, digest, password, second factor and keys to the API."""
    person = person_of(request)
    context = {
        "memberships": person.memberships.select_related("unit"),
        "digest_form": DigestForm(initial={"email": person.email, "wanted": person.wants_digest}),
        "tokens": person.tokens.order_by("-created_at"),
    }
    return render(request, "people/account.html", context)


@login_required
@require_POST
def digest(request: HttpRequest) -> HttpResponse:
    """Saves one's own address."""
    form = DigestForm(request.POST)
    if not form.is_valid():
        raise Refused(sentence_of(form))
    set_digest(person_of(request), **form.cleaned_data)
    messages.success(request, "提醒设置已保存。")
    return redirect("account")


@login_required
@require_POST
def make_token(request: HttpRequest) -> HttpResponse:
    """A key to the API, shown this once."""
    key = actions.new_token(person_of(request), name=request.POST.get("name", ""))
    return render(request, "people/token.html", {"key": key})


@login_required
@require_POST
def remove_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a key of one's own back."""
    token = person_of(request).tokens.filter(pk=pk).first()
    if token is None:
        raise Http404
    actions.remove_token(token, by=person_of(request))
    messages.success(request, "令牌已收回。")
    return redirect("account")


urlpatterns = [
    path("people/", people, name="people"),
    path("people/units/", add_unit, name="unit_add"),
    path("people/add/", add_person, name="person_add"),
    path("people/roles/", give_role, name="role_give"),
    path("people/roles/<int:pk>/", take_role, name="role_take"),
    path("people/<int:pk>/", person_page, name="person"),
    path("people/units/<int:pk>/", edit_unit, name="unit_edit"),
    path("account/", account, name="account"),
    path("account/digest/", digest, name="digest"),
    path("account/tokens/", make_token, name="token_make"),
    path("account/tokens/<int:pk>/remove/", remove_token, name="token_remove"),
]
