"""Whether a file that is to be published holds what it must not, in any part of it."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Collection, Iterator

_TAG = re.compile(r"<[^>]*>")
_BLANK = re.compile(r"\s+")
_DEEPEST = 3


def exposed(content: bytes, secrets: Collection[str]) -> list[str]:
    """The secrets that stand anywhere in a docx, pdf or html file: text, markup, metadata.

    Blanks don't count, so that a line break within a name hides nothing; neither do tags.
    """
    wanted = {secret: _BLANK.sub("", secret) for secret in secrets if secret.strip()}
    found: set[str] = set()
    for text in _texts(content, _DEEPEST):
        for reading in (text, html.unescape(_TAG.sub("", text))):
            plain = _BLANK.sub("", reading)
            found.update(secret for secret, bare in wanted.items() if bare in plain)
    return [secret for secret in wanted if secret in found]


def _texts(content: bytes, depth: int) -> Iterator[str]:
    """Every part of a file as text; what a package holds is looked into again."""
    if content.startswith(b"PK") and depth:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield package.comment.decode("utf-8", "replace")
            for entry in package.infolist():
                yield entry.filename
                yield entry.comment.decode("utf-8", "replace")
                yield from _texts(package.read(entry), depth - 1)
        return
    if content.startswith(b"%PDF"):
        yield from _pages(content)
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        yield content.decode(encoding, "replace")


def _pages(content: bytes) -> Iterator[str]:
    """A PDF's text and what it says of itself; its streams are compressed."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        yield "\n".join(document.get_metadata_dict().values())
        for bookmark in document.get_toc():
            yield bookmark.get_title()
        for page in document:
            yield page.get_textpage().get_text_bounded()
