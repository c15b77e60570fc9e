"""How fast reports are written, beside docxtpl and Typst doing as good as nothing: `make bench`.

A report of 26 findings as docx, pdf and html, against docxtpl filling in a template of one tag and
Typst compiling an empty page, interleaved in the same run. Then 100 and 1,000 findings, which
should take ten times as long. The exit status is 0 whatever the figures.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Mapping
from datetime import date
from statistics import median
from time import perf_counter

from bihuan.model import Finding, Kind, Progress, Register
from bihuan.reports import FORMATS, build, render
from bihuan.reports.fonts import installed

_FINDINGS = 26
_FEW, _MANY = 100, 1000
_PROBLEM = (
    "项目资金台账登记不及时，{n}笔支出没有凭证，涉及资金3.5万元，群众反映强烈，责任没有落实到人。"
)
_RESPONSE = (
    "一是召开党委会议专题研究，逐笔核对{n}笔支出，补齐凭证。二是追回多付资金1.2万元，上缴财政专户。"
    "三是修订《专项资金管理办法》（青发〔2024〕6号），约谈责任人3名，举一反三排查其他项目。该问题已完成整改。"
)


def register(count: int) -> Register:
    """A register of so many findings in areas of ten."""
    findings = tuple(
        Finding(
            id=f"{n // 10 + 1}.{n % 10 + 1}",
            area=f"聚焦第{n // 10 + 1}方面",
            group=f"第{n}项资金管理不规范",
            problem=_PROBLEM.format(n=n),
            response=_RESPONSE.format(n=n),
            status=Progress.DONE,
            deadline=date(2024, 12, 31),
            leaders=("镇长",),
            units=("财政所",),
        )
        for n in range(count)
    )
    return Register(
        kind=Kind.REPORT,
        title="中共云岭县青石镇委员会关于巡察整改情况的报告",
        unit="中共云岭县青石镇委员会",
        findings=findings,
    )


def _write(whole: Register, format: str) -> Callable[[], object]:
    return lambda: render(build(whole), format)


def _fill_in_nothing() -> Callable[[], object]:
    from docx import Document
    from docxtpl import DocxTemplate

    blank, file = io.BytesIO(), io.BytesIO()
    document = Document()
    document.add_paragraph("{{ title }}")
    document.save(blank)

    def fill() -> object:
        template = DocxTemplate(io.BytesIO(blank.getvalue()))
        template.render({"title": "报告"})
        return template.save(file)

    return fill


def _set_nothing() -> object:
    from typst import Compiler

    return Compiler(b"", font_paths=installed()).compile(format="pdf")


def measure(jobs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median of each job's milliseconds, one round after the other so that all fare alike."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds + 1):
        for name, job in jobs.items():
            started = perf_counter()
            job()
            taken[name].append(1000 * (perf_counter() - started))
    # The first round pays for imports and fonts.
    return {name: median(times[1:]) for name, times in taken.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    fill = _fill_in_nothing()
    jobs = {"docxtpl, one tag": fill, "typst, empty page": _set_nothing}
    small = register(_FINDINGS)
    took = measure(jobs | {format: _write(small, format) for format in FORMATS}, rounds)
    nothing, empty = took["docxtpl, one tag"], took["typst, empty page"]
    print(f"{_FINDINGS} findings, median of {rounds} rounds")
    for name, peer in ((".docx", nothing), (".html", nothing), (".pdf", nothing + empty)):
        print(f"  {name:6} {took[name]:8.1f} ms, {took[name] / peer:5.1f} times the peer")
    print(f"  docxtpl filling in one tag {nothing:.1f} ms, typst on an empty page {empty:.1f} ms")
    growth = {
        f"{format} {count}": _write(register(count), format)
        for format in FORMATS
        for count in (_FEW, _MANY)
    }
    grown = measure(growth, max(1, rounds // 4))
    print(f"{_MANY} findings against {_FEW}: {_MANY // _FEW} times as many")
    for format in FORMATS:
        few, many = grown[f"{format} {_FEW}"], grown[f"{format} {_MANY}"]
        print(f"  {format:6} {few:8.1f} ms, {many:9.1f} ms, {many / few:5.1f} times")


if __name__ == "__main__":
    main()
