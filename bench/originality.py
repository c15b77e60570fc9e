"""Copied passages at size, against datasketch's MinHashLSH and rensa on 5-grams: time and quality.

    make bench, or: PYTHONPATH=. .venv/bench/bin/python bench/originality.py [--sizes N ...]

The same generated texts, each method in a process of its own, in one run on one machine. The peers
find documents that are alike (Jaccard 0.5) and no passages, so their rows have no plagdet. A batch
of 50 is measured from the shell, start-up included. Nothing is kept.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.originality.generator import Planted, planted
from tests.originality.scoring import score, true_pairs

from measured import peak_memory

_SIZES = (1_000, 10_000, 50_000)
_TEMPLATES = (5, 8, 12, 20, 20, 50, 200)
_THRESHOLD, _PERMUTATIONS, _GRAM = 0.5, 128, 5
Pairs = set[tuple[str, str]]
Figures = dict[str, float | None]


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--sizes", type=int, nargs="*", default=_SIZES, metavar="N")
    parser.add_argument("--phase", nargs=2, metavar=("METHOD", "N"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.phase:
        method, size = options.phase
        print(json.dumps(_measure(method, int(size))))
        return
    print(f"{'documents':>9}  {'method':<12}{'seconds':>9}{'GB':>7}{'P':>8}{'R':>8}{'plagdet':>9}")
    seconds = [_row(size) for size in options.sizes]
    for (one, before), (other, after) in pairwise(seconds):
        exponent = math.log(after / before) / math.log(other / one)
        print(f"growth from {one} to {other} documents: N to the {exponent:.2f}")
    print(f"50 documents from the shell: {_from_the_shell():.2f} s")


def _row(size: int) -> tuple[int, float]:
    """Measures each method on so many texts; gives bihuan's seconds."""
    for method in _METHODS:
        command = [sys.executable, __file__, "--phase", method, str(size)]
        found = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
        plagdet = f"{found['plagdet']:9.3f}" if found["plagdet"] is not None else f"{'–':>9}"
        print(
            f"{size:9}  {method:<12}{found['seconds']:9.2f}{found['gb']:7.2f}"
            f"{found['precision']:8.3f}{found['recall']:8.3f}{plagdet}",
            flush=True,
        )
        if method == "bihuan":
            own = found["seconds"]
    return size, own


def _measure(method: str, size: int) -> Figures:
    # Seeds differ from those of the tests, so that nothing can have been fitted to them.
    given = planted(size + 7, size, templates=_TEMPLATES)
    return _METHODS[method](given)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    given = work()
    return time.perf_counter() - start, given


def _bihuan(given: Planted) -> Figures:
    from bihuan.originality import compare

    seconds, found = _timed(lambda: compare(given.texts))
    scores = score(found, given)
    return {
        "seconds": seconds, "gb": peak_memory() / 1024, "precision": scores.pair_precision,
        "recall": scores.pair_recall, "plagdet": scores.plagdet,
    }  # fmt: skip


def _grams(text: str) -> list[str]:
    return [text[place : place + _GRAM] for place in range(len(text) - _GRAM + 1)]


def _datasketch(given: Planted) -> Figures:
    from datasketch import MinHash, MinHashLSH

    def work() -> Pairs:
        index = MinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS)
        sketches = {}
        for text in given.texts:
            sketch = MinHash(num_perm=_PERMUTATIONS)
            sketch.update_batch([gram.encode() for gram in _grams(text.text)])
            sketches[text.name] = sketch
            index.insert(text.name, sketch)
        return _pairs((name, index.query(sketch)) for name, sketch in sketches.items())

    return _of_documents(given, work)


def _rensa(given: Planted) -> Figures:
    from rensa import RMinHash, RMinHashLSH

    def work() -> Pairs:
        index = RMinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS, num_bands=16)
        sketches = []
        for number, text in enumerate(given.texts):
            sketch = RMinHash(num_perm=_PERMUTATIONS, seed=42)
            sketch.update(_grams(text.text))
            sketches.append(sketch)
            index.insert(number, sketch)
        names = [text.name for text in given.texts]
        return _pairs(
            (names[number], [names[other] for other in index.query(sketch)])
            for number, sketch in enumerate(sketches)
        )

    return _of_documents(given, work)


def _pairs(found: Iterable[tuple[str, Iterable[str]]]) -> Pairs:
    return {(a, b) for a, others in found for b in others if a < b}


def _of_documents(given: Planted, work: Callable[[], Pairs]) -> Figures:
    seconds, told = _timed(work)
    truth = true_pairs(given)
    right = len(told & truth)
    return {
        "seconds": seconds, "gb": peak_memory() / 1024,
        "precision": right / len(told) if told else 1.0, "recall": right / len(truth),
        "plagdet": None,
    }  # fmt: skip


_METHODS: dict[str, Callable[[Planted], Figures]] = {
    "bihuan": _bihuan, "rensa": _rensa, "datasketch": _datasketch,
}  # fmt: skip


def _from_the_shell() -> float:
    """Seconds that `bihuan compare` takes over fifty files."""
    with tempfile.TemporaryDirectory() as folder:
        for text in planted(50, 50).texts:
            Path(folder, text.name).write_text(text.text, "utf-8")
        program = "from bihuan.cli import main; main()"
        command = [sys.executable, "-c", program, "compare", folder, "--json"]
        seconds, _ = _timed(lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=True))
        return seconds


if __name__ == "__main__":
    main()
