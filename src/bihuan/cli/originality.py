"""The commands over many texts: `compare` and `index`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from bihuan import batch
from bihuan.cli.common import FOUND, json_flag, json_text, refuse
from bihuan.errors import OutputExists, UnreadableInput, UserError

if TYPE_CHECKING:
    from bihuan.model import Comparison, Text

_OUTPUTS = (".html", ".xlsx")
# A file of white space isn't longer than this.
_BLANK = 4096
_dirs = click.argument(
    "dirs", metavar="DIR...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
_against = click.option(
    "--against", multiple=True, metavar="DIR|FILE", type=click.Path(path_type=Path),
    help="对照的材料：文件夹，或 bihuan index 建的索引",
)  # fmt: skip
_official = click.option(
    "--official", multiple=True, metavar="DIR", type=click.Path(path_type=Path),
    help="上级文件、空白表格等，其中的表述不算抄",
)  # fmt: skip
_force = click.option("--force", is_flag=True, help="覆盖已有的输出文件")


@click.command()
@_dirs
@_against
@_official
@click.option(
    "--min-chars", "least", type=click.IntRange(min=8), default=32, show_default=True,
    help="片段至少有多少个少见的字才列出",
)  # fmt: skip
@click.option(
    "--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True,
    help="在本机计算，或用 Spark",
)  # fmt: skip
@click.option("--master", help="Spark 集群的地址，默认在本机运行")
@click.option("--memory", type=click.FloatRange(min=0.1), metavar="GB", help="最多用多少内存")
@json_flag
@click.option("--strict", is_flag=True, help="有逐字相同或略有改动的，以状态 1 结束")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写成 .html 或 .xlsx")
@_force
def compare(
    dirs: tuple[Path, ...],
    against: tuple[Path, ...],
    official: tuple[Path, ...],
    least: int,
    engine: str,
    master: str | None,
    memory: float | None,
    as_json: bool,
    strict: bool,
    output: Path | None,
    force: bool,
) -> None:
    """把文件夹里的材料相互比对，找出相同的段落。结果只是线索，由人判断。"""
    from bihuan.model import Grade
    from bihuan.originality.contract import to_json

    _prove_output(output, force=force)
    reading = _Reading()
    texts = reading.texts(dirs)
    if not texts:
        raise UnreadableInput("没有读到任何材料；请检查文件夹里有没有能读的文件。")
    comparison = _compare(reading, texts, against, official, least, engine, master, memory)
    if output:
        _write(output, comparison, texts, reading.kept, force=force)
    if as_json:
        click.echo(json_text(to_json(comparison)))
    else:
        from bihuan import terminal

        terminal.show_comparison(comparison)
    if strict and any(p.grade in (Grade.VERBATIM, Grade.EDITED) for p in comparison.pairs):
        sys.exit(reading.status or FOUND)
    sys.exit(reading.status)


def _compare(
    reading: _Reading,
    texts: list[Text],
    against: Sequence[Path],
    official: Sequence[Path],
    least: int,
    engine: str,
    master: str | None,
    memory: float | None,
) -> Comparison:
    from bihuan import originality
    from bihuan.originality.index import Index, is_index

    indexes = [Index.open(path) for path in against if is_index(path)]
    reference = reading.texts([path for path in against if not is_index(path)], other=texts)
    known = reading.texts(official)
    with _stages() as progress:
        return originality.compare(
            texts, against=reference, indexes=indexes, official=known, least=least,
            memory=memory, engine=engine, master=master, progress=progress,
        )  # fmt: skip


@click.command()
@_dirs
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="写到哪里")
@_force
def index(dirs: tuple[Path, ...], output: Path, force: bool) -> None:
    """把材料建成索引，供 compare --against 反复对照。"""
    from bihuan.originality.index import build

    if output.exists() and not force:
        raise _exists(output)
    reading = _Reading()
    texts = reading.texts(dirs)
    if not texts:
        raise UnreadableInput("没有读到任何材料；请检查文件夹里有没有能读的文件。")
    build(texts, output, force=force)
    click.echo(f"已写好 {output}：{len(texts)} 份材料。")
    sys.exit(reading.status)


# Reading


def read_text(path: Path) -> Text:
    """The text of a file, under its own name; of an empty file, none, which is like no other."""
    from bihuan import documents
    from bihuan.model import Text
    from bihuan.originality import to_text

    if path.stat().st_size <= _BLANK and not path.read_bytes().strip():
        return Text(path.name, "")
    return to_text(documents.read(path))


class _Reading:
    """Reads folders; tells what can't be read, and keeps the status to end with."""

    def __init__(self) -> None:
        self.status = 0
        self.kept: list[Text] = []

    def texts(self, dirs: Sequence[Path], other: Sequence[Text] = ()) -> list[Text]:
        """The texts of all files in the folders and below, under names of their own.

        A name that one of `other` has already is told with its folder.
        """
        from dataclasses import replace

        taken = {text.name for text in other}
        named = name_files(dirs, taken)
        found = []
        for outcome in _progress(batch.run(read_text, list(named)), len(named)):
            if outcome.error is not None:
                click.echo(str(outcome.error), err=True)
                self.status = self.status or outcome.error.exit_status
            elif outcome.result is not None:
                found.append(replace(outcome.result, name=named[outcome.path]))
        if other:
            self.kept.extend(found)
        return found


def name_files(
    dirs: Sequence[Path], taken: set[str] | frozenset[str] = frozenset()
) -> dict[Path, str]:
    """Each file in the folders and below with its name: relative to its folder, with / between.

    What two folders have under one name is told with the folder before it, as given.
    """
    relative: dict[Path, tuple[Path, str]] = {}
    for folder in dirs:
        for path in _files_below(folder):
            inside = path.relative_to(folder) if path != folder else PurePath(path.name)
            relative.setdefault(path, (folder, inside.as_posix()))
    counts = Counter(name for _, name in relative.values())
    return {
        path: name
        if counts[name] == 1 and name not in taken
        else (folder / name).as_posix()
        if path != folder
        else path.as_posix()
        for path, (folder, name) in relative.items()
    }


def _files_below(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        yield folder
        return
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith((".", "~$")) for part in parts):
            yield path


def _progress(outcomes: Iterator[batch.Outcome[Text]], total: int) -> Iterator[batch.Outcome[Text]]:
    if total < 2 or not sys.stderr.isatty():
        return outcomes
    from bihuan import terminal

    return terminal.with_progress(outcomes, total)


@contextmanager
def _stages() -> Iterator[Callable[[str, float], None] | None]:
    """What a comparison tells its stages to: a bar on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from bihuan import terminal

    with terminal.stages() as tell:
        yield tell


# Writing


def _prove_output(output: Path | None, *, force: bool) -> None:
    """Refuses before the work what could not be written after it."""
    if output and output.suffix.lower() not in _OUTPUTS:
        refuse("-o 只能写成 .html 或 .xlsx 文件。")
    if output and output.exists() and not force:
        raise _exists(output)


def _exists(output: Path) -> UserError:
    return OutputExists(f"“{output.name}”已存在，没有改动；要覆盖请加 --force，或换一个文件名。")


def _write(
    output: Path,
    comparison: Comparison,
    texts: Sequence[Text],
    reference: Sequence[Text],
    *,
    force: bool,
) -> None:
    from bihuan.originality import page, workbook
    from bihuan.output import write

    renderers: Mapping[str, Callable[[], bytes]] = {
        ".html": lambda: page.render(comparison, texts, reference=reference).encode(),
        ".xlsx": lambda: workbook.render(comparison, texts, reference=reference),
    }
    write(output, renderers[output.suffix.lower()], force=force)
    click.echo(f"已写好 {output}。", err=True)
