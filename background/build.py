"""Makes the packaged table of what everybody writes: python background/build.py

The lines beside this script are formulas of official writing, written for the project.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bihuan.model import Text
from bihuan.originality import official

HERE = Path(__file__).parent


def texts() -> list[Text]:
    """The texts that the table is made from: a line of the formulas is a text of its own."""
    lines = (HERE / "formulas.txt").read_text("utf-8").splitlines()
    return [Text(line, line) for line in lines if line and not line.startswith("#")]


if __name__ == "__main__":
    np.save(official._PACKAGED, official.Wording.of(texts()).hashes)
