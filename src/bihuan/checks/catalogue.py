"""The checks there are: the package's, and those an office keeps in its home folder.

The home folder's checks/ holds further definitions and parameters.yaml, the office's own values
for parameters: a mapping from a check's id to a mapping from parameter to value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from bihuan.checks.definition import Check, Value, broken, read, wrong
from bihuan.checks.examples import Example
from bihuan.checks.examples import read as read_examples
from bihuan.checks.sandbox import usable
from bihuan.definitions import BadYaml, load_yaml
from bihuan.errors import BadDefinition, UserError

DEFINITIONS = Path(__file__).parent / "definitions"
FOLDER = "checks"
PARAMETERS = "parameters.yaml"


def catalogue(home: Path | None = None) -> dict[str, Check]:
    """All checks by id, in order; one that can't be used has a `fault` and hides no other.

    UserError where the home folder's parameters.yaml can't be read or names what isn't there.
    """
    checks = dict(_package())
    if home is None:
        return checks
    for check in _of_home(home / FOLDER, checks):
        checks[check.id] = check
    return tune(checks, _parameters(home / FOLDER / PARAMETERS))


@cache
def _package() -> Mapping[str, Check]:
    return {check.id: check for check in map(read, sorted(DEFINITIONS.glob("*.sql")))}


def tune(
    checks: Mapping[str, Check], overrides: Mapping[str, Mapping[str, Value]]
) -> dict[str, Check]:
    """The checks with other values for some parameters.

    UserError for a check or parameter that isn't there, or a value of another kind than its
    default (a whole number, a number or a text).
    """
    tuned = dict(checks)
    for name, values in overrides.items():
        if name not in checks:
            raise UserError(f"参数设置里的检查“{name}”不存在；用 bihuan checks 查看全部检查。")
        tuned[name] = _tuned(checks[name], values)
    return tuned


def examples(check: Check, home: Path | None = None) -> tuple[Example, ...]:
    """The examples that stand beside the check's SQL; BadDefinition where they can't be read."""
    folders = [DEFINITIONS, *([home / FOLDER] if home else [])]
    return next(filter(None, (read_examples(f / f"{check.id}.yaml") for f in folders)), ())


def _of_home(folder: Path, package: Mapping[str, Check]) -> Iterator[Check]:
    for path in sorted(folder.glob("*.sql")):
        if path.stem in package:
            clash = wrong(path.stem, "与自带的检查重名，自带的照常运行，请给这个文件换个名字")
            yield broken(f"{path.stem}-own", str(clash))
        else:
            yield usable(read(path))


def _tuned(check: Check, values: Mapping[str, Value]) -> Check:
    for name, value in values.items():
        if name not in check.params:
            known = "、".join(check.params) or "没有参数"
            raise UserError(f"检查“{check.id}”没有参数 {name}（它的参数：{known}），请改参数设置。")
        if not _same_kind(value, check.params[name]):
            raise UserError(f"检查“{check.id}”的参数 {name} 不能是“{value}”，请改参数设置。")
    return replace(check, params={**check.params, **values})


def _same_kind(value: Value, default: Value) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(default, Decimal):
        return isinstance(value, int | Decimal)
    return isinstance(value, type(default))


def _parameters(path: Path) -> Mapping[str, Mapping[str, Value]]:
    if not path.exists():
        return {}
    try:
        content = load_yaml(path.read_text("utf-8-sig")) or {}
    except (OSError, ValueError, BadYaml) as error:
        raise _bad_parameters(path) from error
    if not isinstance(content, dict) or not all(isinstance(v, dict) for v in content.values()):
        raise _bad_parameters(path)
    return content


def _bad_parameters(path: Path) -> BadDefinition:
    return BadDefinition(
        f"参数设置“{path.name}”读不懂：应是每个检查名下缩进写“参数: 值”的 YAML 文件，请改正。"
    )
