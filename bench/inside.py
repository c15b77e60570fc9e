"""What bench/office.py does inside an office's home, each time as a process of its own.

`inside.py build HOME TOWNSHIPS FINDINGS` fills a new home, `inside.py rows HOME` counts what is in
it, `inside.py queries HOME` counts each page's SQL queries for each role, and `inside.py sign-in
HOME` signs twenty people in. Each prints JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from bihuan.web.server import start


def main() -> None:
    """Sets Django up over the home and prints what the command tells."""
    command, home, *more = sys.argv[1:]
    start(Path(home))
    # These import models, which can be imported once Django is set up.
    import county
    import people

    commands: dict[str, Callable[..., object]] = {
        "build": county.build,
        "rows": county.rows,
        "queries": people.queries,
        "sign-in": people.sign_in,
    }
    print(json.dumps(commands[command](*map(int, more))))


if __name__ == "__main__":
    main()
