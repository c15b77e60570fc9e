"""The commands that run the office: `serve`, `demo`, `backup` and `restore`."""

from __future__ import annotations

from pathlib import Path

import click

from bihuan.cli.common import home
from bihuan.errors import UserError

_host = click.option("--host", default="127.0.0.1", show_default=True, help="在哪个地址上提供")
_port = click.option("--port", default=8000, show_default=True, help="端口")


@click.command()
@_host
@_port
@home
def serve(host: str, port: int, home: Path | None) -> None:
    """启动整改办公室：网页、接口和后台任务。"""
    from bihuan.web.server import serve

    serve(host=host, port=port, home=home)


@click.command()
@_host
@_port
def demo(host: str, port: int) -> None:
    """用虚构的青石镇启动一个演示办公室，数据放在临时目录。"""
    import tempfile

    from bihuan.web.server import serve

    click.echo("正在准备虚构的青石镇，大约需要十几秒……")
    with tempfile.TemporaryDirectory(prefix="bihuan-demo-") as home:
        serve(host=host, port=port, home=Path(home), demo=True)


@click.command()
@click.argument("target", metavar="FILE.zip", type=click.Path(path_type=Path, dir_okay=False))
@home
@click.option("--force", is_flag=True, help="目标文件已存在时覆盖")
def backup(target: Path, home: Path | None, force: bool) -> None:
    """把整个办公室（数据、佐证文件、密钥）备份成一个文件；办公室可以照常运行。"""
    from bihuan.web.server import back_up

    if target.exists() and not force:
        raise UserError(f"“{target}”已经存在；要覆盖请加 --force。")
    click.echo(back_up(home, target))


@click.command()
@click.argument("source", metavar="FILE.zip", type=click.Path(path_type=Path, dir_okay=False))
@home
def restore(source: Path, home: Path | None) -> None:
    """把备份恢复到一个空的数据目录（和 BIHUAN_DATABASE_URL 指的空数据库）。"""
    from bihuan.web.server import restore

    click.echo(restore(source, home))
