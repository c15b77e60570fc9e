"""What the commands have in common: options, and how each ends."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

FOUND = 1
WRONG_COMMAND = 2

json_flag = click.option("--json", "as_json", is_flag=True, help="只在标准输出上打印一个 JSON 文档")
home = click.option("--home", type=click.Path(path_type=Path), help="数据目录，默认 ./bihuan-home")


def json_text(value: object) -> str:
    """The value as the JSON that commands print."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=1, default=str)


def refuse(sentence: str) -> NoReturn:
    """Ends the program: the command line is wrong."""
    click.echo(sentence, err=True)
    sys.exit(WRONG_COMMAND)
