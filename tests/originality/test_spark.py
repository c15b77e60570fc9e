"""Spark gives what the embedded engine gives, on every pair."""

from __future__ import annotations

import shutil
from importlib.util import find_spec

import pytest

from bihuan.originality import compare
from tests.originality.generator import planted
from tests.parts import need


@pytest.fixture(autouse=True)
def _parts() -> None:
    need("pyspark", find_spec("pyspark") is not None)
    need("Java", shutil.which("java") is not None)


@pytest.mark.parametrize("seed", [1, 2])
def test_spark_agrees_with_the_embedded_engine(seed: int) -> None:
    given = planted(seed, 300, templates=(30, 5)).texts
    against = planted(seed + 10, 40).texts
    reference = [type(text)("r" + text.name, text.text) for text in against]
    embedded = compare(given, against=reference)
    assert embedded.pairs
    assert embedded == compare(given, against=reference, engine="spark")
