"""Many files at once: order, errors, processes that die, memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bihuan import batch
from bihuan.errors import UnreadableInput, UserError

MANY = 40


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """More files than a batch does in one process."""
    paths = [tmp_path / f"{number:03}.txt" for number in range(MANY)]
    for path in paths:
        path.write_text(path.stem, "utf-8")
    return paths


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def process_of(path: Path) -> tuple[str, int]:
    return path.read_text("utf-8"), os.getpid()


def refuse_odd(path: Path) -> str:
    if int(path.stem) % 2:
        raise UnreadableInput(f"读不了“{path.name}”：单数，请换一份。")
    return path.stem


def fail_at_seven(path: Path) -> int:
    return 1 // (int(path.stem) - 7)


def die_at_seven(path: Path) -> str:
    if path.stem == "007":
        os.kill(os.getpid(), signal.SIGKILL)
    return path.stem


def dawdle(path: Path) -> str:
    if path.stem == "000":
        time.sleep(0.3)
    return path.stem


def test_results_come_in_the_order_of_the_files(files: list[Path]) -> None:
    outcomes = list(batch.run(dawdle, files))
    assert [outcome.path for outcome in outcomes] == files
    assert [outcome.result for outcome in outcomes] == [path.stem for path in files]


def test_many_files_are_done_in_other_processes(files: list[Path]) -> None:
    processes = {outcome.result[1] for outcome in batch.run(process_of, files) if outcome.result}
    assert os.getpid() not in processes
    assert len(processes) == 2


def test_a_few_files_are_done_here(files: list[Path]) -> None:
    (outcome,) = batch.run(process_of, files[:1])
    assert outcome.result == ("000", os.getpid())


@pytest.mark.parametrize("count", [2, MANY])
def test_an_unreadable_file_is_an_outcome_among_others(files: list[Path], count: int) -> None:
    outcomes = list(batch.run(refuse_odd, files[:count]))
    errors = [str(outcome.error) for outcome in outcomes if outcome.error]
    assert len(errors) == count // 2
    assert errors[0] == "读不了“001.txt”：单数，请换一份。"
    assert [o.result for o in outcomes if not o.error] == [p.stem for p in files[:count:2]]


@pytest.mark.parametrize("count", [8, MANY])
def test_a_fault_of_the_program_costs_one_file_only(files: list[Path], count: int) -> None:
    outcomes = list(batch.run(fail_at_seven, files[:count]))
    (failed,) = (outcome for outcome in outcomes if outcome.error)
    assert failed.path.stem == "007"
    assert isinstance(failed.error, UserError)
    assert "ZeroDivisionError，test_batch.py 第" in str(failed.error)
    assert len(outcomes) == count


def test_a_process_that_dies_costs_one_file_only(files: list[Path]) -> None:
    outcomes = list(batch.run(die_at_seven, files))
    assert [outcome.path for outcome in outcomes] == files
    (failed,) = (outcome for outcome in outcomes if outcome.error)
    assert failed.path.stem == "007"
    assert isinstance(failed.error, UnreadableInput)
    assert str(failed.error).startswith("“007.txt”没有处理完：程序意外中断")
    assert all(o.result == o.path.stem for o in outcomes if o is not failed)


class Started:
    """Leaves a trace of every file that is begun."""

    def __init__(self, traces: Path) -> None:
        self.traces = traces

    def __call__(self, path: Path) -> str:
        (self.traces / path.name).touch()
        return path.stem


def test_no_more_is_begun_than_may_wait(tmp_path: Path) -> None:
    traces = tmp_path / "traces"
    traces.mkdir()
    results = batch.run(Started(traces), [tmp_path / f"{number}.txt" for number in range(200)])
    next(results)
    time.sleep(0.3)
    begun = len(list(traces.iterdir()))
    results.close()  # type: ignore[attr-defined]
    assert begun < 100


def test_giving_up_leaves_no_process_behind(files: list[Path]) -> None:
    results = batch.run(process_of, files)
    first = next(results)
    results.close()  # type: ignore[attr-defined]
    assert first.result
    with pytest.raises(ProcessLookupError):
        os.kill(first.result[1], 0)


def test_expand_takes_a_folders_own_files_by_name(tmp_path: Path) -> None:
    for name in ("b.txt", "a.docx", ".hidden", "~$a.docx"):
        (tmp_path / name).touch()
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "c.txt").touch()
    (tmp_path / "empty").mkdir()
    missing = tmp_path / "missing.txt"
    found = batch.expand([missing, tmp_path, tmp_path / "empty"])
    assert found == [missing, tmp_path / "a.docx", tmp_path / "b.txt", tmp_path / "empty"]


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal that Windows sends so")
def test_an_interrupt_ends_everything_with_one_sentence(tmp_path: Path) -> None:
    text = "中共云岭县青石镇委员会关于巡察整改情况的报告\n" + "镇党委召开会议，研究整改。\n" * 4000
    for number in range(400):
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    command = [sys.executable, "-c", "from bihuan.cli import main; main()", "read", str(tmp_path)]
    process = subprocess.Popen(
        [*command, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    process.stdout.read(1)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert errors.decode("utf-8").split() == ["已中断。"]
    assert process.returncode == 130
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
