"""The same work over many files: in order, on all cores, with one sentence for each that fails."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from bihuan.errors import UnreadableInput, UserError

_PARALLEL_FROM = 8
_QUEUED_PER_CORE = 4
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

    Only a few results wait in memory, however many paths there are.
    """
    cores = os.cpu_count() or 1
    if len(paths) < _PARALLEL_FROM or cores == 1:
        for path in paths:
            yield _attempt(work, path)
        return
    yield from _in_processes(work, paths, cores)


def _attempt(work: Callable[[Path], Result], path: Path) -> Outcome[Result]:
    try:
        return Outcome(path, work(path))
    except UserError as error:
        return Outcome(path, error=error)


def _in_processes(
    work: Callable[[Path], Result], paths: Sequence[Path], cores: int
) -> Iterator[Outcome[Result]]:
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor

    waiting: deque[tuple[Path, Future[Outcome[Result]]]] = deque()
    with ProcessPoolExecutor(cores) as pool:
        for path in paths:
            waiting.append((path, pool.submit(_attempt, work, path)))
            if len(waiting) >= cores * _QUEUED_PER_CORE:
                yield _awaited(*waiting.popleft())
        while waiting:
            yield _awaited(*waiting.popleft())


def _awaited(path: Path, future: object) -> Outcome[Result]:
    from concurrent.futures import Future
    from concurrent.futures.process import BrokenProcessPool

    assert isinstance(future, Future)
    try:
        outcome: Outcome[Result] = future.result()
    except BrokenProcessPool:
        message = f"“{path.name}”没有读完：读取它时程序意外中断，请单独再读一次。"
        return Outcome(path, error=UnreadableInput(message))
    return outcome
