"""The commands over ledgers: `check`, `checks` and `ledgers`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bihuan.cli.common import FOUND, home, json_flag, json_text, refuse
from bihuan.errors import UnreadableInput

if TYPE_CHECKING:
    from bihuan.checks import Check
    from bihuan.ledgers import Ledger, Loading
    from bihuan.model import CheckResult

_ON_A_TERMINAL = 20
_as_of = click.option(
    "--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="检查日，默认今天，如 2025-06-30"
)
_only = click.option("--only", multiple=True, metavar="ID...", help="只运行这几项检查")
_engine = click.option(
    "--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True,
    help="用什么计算",
)  # fmt: skip
_limit = click.option("--limit", type=click.IntRange(min=0), help="每项检查最多列出几行")
_force = click.option("--force", is_flag=True, help="覆盖已有的输出文件")


@click.command()
@click.argument("arguments", metavar="DIR", nargs=-1, required=True)
@_as_of
@_only
@_engine
@click.option("--master", help="Spark 集群的地址，默认在本机运行")
@json_flag
@click.option("--strict", is_flag=True, help="有检查查出问题时以状态 1 结束")
@_limit
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写成一个 .xlsx")
@_force
@home
def check(
    arguments: tuple[str, ...],
    as_of: datetime | None,
    only: tuple[str, ...],
    engine: str,
    master: str | None,
    as_json: bool,
    strict: bool,
    limit: int | None,
    output: Path | None,
    force: bool,
    home: Path | None,
) -> None:
    """用文件夹里的台账运行检查项。"""
    from bihuan import checks, ledgers

    catalogue = checks.catalogue(home)
    folder, wanted = _told_apart(arguments, only, catalogue)
    _prove_output(output, force=force)
    known = ledgers.catalogue(home)
    loading = ledgers.load(ledgers.find_files(folder), known)
    _refuse_nothing(loading)
    day = as_of.date() if as_of else date.today()
    keep = limit if as_json and output is None else None
    results = _run(engine, master, loading, known, [catalogue[name] for name in wanted], day, keep)
    if output:
        _write(output, results, catalogue, known, day, force=force)
    if as_json:
        click.echo(json_text(_document(results, loading, day, engine, limit)))
    else:
        from bihuan import terminal

        shown = _ON_A_TERMINAL if limit is None else limit
        terminal.show_results(results, catalogue, known, loading.reports, day, shown)
    if strict and any(result.status == "fail" for result in results):
        sys.exit(FOUND)


def _told_apart(
    arguments: Sequence[str], only: Sequence[str], catalogue: Mapping[str, Check]
) -> tuple[Path, list[str]]:
    """The folder, and the checks to run: `--only a b` leaves b among the arguments."""
    wanted = [name for text in only for name in text.split(",") if name]
    if only:
        wanted += [one for one in arguments if one in catalogue]
        arguments = [one for one in arguments if one not in catalogue]
    if len(arguments) != 1:
        refuse("请给出一个存放台账文件的文件夹；用法请看 bihuan check --help。")
    for name in wanted:
        if name not in catalogue:
            refuse(f"没有名为“{name}”的检查；用 bihuan checks 查看全部检查。")
    return Path(arguments[0]), [name for name in catalogue if not wanted or name in wanted]


def _prove_output(output: Path | None, *, force: bool) -> None:
    """Refuses before the work what could not be written after it."""
    from bihuan.errors import OutputExists

    if output and output.suffix.lower() != ".xlsx":
        refuse("-o 只能写成 .xlsx 文件。")
    if output and output.exists() and not force:
        raise OutputExists(f"“{output.name}”已存在，没有改动；要覆盖请加 --force，或换一个文件名。")


def _refuse_nothing(loading: Loading) -> None:
    """Raises UnreadableInput where not one file could be loaded."""
    if not loading.sources:
        told = [problem for report in loading.reports for problem in report.problems]
        raise UnreadableInput(f"{told[0].message if told else ''}没有载入任何台账。")


def _run(
    engine: str,
    master: str | None,
    loading: Loading,
    known: Mapping[str, Ledger],
    wanted: list[Check],
    day: date,
    keep: int | None,
) -> tuple[CheckResult, ...]:
    from bihuan import checks

    if engine == "spark":
        from bihuan.checks import spark

        return spark.run_loaded(
            loading.connection, known, wanted, as_of=day, keep=keep, master=master
        )
    return checks.run(loading.connection, wanted, as_of=day, keep=keep)


def _document(
    results: tuple[CheckResult, ...], loading: Loading, day: date, engine: str, limit: int | None
) -> object:
    from dataclasses import replace

    from bihuan.checks.contract import to_json

    cut = [replace(result, rows=result.rows[:limit]) for result in results]
    told = [report.to_json() for report in loading.reports]
    return to_json(cut, as_of=day, engine=engine, ledgers=told)


def _write(
    output: Path,
    results: tuple[CheckResult, ...],
    catalogue: Mapping[str, Check],
    known: Mapping[str, Ledger],
    day: date,
    *,
    force: bool,
) -> None:
    from bihuan.checks.workbook import render
    from bihuan.output import write

    write(output, lambda: render(results, catalogue, known, as_of=day), force=force)


@click.command()
@click.argument("name", metavar="[ID]", required=False)
@json_flag
@home
def checks(name: str | None, as_json: bool, home: Path | None) -> None:
    """列出检查项；给出检查名，则详细说明一项：SQL、依据、示例。"""
    from bihuan.checks import catalogue, examples
    from bihuan.checks.contract import check_to_json

    known = catalogue(home)
    if name is not None and name not in known:
        refuse(f"没有名为“{name}”的检查；用 bihuan checks 查看全部检查。")
    if as_json and name:
        click.echo(json_text(check_to_json(known[name], examples(known[name], home))))
    elif as_json:
        click.echo(json_text([check_to_json(one) for one in known.values()]))
    else:
        from bihuan import terminal

        if name:
            terminal.show_check(known[name], examples(known[name], home))
        else:
            terminal.show_checks(known.values())


@click.command()
@click.argument("name", metavar="[ID|DIR]", required=False)
@json_flag
@click.option("--template", is_flag=True, help="写一个空白的填报工作簿（加 -o X.xlsx）")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="空白工作簿写到哪里")
@click.option(
    "--export-parquet", "parquet", type=click.Path(path_type=Path), metavar="TO",
    help="把 DIR 里的台账写成 Parquet，供 Spark 使用",
)  # fmt: skip
@_force
@home
def ledgers(
    name: str | None,
    as_json: bool,
    template: bool,
    output: Path | None,
    parquet: Path | None,
    force: bool,
    home: Path | None,
) -> None:
    """列出台账；给出台账名，则详细说明一种；--template 写出空白的填报工作簿。"""
    from dataclasses import asdict

    from bihuan.ledgers import catalogue

    known = catalogue(home)
    if parquet is not None:
        _export(Path(name or "."), parquet, known)
        return
    if name is not None and name not in known:
        refuse(f"没有名为“{name}”的台账；用 bihuan ledgers 查看全部台账。")
    if template:
        _write_template(known[name] if name else None, output, force=force)
        return
    chosen = [known[name]] if name else list(known.values())
    if as_json:
        entries = [asdict(ledger) for ledger in chosen]
        click.echo(json_text(entries[0] if name else entries))
        return
    from bihuan import terminal

    terminal.show_ledgers(chosen, whole=name is not None)


def _write_template(ledger: Ledger | None, output: Path | None, *, force: bool) -> None:
    from bihuan.ledgers.template import render
    from bihuan.output import write

    if ledger is None or output is None:
        refuse(
            "写空白工作簿要给出台账名和 -o，例如 bihuan ledgers voucher --template -o 凭证.xlsx。"
        )
    if output.suffix.lower() != ".xlsx":
        refuse("-o 只能写成 .xlsx 文件。")
    write(output, lambda: render(ledger), force=force)
    click.echo(f"已写好 {output}：{ledger.title}。")


def _export(source: Path, target: Path, known: Mapping[str, Ledger]) -> None:
    from bihuan.ledgers import find_files, load
    from bihuan.ledgers.parquet import export

    loading = load(find_files(source), known)
    _refuse_nothing(loading)
    export(loading.connection, known, target)
    for report in loading.reports:
        if report.problems:
            title = known[report.ledger].title if report.ledger else "未识别的文件"
            click.echo(
                f"{title}：{len(report.problems)} 处没有读懂，用 bihuan check 查看。", err=True
            )
    rows = sum(report.rows for report in loading.reports)
    click.echo(f"已写好 {target}：{rows} 行台账。")
