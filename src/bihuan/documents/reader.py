"""Finds out what a file is and hands it to the reader for that format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from bihuan.documents.detect import format_of
from bihuan.documents.safety import ArchiveError
from bihuan.documents.source import DAMAGED, RESAVE, Source, load
from bihuan.model import Document

Reader = Callable[[Source], Document]


def _lazily(module: str) -> Reader:
    """The reader of a module that is only imported when a file of its format comes."""

    def read(source: Source) -> Document:
        reader: Reader = import_module(f"bihuan.documents.{module}").read
        return reader(source)

    return read


FORMATS: Mapping[str, Reader] = MappingProxyType(
    {
        "text": _lazily("text"),
        "docx": _lazily("docx"),
        "xlsx": _lazily("xlsx"),
        "xls": _lazily("xls"),
        "html": _lazily("html"),
        "pdf": _lazily("pdf"),
        "image": _lazily("image"),
        "doc": _lazily("legacy"),
        "wps": _lazily("legacy"),
        "rtf": _lazily("legacy"),
    }
)
"""The readers by the name of the format that `format_of` finds out; `Document.format` is the name.

A converted file (doc, wps, rtf) keeps the name of the format that it came in.
"""


def read(path: Path) -> Document:
    """Reads the file at `path`, whatever its extension says.

    Raises UnreadableInput (a sentence with the file's name, the reason and the remedy) for what
    can't be read, and MissingPart where reading needs a part that isn't installed.
    """
    source = load(Path(path))
    try:
        return FORMATS[format_of(source)](source)
    except ArchiveError as error:
        raise source.unreadable(str(error), RESAVE) from error
    except (MemoryError, RecursionError) as error:
        raise source.unreadable(f"{DAMAGED}，或者大得不正常", RESAVE) from error
    except UnicodeError as error:
        raise source.unreadable(DAMAGED, RESAVE) from error
