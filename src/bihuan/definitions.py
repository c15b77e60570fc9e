"""Definitions that an office may write itself, such as ledgers and checks: YAML, proved in form."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pydantic import ValidationError


class BadYaml(Exception):
    """A text is no YAML that a definition may use; `line` is where, counted from 1, if known."""

    def __init__(self, line: int | None) -> None:
        super().__init__(line)
        self.line = line


def load_yaml(text: str) -> Any:
    """The text's content, without aliases (a short text can't blow up) and 0.6 as six tenths.

    Raises BadYaml.
    """
    try:
        return yaml.load(text, Loader=_Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        place = getattr(error, "problem_mark", None)
        raise BadYaml(place.line + 1 if place else None) from error


def complaint(error: ValidationError, whole: str) -> str:
    """The first thing that is wrong, as a clause in Chinese; `whole` names the definition."""
    first = error.errors()[0]
    place = ".".join(map(str, first["loc"])) or whole
    match first["type"]:
        case "missing":
            return f"{whole}缺少 {place}"
        case "extra_forbidden" | "unexpected_keyword_argument":
            return f"{whole}的 {place} 不是已知的说明项"
        case "literal_error" | "enum":
            return f"{whole}的 {place} 只能是 {first['ctx']['expected'].replace(' or ', ' 或 ')}"
        case _:
            return f"{whole}的 {place} 写法不对"


class _Loader(yaml.SafeLoader):
    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases")
        return super().compose_node(parent, index)


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    try:
        number = Decimal(str(loader.construct_scalar(node)))
    except ArithmeticError as error:
        raise yaml.YAMLError("not a decimal") from error
    if not number.is_finite():
        raise yaml.YAMLError("not finite")
    return number


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
