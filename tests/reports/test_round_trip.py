"""A register turned into a report and read again is the same register, in every format."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from bihuan.model import Register
from bihuan.register import load
from bihuan.reports import FORMATS, build, render
from tests.parts import need
from tests.register.strategies import without_spans
from tests.reports.parts import has_chinese_fonts
from tests.reports.registers import example_registers, registers


def _again(register: Register, format: str, folder: Path) -> Register:
    path = folder / f"report{format}"
    path.write_bytes(render(build(register), format))
    return without_spans(load(path)[1])


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", example_registers())
def test_example_reads_the_same_again(name: str, format: str, tmp_path: Path) -> None:
    if format == ".pdf":
        need("a Chinese font", has_chinese_fonts())
    register = example_registers()[name]
    assert _again(register, format, tmp_path) == register


@given(registers())
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_register_reads_the_same_again(tmp_path: Path, register: Register) -> None:
    assert _again(register, ".docx", tmp_path) == register
    assert _again(register, ".html", tmp_path) == register


@given(registers())
@settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_register_reads_the_same_again_from_pdf(tmp_path: Path, register: Register) -> None:
    need("a Chinese font", has_chinese_fonts())
    assert _again(register, ".pdf", tmp_path) == register
