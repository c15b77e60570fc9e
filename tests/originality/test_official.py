"""The packaged table is what its script makes, and marks only what reads like its texts."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np

from bihuan.model import Text
from bihuan.originality.corpus import normalise
from bihuan.originality.official import Wording, packaged
from bihuan.originality.quoted import quotations

BUILD = Path(__file__).parents[2] / "background" / "build.py"


def test_the_packaged_table_is_what_the_script_makes() -> None:
    texts = runpy.run_path(str(BUILD))["texts"]()
    assert np.array_equal(Wording.of(texts).hashes, packaged().hashes)


def marked(text: str, wording: Wording) -> str:
    corpus = normalise([Text("a", text)])
    wording.mark(corpus)
    return "".join(chr(code) for code in corpus.codes[corpus.marked])


def test_a_known_run_is_marked_whole_and_its_neighbours_are_not() -> None:
    wording = Wording.of([Text("a", "各村要按时报送工作情况，不得迟报漏报")])
    assert marked("松岭村的各村要按时报送工作情况水渠修好了", wording) == "各村要按时报送工作情况"
    assert marked("按时报送", wording) == ""


def test_quotations_of_law_and_speeches_are_found() -> None:
    text = (
        "根据《村民自治办法》第三条规定，村务公开栏应当设在村民便于观看的地方。我村照办。"
        "会议强调，“要把群众的事情一件一件办好办实”。老张说“好”。"
    )
    assert [text[slice(*span)] for span in quotations(text)] == [
        "要把群众的事情一件一件办好办实",
        "村务公开栏应当设在村民便于观看的地方",
    ]
