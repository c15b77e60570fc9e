"""Web pages: the article as text, the site's furniture left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from bihuan.documents.article import Article, find_article
from bihuan.documents.builder import Builder, clean
from bihuan.documents.encoding import decode
from bihuan.documents.furniture import NEVER_SHOWN, is_furniture, is_hidden, is_site_part
from bihuan.documents.page import Line, lines, table_cells
from bihuan.documents.source import DAMAGED, RESAVE, Source
from bihuan.model import Document

if TYPE_CHECKING:
    from lxml import etree

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_BIG5 = (b"big5", b"big5-hkscs", b"x-x-big5")
_MIN_LIST = 3
"""From how many linked lines in a row, or links in a line, a menu or a list of pages is assumed."""
_MAX_SITE_PART = 0.3
"""The share of the page's text up to which an element is believed to be furniture by its class."""


def read(source: Source) -> Document:
    """Reads a web page; raises UnreadableInput where its bytes are no text."""
    root = _tree(source)
    stated, head_title = _titles(root)
    properties = _named_values(root)
    body = root.find("body")
    page = root if body is None else body
    _prune(page)
    article = find_article(page, stated, head_title)
    builder = Builder()
    for item in _contents(article):
        if isinstance(item, Line):
            builder.paragraph(item.text, item.heading)
        else:
            builder.table(table_cells(item))
    notes = [] if builder.has_text else ["网页里没有正文文字，正文可能要在浏览器里才会显示。"]
    return builder.build(source.name, "html", properties, notes)


def _named_values(root: etree._Element) -> dict[str, str]:
    """The values that the page's metadata name: <meta name=... content=...>."""
    return {
        str(node.get("name")): str(node.get("content"))
        for node in root.iter("meta")
        if node.get("name") and node.get("content")
    }


def _tree(source: Source) -> etree._Element:
    from lxml import etree

    text = _decoded(source.data)
    if text is None:
        raise source.unreadable("认不出网页的文字编码", "请在浏览器中另存为 UTF-8 网页")
    # Old pages nest hundreds of elements that were never closed; with `huge_tree` the parser takes
    # 2,048, and gives up beyond.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(clean(text).encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise source.unreadable(DAMAGED, RESAVE) from error
    if root is None:
        raise source.unreadable("网页是空的", "请在浏览器中重新保存")
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise source.unreadable("网页的标签嵌套得不正常", "请在浏览器中另存为文本文件")
    return root


def _decoded(data: bytes) -> str | None:
    """The page's text: by its content, and by what it says of its encoding where that is Big5.

    What pages say is often wrong, and UTF-8 and GB18030 are told by their bytes; Big5's would pass
    for GB18030.
    """
    stated = _CHARSET.search(data[:4096])
    if stated and stated[1].lower() in _BIG5 and not _is_utf8(data):
        return data.decode("big5hkscs", "replace")
    return decode(data)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _titles(root: etree._Element) -> tuple[str, str]:
    """The title that the metadata give the article, and the page's <title>; empty if missing."""
    # ArticleTitle: the metadata that government sites must carry (国办函〔2018〕71号).
    stated = (
        str(node.get("content") or "").strip()
        for node in root.iter("meta")
        if str(node.get("name") or "").lower() == "articletitle"
    )
    title = next(root.iter("title"), None)
    head = "" if title is None else "".join(str(text) for text in title.itertext())
    return next(stated, ""), " ".join(head.split())


def _prune(page: etree._Element) -> None:
    """Removes what is not shown, and small parts that are menus, footers and the like by class."""
    from lxml import etree

    etree.strip_elements(page, *NEVER_SHOWN, with_tail=False)
    _remove(node for node in page.iter() if node is not page and is_hidden(node))
    sizes = _sizes(page)
    most = _MAX_SITE_PART * sizes[page]
    parts = [node for node in page.iter() if node is not page and is_site_part(node)]
    _remove(node for node in parts if sizes[node] <= most)


def _sizes(page: etree._Element) -> dict[etree._Element, int]:
    """How many characters each element holds."""
    from lxml import etree

    sizes: dict[etree._Element, int] = {}
    for event, node in etree.iterwalk(page, events=("start", "end")):
        if event == "start":
            sizes[node] = len((node.text or "").strip())
            continue
        parent = node.getparent()
        if node is not page and parent is not None:
            sizes[parent] += sizes[node] + len((node.tail or "").strip())
    return sizes


def _remove(nodes: Iterable[etree._Element]) -> None:
    for node in list(nodes):
        parent = node.getparent()
        if parent is None:
            continue
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + (node.tail or "")
        else:
            parent.text = (parent.text or "") + (node.tail or "")
        parent.remove(node)


def _contents(article: Article) -> Iterator[Line | etree._Element]:
    """The title with heading 0 first, then the article's lines and tables."""
    items = list(lines(article.root))
    title = [article.title] if article.title else []
    if article.heading is not None:
        title = [line.text for line in lines(article.heading) if isinstance(line, Line)]
        items = _after(items, title)
    yield from (Line(text, 0) for text in title)
    rest = list(_without_furniture(items))
    # Many pages print the title twice: above the article and in it.
    repeated = title and _texts(rest[: len(title)]) == title
    yield from rest[len(title) :] if repeated else rest


def _after(items: list[Line | etree._Element], title: list[str]) -> list[Line | etree._Element]:
    """What follows the lines of the title."""
    texts = _texts(items)
    for index in range(len(items)):
        if texts[index : index + len(title)] == title:
            return items[index + len(title) :]
    return items


def _texts(items: list[Line | etree._Element]) -> list[str]:
    return [item.text if isinstance(item, Line) else "" for item in items]


def _without_furniture(
    items: Iterable[Line | etree._Element],
) -> Iterator[Line | etree._Element]:
    for linked, group in groupby(items, key=_is_link):
        run = list(group)
        if linked and len(run) >= _MIN_LIST:
            continue
        yield from (item for item in run if not (isinstance(item, Line) and _of_the_site(item)))


def _is_link(item: Line | etree._Element) -> bool:
    return isinstance(item, Line) and item.linked > 0.8 * len(item.text)


def _of_the_site(line: Line) -> bool:
    return is_furniture(line.text) or (line.links >= _MIN_LIST and 2 * line.linked > len(line.text))
