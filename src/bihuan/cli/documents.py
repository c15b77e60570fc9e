"""The commands over documents: `read`, `review` and `rules`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bihuan import batch
from bihuan.cli.common import FOUND, json_flag, json_text, refuse
from bihuan.errors import UserError

if TYPE_CHECKING:
    from bihuan.model import Document, Register, Remark

Result = TypeVar("Result")

_files = click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
_output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="写成 .xlsx 或 .json；多个文件时给一个文件夹",
)


@click.command()
@_files
@_output
@json_flag
@click.option("--text", "as_text", is_flag=True, help="只打印文字，即各处位置所指的文字")
@click.option("--force", is_flag=True, help="覆盖已有的输出文件")
def read(
    files: tuple[Path, ...], output: Path | None, as_json: bool, as_text: bool, force: bool
) -> None:
    """把巡察文件（或文件夹里的文件）读成整改台账。"""
    if as_json and as_text:
        refuse("--json 和 --text 只能用一个。")
    paths = batch.expand(files)
    many = len(paths) > 1
    place = _place(paths, output)
    reading = _Reading(place, force, as_json=as_json, as_text=as_text, many=many)
    _work_through(paths, reading, _show_reading, array=as_json and many)


@click.command()
@_files
@json_flag
@click.option("--strict", is_flag=True, help="有高级别意见时以状态 1 结束")
def review(files: tuple[Path, ...], as_json: bool, strict: bool) -> None:
    """给文件或台账体检。"""
    paths = batch.expand(files)
    high = False

    def show(path: Path, reviewed: _Reviewed) -> None:
        nonlocal high
        high = high or reviewed.high
        _show_review(path, reviewed)

    _work_through(paths, _Reviewing(as_json), show, array=as_json and len(paths) > 1)
    if strict and high:
        sys.exit(FOUND)


@click.command()
@click.argument("name", metavar="[ID]", required=False)
@json_flag
def rules(name: str | None, as_json: bool) -> None:
    """列出体检规则；给出规则名，则详细说明一条。"""
    from dataclasses import asdict

    from bihuan.review import RULES

    if name is not None and name not in RULES:
        refuse(f"没有名为“{name}”的规则；用 bihuan rules 查看全部规则。")
    chosen = [RULES[name]] if name else list(RULES.values())
    if as_json:
        entries = [asdict(rule) for rule in chosen]
        click.echo(json_text(entries[0] if name else entries))
        return
    from bihuan import terminal

    terminal.show_rules(chosen, whole=name is not None)


# The work on one file: all that depends on it alone, so that many files keep all cores busy


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads and saves one file; the text to print for it, or the register to show."""

    output: Path | None
    force: bool
    as_json: bool
    as_text: bool
    many: bool

    def __call__(self, path: Path) -> str | Register:
        from bihuan.register import load, save, to_json

        document, register = load(path)
        target = self.output / f"{path.stem}.xlsx" if self.many and self.output else self.output
        if target:
            save(register, target, force=self.force)
        if self.as_json:
            source = {"source": path.name} if self.many else {}
            return json_text(source | to_json(register))
        if self.as_text:
            return document.text
        return f"已写好 {target}：{len(register.findings)} 个问题。" if target else register


@dataclass(frozen=True, slots=True)
class _Reviewed:
    """A file's review: as the text to print, or as what to show of it."""

    high: bool
    printed: str | None = None
    shown: tuple[Document, Register, tuple[Remark, ...]] | None = None


@dataclass(frozen=True, slots=True)
class _Reviewing:
    """Reviews one file."""

    as_json: bool

    def __call__(self, path: Path) -> _Reviewed:
        from bihuan.register import load
        from bihuan.review import review

        document, register = load(path)
        remarks = review(document, register)
        high = any(remark.severity == "high" for remark in remarks)
        if self.as_json:
            return _Reviewed(high, printed=json_text(_review_json(path, remarks)))
        return _Reviewed(high, shown=(document, register, remarks))


def _review_json(path: Path, remarks: tuple[Remark, ...]) -> dict[str, Any]:
    from dataclasses import asdict

    entries = [asdict(remark) for remark in remarks]
    return {"format": "bihuan.review/1", "source": path.name, "remarks": entries}


def _place(paths: Sequence[Path], output: Path | None) -> Path | None:
    """Where registers go: a file for one document, a folder for several (made if need be)."""
    if output is None:
        return None
    if len(paths) == 1:
        return output / f"{paths[0].stem}.xlsx" if output.is_dir() else output
    if not output.is_dir() and (output.suffix or output.exists()):
        refuse("有多个输入文件时，-o 要给一个文件夹。")
    if len({path.stem for path in paths}) < len(paths):
        refuse("输入文件中有同名的，写到一个文件夹会互相覆盖；请分开读。")
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"建不了文件夹“{output}”：请检查上级文件夹能否写入。") from error
    return output


# Printing, in the order of the files


def _show_reading(path: Path, result: str | Register) -> None:
    if isinstance(result, str):
        click.echo(result)
        return
    from bihuan import terminal

    terminal.show_register(path.name, result)


def _show_review(path: Path, reviewed: _Reviewed) -> None:
    if reviewed.printed is not None:
        click.echo(reviewed.printed)
    elif reviewed.shown:
        from bihuan import terminal

        terminal.show_remarks(path.name, *reviewed.shown)


def _work_through(
    paths: Sequence[Path],
    work: Callable[[Path], Result],
    show: Callable[[Path, Result], None],
    *,
    array: bool,
) -> None:
    """Shows each result as it comes, as an array of JSON if told so, and each error's sentence.

    Ends the program with the first error's status.
    """
    status = shown = 0
    for outcome in _progress(batch.run(work, paths), len(paths)):
        if outcome.error is not None:
            click.echo(str(outcome.error), err=True)
            status = status or outcome.error.exit_status
        elif outcome.result is not None:
            if array:
                click.echo("," if shown else "[")
            show(outcome.path, outcome.result)
            shown += 1
    if array:
        click.echo("]" if shown else "[]")
    if status:
        sys.exit(status)


def _progress(
    outcomes: Iterator[batch.Outcome[Result]], total: int
) -> Iterator[batch.Outcome[Result]]:
    """The outcomes, under a bar on standard error where there are several and it is a terminal."""
    if total < 2 or not sys.stderr.isatty():
        return outcomes
    from bihuan import terminal

    return terminal.with_progress(outcomes, total)
