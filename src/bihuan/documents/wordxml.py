"""Short ways to the elements and attributes of WordprocessingML."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def child(node: etree._Element, name: str) -> etree._Element | None:
    """The first child element w:`name`, or None."""
    # Half of what find costs; a long document has ten thousand runs.
    return next(node.iterchildren(W + name), None)


def value(node: etree._Element, name: str = "val") -> str:
    """The attribute w:`name`, empty where it is missing."""
    return str(node.get(W + name, ""))


def flag(node: etree._Element | None) -> bool:
    """Whether an on-off element is there and not switched off."""
    return node is not None and value(node) not in ("0", "false", "off")


def number(text: str, default: int) -> int:
    """The text as a whole number of at most nine digits, else `default`."""
    digits = text.strip().removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 10 else default
