"""The command line: `bihuan read`, `review` and `rules`, by the contract in docs/cli.md.

Heavy imports stand inside the functions that need them: reading one file must start at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from bihuan import __version__, batch
from bihuan.errors import UserError

if TYPE_CHECKING:
    from bihuan.model import Document, Register, Remark

_FOUND = 1
_WRONG_COMMAND = 2
_INTERRUPTED = 130
Result = TypeVar("Result")

_files = click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
_as_json = click.option("--json", "as_json", is_flag=True, help="只在标准输出上打印一个 JSON 文档")
_output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="写成 .xlsx 或 .json；多个文件时给一个文件夹",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="bihuan %(version)s", help="打印版本号")
def app() -> None:
    """闭环：从巡察文件读出整改台账，逐条体检。Inspection findings, closed by evidence."""


@app.command()
@_files
@_output
@_as_json
@click.option("--text", "as_text", is_flag=True, help="只打印文字，即各处位置所指的文字")
@click.option("--force", is_flag=True, help="覆盖已有的输出文件")
def read(
    files: tuple[Path, ...], output: Path | None, as_json: bool, as_text: bool, force: bool
) -> None:
    """把巡察文件（或文件夹里的文件）读成整改台账。"""
    if as_json and as_text:
        _refuse("--json 和 --text 只能用一个。")
    paths = batch.expand(files)
    many = len(paths) > 1
    place = _place(paths, output)
    reading = _Reading(place, force, as_json=as_json, as_text=as_text, many=many)
    _work_through(paths, reading, _show_reading, array=as_json and many)


@app.command()
@_files
@_as_json
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
        sys.exit(_FOUND)


@app.command()
@click.argument("name", metavar="[ID]", required=False)
@_as_json
def rules(name: str | None, as_json: bool) -> None:
    """列出体检规则；给出规则名，则详细说明一条。"""
    from dataclasses import asdict

    from bihuan.review import RULES

    if name is not None and name not in RULES:
        _refuse(f"没有名为“{name}”的规则；用 bihuan rules 查看全部规则。")
    chosen = [RULES[name]] if name else list(RULES.values())
    if as_json:
        entries = [asdict(rule) for rule in chosen]
        click.echo(_json_text(entries[0] if name else entries))
        return
    from bihuan import terminal

    terminal.show_rules(chosen, whole=name is not None)


_host = click.option("--host", default="127.0.0.1", show_default=True, help="在哪个地址上提供")
_port = click.option("--port", default=8000, show_default=True, help="端口")
_home = click.option("--home", type=click.Path(path_type=Path), help="数据目录，默认 ./bihuan-home")


@app.command()
@_host
@_port
@_home
def serve(host: str, port: int, home: Path | None) -> None:
    """启动整改办公室：网页、接口和后台任务。"""
    from bihuan.web.server import serve

    serve(host=host, port=port, home=home)


@app.command()
@_host
@_port
def demo(host: str, port: int) -> None:
    """用虚构的青石镇启动一个演示办公室，数据放在临时目录。"""
    import tempfile

    from bihuan.web.server import serve

    with tempfile.TemporaryDirectory(prefix="bihuan-demo-") as home:
        serve(host=host, port=port, home=Path(home), demo=True)


@app.command()
@click.argument("target", metavar="FILE.zip", type=click.Path(path_type=Path, dir_okay=False))
@_home
@click.option("--force", is_flag=True, help="目标文件已存在时覆盖")
def backup(target: Path, home: Path | None, force: bool) -> None:
    """把整个办公室（数据、佐证文件、密钥）备份成一个文件；办公室可以照常运行。"""
    from bihuan.web.server import back_up

    if target.exists() and not force:
        raise UserError(f"“{target}”已经存在；要覆盖请加 --force。")
    click.echo(back_up(home, target))


@app.command()
@click.argument("source", metavar="FILE.zip", type=click.Path(path_type=Path, dir_okay=False))
@_home
def restore(source: Path, home: Path | None) -> None:
    """把备份恢复到一个空的数据目录（和 BIHUAN_DATABASE_URL 指的空数据库）。"""
    from bihuan.web.server import restore

    click.echo(restore(source, home))


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
            return _json_text(source | to_json(register))
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
            return _Reviewed(high, printed=_json_text(_review_json(path, remarks)))
        return _Reviewed(high, shown=(document, register, remarks))


def _review_json(path: Path, remarks: tuple[Remark, ...]) -> dict[str, Any]:
    from dataclasses import asdict

    entries = [asdict(remark) for remark in remarks]
    return {"format": "bihuan.review/1", "source": path.name, "remarks": entries}


def _json_text(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=1, default=str)


def _place(paths: Sequence[Path], output: Path | None) -> Path | None:
    """Where registers go: a file for one document, a folder for several (made if need be)."""
    if output is None:
        return None
    if len(paths) == 1:
        return output / f"{paths[0].stem}.xlsx" if output.is_dir() else output
    if not output.is_dir() and (output.suffix or output.exists()):
        _refuse("有多个输入文件时，-o 要给一个文件夹。")
    if len({path.stem for path in paths}) < len(paths):
        _refuse("输入文件中有同名的，写到一个文件夹会互相覆盖；请分开读。")
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


# Errors


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(_WRONG_COMMAND)


def _complaint(error: click.UsageError) -> str:
    """What is wrong with a command line, in one sentence."""
    command = error.ctx.command_path if error.ctx else "bihuan"
    match error:
        case click.NoSuchOption():
            reason = f"没有 {error.option_name} 这个选项"
        case click.NoSuchCommand():
            reason = f"没有 {error.command_name} 这个命令"
        case click.MissingParameter():
            reason = "没有说要读哪个文件"
        case click.BadOptionUsage():
            reason = f"选项 {error.option_name} 的写法不对"
        case _:
            reason = f"看不懂这个命令（{error.format_message()}）"
    return f"{reason}；用法请看 {command} --help。"


def main() -> None:
    """The command `bihuan`: any error that a person can mend is one sentence and a status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        sys.exit(app.main(prog_name="bihuan", standalone_mode=False))
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(_WRONG_COMMAND)
    except click.UsageError as error:
        _refuse(_complaint(error))
    except UserError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_status)
    except click.Abort:
        click.echo("已中断。", err=True)
        sys.exit(_INTERRUPTED)
