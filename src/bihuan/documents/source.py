"""One input file in memory, and the sentences that say why it can't be read."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bihuan.documents.safety import Archive, ArchiveError
from bihuan.errors import UnreadableInput

MAX_BYTES = 100 * 1024 * 1024
"""The largest file that is read, in bytes: ten thousand pages of text stay far below it."""

DAMAGED = "文件已损坏或不完整"
RESAVE = "请用原软件打开、另存一份后再试"
PASSWORD = "文件设有打开密码"
UNLOCK = "请先去掉密码、另存后再试"


@dataclass(frozen=True)
class Source:
    """An input file: its path, its name as shown to people, and all its bytes."""

    path: Path
    name: str
    data: bytes

    def unreadable(self, reason: str, remedy: str) -> UnreadableInput:
        """The error whose sentence names this file, the reason and the remedy."""
        return UnreadableInput(sentence(self.name, reason, remedy))

    @cached_property
    def archive(self) -> Archive:
        """The file as a zip archive; raises UnreadableInput where it is damaged or hostile."""
        try:
            return Archive(self.data)
        except ArchiveError as error:
            raise self.unreadable(str(error), RESAVE) from error


def sentence(name: str, reason: str, remedy: str) -> str:
    """One sentence in Chinese for people."""
    return f"读不了“{name}”：{reason}，{remedy}。"


def shown_name(path: Path) -> str:
    """The file's name, with what no terminal or JSON document can carry replaced."""
    name = path.name or str(path)
    return "".join(
        char if char.isprintable() and not "\ud800" <= char <= "\udfff" else "�" for char in name
    )


def load(path: Path) -> Source:
    """The file at `path`; raises UnreadableInput for a folder, a missing, empty or huge file."""
    name = shown_name(path)
    try:
        data = _bytes(path, name)
    except FileNotFoundError as error:
        raise UnreadableInput(sentence(name, "没有这个文件", "请检查路径和文件名")) from error
    except PermissionError as error:
        raise UnreadableInput(sentence(name, "没有读取权限", "请修改文件权限后再试")) from error
    except (OSError, ValueError) as error:
        raise UnreadableInput(sentence(name, "系统打不开它", "请把它复制到本机后再试")) from error
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableInput(sentence(name, "文件是空的", "请重新导出或换一份文件"))
    return Source(path, name, data)


def _bytes(path: Path, name: str) -> bytes:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise UnreadableInput(sentence(name, "这是一个文件夹", "请指定其中的文件"))
    if not stat.S_ISREG(mode):
        raise UnreadableInput(sentence(name, "这不是普通文件", "请指定文档文件"))
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        reason = f"文件超过 {limit} MB 的上限"
        raise UnreadableInput(sentence(name, reason, "请压缩其中的图片或拆成几份"))
    return data
