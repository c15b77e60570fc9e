"""The commands over reports: `report` and `template`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bihuan.cli.common import refuse
from bihuan.errors import UserError

if TYPE_CHECKING:
    from bihuan.model import CheckResult
    from bihuan.reports import Audience, ReportContext, ReportKind

_KINDS = (
    "problems", "plan", "progress", "report", "notice", "closure", "file", "register",
)  # fmt: skip
_AUDIENCES = ("internal", "party", "public")
_path = click.Path(path_type=Path)
_output = click.option("-o", "--output", type=_path, required=True, help=".docx、.pdf 或 .html")
_force = click.option("--force", is_flag=True, help="覆盖已有的输出文件")


@click.command()
@click.argument("file", metavar="FILE", type=_path)
@_output
@click.option("--kind", type=click.Choice(_KINDS), help="写什么文件；不写则看台账是什么")
@click.option(
    "--audience",
    type=click.Choice(_AUDIENCES),
    default="internal",
    help="给谁看：内部、党内、社会；后两种遮蔽个人信息",
)
@click.option("--results", type=_path, help="bihuan check --json 的结果，附在后面")
@click.option("--only", multiple=True, metavar="ID", help="只写这个编号的问题，可以写几次")
@click.option("--template", "own", type=_path, help="用自己的 Word 模板")
@_force
def report(
    file: Path,
    output: Path,
    kind: str | None,
    audience: str,
    results: Path | None,
    only: tuple[str, ...],
    own: Path | None,
    force: bool,
) -> None:
    """把台账（或读得出问题的文件）写成公文：报告、方案、通报、清单。"""
    from bihuan.output import write
    from bihuan.reports import FORMATS, Audience, ReportKind, render

    format = output.suffix.lower()
    if format not in FORMATS:
        refuse(f"写不了“{output.name}”：公文只能写成 {'、'.join(FORMATS)}，请改用这样的文件名。")
    context = _context(
        file, ReportKind(kind) if kind else None, Audience(audience), _results(results), only
    )
    word = _bytes(own) if own else None
    write(output, lambda: render(context, format, template=word), force=force)
    click.echo(f"已写好 {output}：{context.title}，{len(context.entries)} 个问题。")


@click.command()
@click.argument("kind", metavar="KIND", type=click.Choice((*_KINDS, "ranking")))
@click.option("-o", "--output", type=_path, required=True, help="模板文件，.docx")
@_force
def template(kind: str, output: Path, force: bool) -> None:
    """写出一种公文的 Word 模板，改好后用 report --template 使用。"""
    from bihuan.output import write
    from bihuan.reports import ReportKind
    from bihuan.reports.blank import template as built_in

    if output.suffix.lower() != ".docx":
        refuse("模板是 Word 文档，请把输出文件名写成 .docx 结尾。")
    write(output, lambda: built_in(ReportKind(kind)), force=force)
    click.echo(f"已写好 {output}。")


def _context(
    file: Path,
    kind: ReportKind | None,
    audience: Audience,
    results: tuple[CheckResult, ...],
    only: tuple[str, ...],
) -> ReportContext:
    """What the document says to its audience; only the internal draft tells the review's mind."""
    from bihuan.register import load
    from bihuan.reports import Audience, build
    from bihuan.reports.disclosure import disclose, officials_of
    from bihuan.review import review

    document, register = load(file)
    internal = audience is Audience.INTERNAL
    context = build(
        register,
        kind=kind,
        audience=audience,
        results=results,
        remarks=review(document, register) if internal else (),
        only=only,
    )
    return context if internal else disclose(context, officials=officials_of(register)).value


def _results(path: Path | None) -> tuple[CheckResult, ...]:
    if path is None:
        return ()
    from bihuan.checks.contract import from_json
    from bihuan.documents.source import load

    source = load(path)
    return from_json(source.data.decode("utf-8-sig", "replace"), source.name)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"打不开模板“{path.name}”：请检查文件名和能否读取。") from error
