"""The command line: `bihuan read`, `review` and `rules`, by the contract in docs/cli.md.

Heavy imports stand inside the functions that need them: reading one file must start at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bihuan import __version__, batch
from bihuan.errors import UserError

if TYPE_CHECKING:
    from bihuan.model import Document, Register, Remark

app = typer.Typer(
    name="bihuan",
    help="闭环：从巡察文件读出整改台账，逐条体检。Inspection findings, closed by evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="文件，或装着文件的文件夹")]
AsJson = Annotated[bool, typer.Option("--json", help="只在标准输出上打印一个 JSON 文档")]

_FOUND = 1
_WRONG_COMMAND = 2


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"bihuan {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="打印版本号")
    ] = False,
) -> None:
    """Options before the command."""


@app.command()
def read(
    files: Files,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="写成 .xlsx 或 .json；多个文件时给一个文件夹"),
    ] = None,
    as_json: AsJson = False,
    as_text: Annotated[
        bool, typer.Option("--text", help="只打印文字，即各处位置所指的文字")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的输出文件")] = False,
) -> None:
    """Read documents into registers: 把巡察文件读成整改台账。"""
    from bihuan.register import to_json

    if as_json and as_text:
        _refuse("--json 和 --text 只能用一个。")
    paths = batch.expand(files)
    targets = _targets(paths, output)
    report = _Report(as_json and len(paths) > 1)
    for outcome in _progress(batch.run(_load, paths), len(paths)):
        if outcome.result is None:
            report.fail(outcome)
            continue
        document, register = outcome.result
        if output is not None and not report.attempt(outcome.path, _save, register, targets, force):
            continue
        if as_json:
            report.add(outcome.path, to_json(register))
        elif as_text:
            typer.echo(document.text)
        elif output is not None:
            typer.echo(_written(register, targets[outcome.path]))
        else:
            _show_register(outcome.path, register)
    report.close()


@app.command()
def review(
    files: Files,
    as_json: AsJson = False,
    strict: Annotated[bool, typer.Option("--strict", help="有高级别意见时以状态 1 结束")] = False,
) -> None:
    """Review documents or registers: 给文件或台账体检。"""
    paths = batch.expand(files)
    report = _Report(as_json and len(paths) > 1)
    high = False
    for outcome in _progress(batch.run(_review, paths), len(paths)):
        if outcome.result is None:
            report.fail(outcome)
            continue
        document, register, remarks = outcome.result
        high = high or any(remark.severity == "high" for remark in remarks)
        if as_json:
            report.add(outcome.path, _review_json(outcome.path, remarks))
        else:
            from bihuan import terminal

            terminal.show_remarks(outcome.path.name, document, register, remarks)
    report.close()
    if strict and high:
        raise typer.Exit(_FOUND)


@app.command()
def rules(
    name: Annotated[str | None, typer.Argument(metavar="[ID]", help="规则名")] = None,
    as_json: AsJson = False,
) -> None:
    """List the rules of the review, or one whole: 列出体检规则。"""
    from dataclasses import asdict

    from bihuan.review import RULES

    if name is not None and name not in RULES:
        _refuse(f"没有名为“{name}”的规则；用 bihuan rules 查看全部规则。")
    chosen = [RULES[name]] if name else list(RULES.values())
    if as_json:
        entries = [asdict(rule) for rule in chosen]
        _print_json(entries[0] if name else entries)
        return
    from bihuan import terminal

    terminal.show_rules(chosen, whole=name is not None)


# The work on one file, also in a process of its own


def _load(path: Path) -> tuple[Document, Register]:
    from bihuan.register import load

    return load(path)


def _review(path: Path) -> tuple[Document, Register, tuple[Remark, ...]]:
    from bihuan.review import review

    document, register = _load(path)
    return document, register, review(document, register)


def _review_json(path: Path, remarks: tuple[Remark, ...]) -> dict[str, Any]:
    from dataclasses import asdict

    entries = [asdict(remark) for remark in remarks]
    return {"format": "bihuan.review/1", "source": path.name, "remarks": entries}


# Outputs


def _targets(paths: list[Path], output: Path | None) -> dict[Path, Path]:
    """Where each file's register goes: the output itself, or a file in it if it is a folder."""
    if output is None:
        return {}
    if len(paths) == 1 and not output.is_dir():
        return {paths[0]: output}
    if output.suffix and not output.is_dir():
        _refuse("有多个输入文件时，-o 要给一个文件夹。")
    targets = {path: output / f"{path.stem}.xlsx" for path in paths}
    if len(set(targets.values())) < len(targets):
        _refuse("输入文件中有同名的，写到一个文件夹会互相覆盖；请分开读。")
    return targets


def _save(path: Path, register: Register, targets: dict[Path, Path], force: bool) -> None:
    from bihuan.register import save

    targets[path].parent.mkdir(parents=True, exist_ok=True)
    save(register, targets[path], force=force)


def _written(register: Register, target: Path) -> str:
    return f"已写好 {target}：{len(register.findings)} 个问题。"


def _show_register(path: Path, register: Register) -> None:
    from bihuan import terminal

    terminal.show_register(path.name, register)


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


class _Report:
    """Prints results as they come, several as one JSON array, and remembers the worst error."""

    def __init__(self, many: bool) -> None:
        self._many = many
        self._count = 0
        self._status = 0

    def add(self, path: Path, value: dict[str, Any]) -> None:
        """Prints one result as JSON."""
        if not self._many:
            _print_json(value)
            return
        typer.echo("[" if self._count == 0 else ",")
        _print_json({"source": path.name, **value})
        self._count += 1

    def fail(self, outcome: batch.Outcome[Any]) -> None:
        """Tells one file's error."""
        if outcome.error is not None:
            self._tell(outcome.error)

    def attempt(self, path: Path, work: Any, *arguments: Any) -> bool:
        """Whether the work on a file went well; tells the error otherwise."""
        try:
            work(path, *arguments)
        except UserError as error:
            self._tell(error)
            return False
        return True

    def close(self) -> None:
        """Ends the array, and the program with the worst error's status."""
        if self._many:
            typer.echo("]" if self._count else "[]")
        if self._status:
            raise typer.Exit(self._status)

    def _tell(self, error: UserError) -> None:
        typer.echo(str(error), err=True)
        self._status = self._status or error.exit_status


def _progress(outcomes: Iterator[batch.Outcome[Any]], total: int) -> Iterator[batch.Outcome[Any]]:
    """The outcomes, under a bar on standard error where there are several and it is a terminal."""
    if total < 2 or not sys.stderr.isatty():
        return outcomes
    from bihuan import terminal

    return terminal.with_progress(outcomes, total)


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(_WRONG_COMMAND)


def main() -> None:
    """The command `bihuan`: any error that a person can mend is one sentence and a status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        app()
    except UserError as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        sys.exit(0)
