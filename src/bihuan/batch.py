"""The same work over many files: in order, on all cores, with one sentence for each that fails."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from bihuan.errors import UnreadableInput, UserError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

_PARALLEL_FROM = 4
# Results come in the order of the files, so while the first is awaited the others go on.
_QUEUED_PER_CORE = 16
# Windows waits for no more at once.
_MOST_PROCESSES = 61
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Result]):
    """What became of one file: a result, or the error that a person can mend."""

    path: Path
    result: Result | None = None
    error: UserError | None = None


def expand(paths: Iterable[Path]) -> list[Path]:
    """The files named, with a folder's own files (not its sub-folders') in its place, by name."""
    files: list[Path] = []
    for path in paths:
        inside = _files_in(path) if path.is_dir() else [path]
        files.extend(inside or [path])
    return files


def _files_in(folder: Path) -> list[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return []
    return [
        entry for entry in entries if entry.is_file() and not entry.name.startswith((".", "~$"))
    ]


def run(work: Callable[[Path], Result], paths: Sequence[Path]) -> Iterator[Outcome[Result]]:
    """The outcome of `work` for each path, in the order of `paths`, as soon as it is known.

    `work` and its results must be picklable: many files are done in processes of their own. Only
    some results for each core wait in memory, however many paths there are. A file that kills its
    process, or that the program fails at, is an error like any other; the rest is still done.
    """
    cores = min(os.cpu_count() or 1, len(paths), _MOST_PROCESSES)
    if len(paths) < _PARALLEL_FROM or cores == 1:
        return (_attempt(work, path) for path in paths)
    return _in_processes(work, paths, cores)


def _attempt(work: Callable[[Path], Result], path: Path) -> Outcome[Result]:
    try:
        return Outcome(path, work(path))
    except UserError as error:
        return Outcome(path, error=error)
    # A fault of the program's own must not cost the other files' results.
    except Exception as error:
        return Outcome(path, error=_fault(path, error))


def _fault(path: Path, error: Exception) -> UserError:
    import traceback

    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__}，{Path(place.filename).name} 第 {place.lineno} 行"
    return UserError(
        f"“{path.name}”没有处理完：程序出了错（{where}），请把这句话和文件告诉开发者。"
    )


def _in_processes(
    work: Callable[[Path], Result], paths: Sequence[Path], cores: int
) -> Iterator[Outcome[Result]]:
    left = deque(paths)
    window = cores * _QUEUED_PER_CORE
    while left:
        yield from _together(work, left, cores, window)
        # Where a process died, nobody knows over which of the files that were under way.
        for _ in range(min(window, len(left))):
            yield _alone(work, left.popleft())


def _together(
    work: Callable[[Path], Result], left: deque[Path], cores: int, window: int
) -> Iterator[Outcome[Result]]:
    """Takes files off `left` as their outcomes come, until none is left or a process dies."""
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(cores)
    waiting: deque[Future[Outcome[Result]]] = deque()
    try:
        while left:
            for path in islice(left, len(waiting), window):
                waiting.append(pool.submit(_attempt, work, path))
            outcome = waiting.popleft().result()
            left.popleft()
            yield outcome
    except BrokenProcessPool:
        return
    finally:
        pool.shutdown(cancel_futures=True)


def _alone(work: Callable[[Path], Result], path: Path) -> Outcome[Result]:
    """The outcome of one file in a process that nothing else depends on."""
    from concurrent.futures.process import BrokenProcessPool

    with _pool(1) as pool:
        try:
            return pool.submit(_attempt, work, path).result()
        except BrokenProcessPool:
            message = f"“{path.name}”没有处理完：程序意外中断，可能是内存不够，请单独再试一次。"
            return Outcome(path, error=UnreadableInput(message))


def _pool(processes: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(processes, initializer=_stop_on_interrupt)


def _stop_on_interrupt() -> None:
    """Ctrl-C reaches every process of a terminal: the workers end without a word."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
