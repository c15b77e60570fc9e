"""The command line, by the contract in docs/cli.md.

Heavy imports stand inside the functions that need them: reading one file must start at once.
"""

from __future__ import annotations

import sys

import click

from bihuan import __version__
from bihuan.cli import documents, ledgers, office, reports
from bihuan.cli.common import WRONG_COMMAND, refuse
from bihuan.errors import UserError

_INTERRUPTED = 130
_COMMANDS = (
    documents.read, documents.review, documents.rules, ledgers.check, ledgers.checks,
    ledgers.ledgers, reports.report, reports.template, office.serve, office.demo, office.backup,
    office.restore,
)  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="bihuan %(version)s", help="打印版本号")
def app() -> None:
    """闭环：从巡察文件读出整改台账，逐条体检，用台账检查。Findings, closed by evidence."""


for _command in _COMMANDS:
    app.add_command(_command)


def _complaint(error: click.UsageError) -> str:
    """What is wrong with a command line, in one sentence."""
    command = error.ctx.command_path if error.ctx else "bihuan"
    match error:
        case click.NoSuchOption():
            reason = f"没有 {error.option_name} 这个选项"
        case click.NoSuchCommand():
            reason = f"没有 {error.command_name} 这个命令"
        case click.MissingParameter(param=click.Option()):
            reason = "没有用 -o 说写到哪个文件"
        case click.MissingParameter():
            reason = "没有说要读哪个文件"
        case click.BadOptionUsage():
            reason = f"选项 {error.option_name} 的写法不对"
        case _:
            reason = f"看不懂这个命令（{error.format_message()}）"
    return f"{reason}；用法请看 {command} --help。"


def main() -> None:
    """The command `bihuan`: any error that a person can mend is one sentence and a status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        sys.exit(app.main(prog_name="bihuan", standalone_mode=False))
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(WRONG_COMMAND)
    except click.UsageError as error:
        refuse(_complaint(error))
    except UserError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_status)
    except click.Abort:
        click.echo("已中断。", err=True)
        sys.exit(_INTERRUPTED)
