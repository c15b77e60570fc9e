"""How fast bihuan reads, beside named peers, in one run: `make bench`.

In process: the packaged report as a Word file, read whole (text, outline, findings, quantities),
against markitdown's conversion of the same file to text and lxml's bare extraction of it. As a
process: `bihuan read FILE -o OUT.xlsx` against the import of openpyxl and lxml alone. In bulk: up
to 1,000 copies of the file. Rounds are interleaved, so that a busy machine slows all alike; what is
told are medians. A figure that misses its goal is no error: the exit status is 0.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from word_file import write_word_file

_EXAMPLE = Path(__file__).parents[1] / "src/bihuan/examples/青石镇巡察整改报告.txt"
_MEASURED = Path(__file__).with_name("measured.py")
_IMPORTS = "import openpyxl, lxml.etree"
# openpyxl imports numpy where that happens to be installed, as markitdown makes it be here.
_BARE_IMPORTS = f"import sys; sys.modules['numpy'] = sys.modules['PIL'] = None; {_IMPORTS}"
_SIZES = (125, 250, 500, 1000)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Work = Callable[[], object]
Seconds = dict[str, list[float]]


def main() -> None:
    """Runs the three parts and prints their tables."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        file = place / "report.docx"
        write_word_file(_EXAMPLE.read_text("utf-8"), file)
        print(f"{platform.python_implementation()} {platform.python_version()}, ", end="")
        print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores\n")
        figures = {
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "in_process": _in_process(file, options.rounds),
            "as_process": _as_process(file, options.rounds),
            "in_bulk": _in_bulk(file, place, options.bulk_rounds),
        }
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the raw figures here")
    parser.add_argument("--rounds", type=int, default=15, help="of the first two parts")
    parser.add_argument("--bulk-rounds", type=int, default=3, help="of 125 to 1,000 documents")
    return parser.parse_args()


# One file, in process


def _in_process(file: Path, rounds: int) -> Seconds:
    taken = _interleaved(
        {
            "bihuan": lambda: _read_whole(file),
            "markitdown": _markitdown(file),
            "lxml": lambda: _bare_text(file),
        },
        rounds,
    )
    whole = median(taken["bihuan"])
    print(f"One report as docx, in process (median of {rounds})")
    _row("bihuan, whole register", _ms(whole))
    ratio = median(taken["markitdown"]) / whole
    _row(
        "markitdown, text only", _ms(median(taken["markitdown"])), f"{ratio:.1f} x bihuan", ">= 15"
    )
    ratio = whole / median(taken["lxml"])
    _row("lxml, bare paragraphs", _ms(median(taken["lxml"])), f"bihuan is {ratio:.1f} x")
    return taken


def _read_whole(file: Path) -> object:
    from bihuan import documents, reading

    return reading.read(documents.read(file))


def _markitdown(file: Path) -> Work:
    # Only installed in the benchmark's own environment.
    from markitdown import MarkItDown  # type: ignore[import-not-found]

    # Made once: what it costs to set up is not counted against it.
    converter = MarkItDown()
    return lambda: converter.convert_local(file).text_content


def _bare_text(file: Path) -> str:
    from lxml import etree

    with zipfile.ZipFile(file) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return "\n".join("".join(map(str, node.itertext(_W + "t"))) for node in root.iter(_W + "p"))


# One file, as a process of its own


def _as_process(file: Path, rounds: int) -> Seconds:
    output = file.with_name("out.xlsx")
    command = [_bihuan(), "read", str(file), "-o", str(output), "--force"]
    commands = {
        "bihuan": command,
        "imports": [sys.executable, "-c", _IMPORTS],
        "bare_imports": [sys.executable, "-c", _BARE_IMPORTS],
    }
    taken = _interleaved({name: partial(_run, words) for name, words in commands.items()}, rounds)
    whole = median(taken["bihuan"])
    print(f"\nOne report as docx, as a process (median of {rounds})")
    _row("bihuan read FILE -o OUT.xlsx", _ms(whole))
    for name, label in (("imports", _IMPORTS), ("bare_imports", "the same, without numpy")):
        base = median(taken[name])
        _row(label, _ms(base), f"bihuan is {whole / base:.2f} x", "< 2")
    return taken


def _bihuan() -> str:
    return str(Path(sys.executable).with_name("bihuan"))


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


# Many files


def _in_bulk(file: Path, place: Path, rounds: int) -> dict[int, list[dict[str, float]]]:
    folders = {count: _copies(file, place / str(count), count) for count in _SIZES}
    taken: dict[int, list[dict[str, float]]] = {count: [] for count in _SIZES}
    for _ in range(rounds):
        for count, folder in folders.items():
            taken[count].append(_measure(folder))
    print(f"\nbihuan read FOLDER --json (median of {rounds})")
    _row("documents", "time", "a document", "cores used", "memory")
    for count, runs in taken.items():
        wall, cpu, peak = (_median_of(runs, key) for key in ("wall", "cpu", "peak"))
        used = f"{cpu / wall:.2f} of {os.cpu_count()}"
        _row(f"{count:,}", f"{wall:.2f} s", _ms(wall / count), used, f"{peak:.0f} MB")
    _print_growth(taken)
    return taken


def _print_growth(taken: dict[int, list[dict[str, float]]]) -> None:
    """How 1,000 documents compare with 250."""
    few, many = taken[250], taken[1000]
    longer = _median_of(many, "wall") / _median_of(few, "wall")
    larger = _median_of(many, "peak") / _median_of(few, "peak")
    _row("1,000 against 250: time", f"{longer:.2f} x", "", "about 4")
    _row("1,000 against 250: memory", f"{larger:.2f} x", "", "about 1")


def _copies(file: Path, folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:04}.docx").write_bytes(file.read_bytes())
    return folder


def _measure(folder: Path) -> dict[str, float]:
    """Wall and processor time in seconds, and the parent's peak memory in MB."""
    command = [sys.executable, str(_MEASURED), "read", str(folder), "--json"]
    start = perf_counter()
    done = subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    wall = perf_counter() - start
    told: dict[str, Any] = json.loads(done.stderr.strip().split("\n")[-1])
    return {"wall": wall, "cpu": float(told["cpu"]), "peak": float(told["peak"])}


# Measuring and printing


def _interleaved(works: Mapping[str, Work], rounds: int) -> Seconds:
    """The seconds that each work takes in each round; a first round only warms up."""
    taken: Seconds = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            start = perf_counter()
            work()
            if number:
                taken[name].append(perf_counter() - start)
    return taken


def _median_of(runs: Iterable[dict[str, float]], key: str) -> float:
    return median(run[key] for run in runs)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def _row(label: str, *cells: str) -> None:
    print(f"  {label:<30}" + "".join(f"{cell:>20}" for cell in cells))


if __name__ == "__main__":
    main()
