"""The base of the enumerations that people see: a stored value and its Chinese label."""

from __future__ import annotations

from enum import StrEnum


class Labelled(StrEnum):
    """An enumeration whose members are written `NAME = "value", "中文"`.

    The value is what is stored; `label` is what pages, tables and sentences show.
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Labelled:
        # The default is for type checkers: looking a member up takes its value alone.
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
