"""Units, people and their roles."""

from __future__ import annotations

import hashlib
import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from bihuan.rectification.permissions import Action
from bihuan.rectification.roles import Role
from bihuan.web.actions.recording import Refused, changing, created, record, state
from bihuan.web.models import Membership, Person, Token, Unit, UnitKind
from bihuan.web.queries import allowed, visible_units


def _require(by: Person, unit: Unit) -> None:
    if not allowed(by, Action.MANAGE_PEOPLE, unit):
        raise Refused(f"您没有管理{unit}的权限。")


def set_up(*, county: str, username: str, name: str, password: str) -> Person:
    """The first start: the county and its first administrator. Refused once anyone exists."""
    with transaction.atomic():
        if Person.objects.exists():
            raise Refused("已经有管理员了，请直接登录。")
        unit = created(Unit(name=county.strip(), kind=UnitKind.COUNTY), "unit_added", by=None)
        person = _new_person(username, name, "", password, by=None)
        created(
            Membership(person=person, unit=unit, role=Role.ADMINISTRATOR), "role_given", by=None
        )
    return person


def add_unit(*, by: Person, parent: Unit, name: str, kind: str) -> Unit:
    """A unit below another."""
    _require(by, parent)
    name = name.strip()
    if not name:
        raise Refused("请写单位名称。")
    if Unit.objects.filter(parent=parent, name=name).exists():
        raise Refused(f"{parent}下面已有“{name}”。")
    position = parent.children.count()
    unit = Unit(parent=parent, name=name, kind=UnitKind(kind), position=position)
    return created(unit, "unit_added", by=by)


def edit_unit(unit: Unit, *, by: Person, name: str, active: bool, code: str | None = None) -> None:
    """Renames a unit, takes it out of use, or says what ledgers call it (None: as before)."""
    _require(by, unit)
    name = name.strip()
    if not name:
        raise Refused("请写单位名称。")
    if Unit.objects.filter(parent=unit.parent, name=name).exclude(pk=unit.pk).exists():
        raise Refused(f"同级已有“{name}”。")
    with changing(unit, "unit_edited", by=by) as row:
        row.name, row.active = name, active
        row.code = row.code if code is None else code.strip()


def add_person(
    *, by: Person, unit: Unit, role: str, username: str, name: str, title: str, password: str
) -> Person:
    """An account with its first role."""
    _require(by, unit)
    with transaction.atomic():
        person = _new_person(username, name, title, password, by=by)
        give_role(person, by=by, unit=unit, role=role)
    return person


def _new_person(
    username: str, name: str, title: str, password: str, *, by: Person | None
) -> Person:
    username = username.strip()
    if not username or not name.strip():
        raise Refused("请填写用户名和姓名。")
    if Person.objects.filter(username=username).exists():
        raise Refused(f"用户名“{username}”已被使用。")
    person = Person(username=username, name=name.strip(), title=title.strip())
    _set_password(person, password)
    return created(person, "person_added", by=by)


def _set_password(person: Person, password: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused("".join(error.messages)) from error
    person.set_password(password)


def edit_person(
    person: Person,
    *,
    by: Person,
    name: str,
    title: str,
    active: bool,
    password: str = "",
    code: str | None = None,
) -> None:
    """Changes a person's name, title, access, password, or what ledgers call them (None: as is)."""
    if not any(allowed(by, Action.MANAGE_PEOPLE, m.unit) for m in person.memberships.all()):
        raise Refused("您没有管理这个人的权限。")
    if person == by and not active:
        raise Refused("不能停用自己的账号。")
    with changing(person, "person_edited", by=by) as row:
        row.name, row.title, row.is_active = name.strip() or row.name, title.strip(), active
        row.code = row.code if code is None else code.strip()
        if password:
            _set_password(row, password)


def give_role(person: Person, *, by: Person, unit: Unit, role: str) -> Membership:
    """Gives a role in a unit."""
    _require(by, unit)
    if role not in set(Role):
        raise Refused("没有这种角色。")
    if Membership.objects.filter(person=person, unit=unit, role=role).exists():
        raise Refused(f"{person}已是{unit}的{Role(role).label}。")
    return created(Membership(person=person, unit=unit, role=role), "role_given", by=by)


def take_role(membership: Membership, *, by: Person) -> None:
    """Takes a role back; the last administrator's stays."""
    _require(by, membership.unit)
    with transaction.atomic():
        others = Membership.objects.filter(role=Role.ADMINISTRATOR).exclude(pk=membership.pk)
        if membership.role == Role.ADMINISTRATOR and not others.exists():
            raise Refused("至少要留一位管理员。")
        record(membership, "role_taken", by=by, before=state(membership))
        membership.delete()


def new_token(person: Person, *, name: str) -> str:
    """A key to the API, shown this once; only its hash is kept."""
    key = secrets.token_urlsafe(32)
    digest = hashlib.sha256(key.encode()).hexdigest()
    token = Token(person=person, name=name.strip() or "接口", digest=digest)
    created(token, "token_made", by=person)
    return key


def remove_token(token: Token, *, by: Person) -> None:
    """Takes a key back; what used it gets nothing from now on."""
    if token.person != by:
        raise Refused("这不是您的令牌。")
    with transaction.atomic():
        record(token, "token_removed", by=by, before=state(token))
        token.delete()


def manageable_units(person: Person) -> list[Unit]:
    """The units that someone administers."""
    return [unit for unit in visible_units(person) if allowed(person, Action.MANAGE_PEOPLE, unit)]
