"""Finds the article of a web page: its title, and the part of the page that holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.documents.furniture import is_furniture, is_site_part
from bihuan.documents.layout import ends_sentence
from bihuan.documents.page import is_data_table

if TYPE_CHECKING:
    from lxml import etree

_SEPARATOR = re.compile(r"\s*(?:[_|｜»]|(?<!-)-(?!-)|\s[–—]\s)\s*")
_SITE = re.compile(
    r".*(?:网|网站|门户|门户网|政府|平台|官网|频道|栏目|首页|公众号|委员会网|信息公开|政务公开)|正文|详情|文章"
    r"|内容|无标题(?:文档|页)?|untitled.*|document|通知公告|巡视巡察|巡察整改",
    re.I,
)
_TITLE_TAGS = ("h1", "h2", "h3", "h4", "p", "div", "td", "span", "strong", "b", "font", "center")
_CONTAINERS = frozenset(
    ("html", "body", "div", "section", "article", "main", "center", "form", "table", "tbody", "tr",
     "td", "font", "span")
)  # fmt: skip
_CONTENT = frozenset(("p", "table", "ul", "ol", "blockquote", "pre", "h2", "h3", "h4"))
_TITLE_CLASS = re.compile(r"title|\btit|biaoti|\bbt\b", re.I)
_MOST = 0.85
_CENTRE = 0.5
_MIN_TITLE = 6
_MAX_TITLE = 120
_MAX_STROKES = 12


@dataclass(frozen=True, slots=True)
class Article:
    """The element that holds the article, the element of its title, and the title's text.

    `heading` is None where the page shows no title; `title` then comes from its head, or is empty.
    """

    root: etree._Element
    heading: etree._Element | None
    title: str


def find_article(page: etree._Element, stated: str, head_title: str) -> Article:
    """The article in `page` (its body without hidden parts).

    `stated` is the title that the page's metadata give the article, `head_title` its <title>.
    """
    masses = _masses(page)
    centre = _descend(page, masses, _CENTRE)
    titles = [title for title in (stated, without_site(head_title)) if len(title) >= _MIN_TITLE]
    heading = _heading(page, titles, head_title)
    if heading is None:
        heading = _only_h1(page)
    if heading is None and not titles:
        heading = _set_as_title(page, centre)
    if heading is None:
        return Article(_descend(page, masses, _MOST), None, titles[0] if titles else "")
    ancestors = {heading, *heading.iterancestors()}
    root = next((node for node in (centre, *centre.iterancestors()) if node in ancestors), page)
    return Article(root, heading, _text(heading))


def without_site(title: str) -> str:
    """A page's <title> without the names of site and section; empty where nothing else is left."""
    parts = [part.strip() for part in _SEPARATOR.split(title.strip())]
    return max((part for part in parts if not _SITE.fullmatch(part)), key=len, default="")


def _heading(page: etree._Element, titles: list[str], head_title: str) -> etree._Element | None:
    """The element that shows the article's title."""
    wanted = {_bare(title) for title in titles}
    whole = _bare(head_title)
    found = [
        node
        for node, text in _short_elements(page)
        if text in wanted or (len(text) >= _MIN_TITLE + 2 and whole.startswith(text))
    ]
    return next((node for node in found if node.tag in ("h1", "h2", "h3")), next(iter(found), None))


def _only_h1(page: etree._Element) -> etree._Element | None:
    found = [node for node in page.iter("h1") if _bare(_text(node))]
    return found[0] if len(found) == 1 and not _SITE.fullmatch(_text(found[0]).strip()) else None


def _set_as_title(page: etree._Element, centre: etree._Element) -> etree._Element | None:
    """The last element before the running text that is set in the middle, or is a title by class.

    For old pages, whose head names only the site.
    """
    found = None
    inside = {centre, *centre.iterdescendants()}
    for node, text in _short_elements(page):
        if node in inside:
            break
        looks = f"{node.get('class', '')} {node.get('id', '')}"
        middle = f"{node.get('align', '')} {node.get('style', '')}"
        titled = node.tag in ("h2", "h3") or "center" in middle or _TITLE_CLASS.search(looks)
        if titled and not is_furniture(_text(node)) and not ends_sentence(text):
            found = node
    return found


def _short_elements(page: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    furniture: dict[etree._Element | None, bool] = {None: False}
    linked = _inside_links(page)
    for node in page.iter(*_TITLE_TAGS):
        # A title has hardly any markup inside; the look at the descendants is kept short.
        few = all(count < 12 for count, _ in zip(range(13), node.iter(), strict=False))
        if not few or node in linked:
            continue
        text, parent = _bare(_text(node)), node.getparent()
        if not _MIN_TITLE <= len(text) <= _MAX_TITLE:
            continue
        # Siblings ask for the same parent, whose text may be the whole page's.
        if parent not in furniture:
            furniture[parent] = parent is not None and is_furniture(_text(parent))
        if not furniture[parent]:
            yield node, text


def _inside_links(page: etree._Element) -> set[etree._Element]:
    found: set[etree._Element] = set()
    for link in page.iter("a"):
        if link not in found:
            found.update(link.iterdescendants())
    return found


def _masses(page: etree._Element) -> dict[etree._Element, int]:
    """For each element, how many characters of running text it holds: no links, no furniture."""
    from lxml import etree

    masses: dict[etree._Element, int] = {}
    links = 0
    for event, node in etree.iterwalk(page, events=("start", "end")):
        if event == "start":
            links += node.tag == "a"
            masses[node] = 0 if links else _weight(node.text)
            continue
        links -= node.tag == "a"
        parent = node.getparent()
        if node is not page and parent is not None:
            tail = 0 if links else _weight(node.tail)
            masses[parent] += tail + (0 if is_site_part(node) else masses[node])
    return masses


def _weight(text: str | None) -> int:
    text = (text or "").strip()
    return 0 if not text or is_furniture(text) else len(text)


def _descend(
    page: etree._Element, masses: dict[etree._Element, int], share: float
) -> etree._Element:
    """The innermost container that holds at least `share` of the page's running text."""
    node, least = page, share * masses[page]
    while True:
        inside = [child for child in node if masses.get(child, 0) > 0]
        largest = max(inside, key=lambda child: masses[child], default=None)
        if largest is None or largest.tag not in _CONTAINERS or masses[largest] < least:
            return node
        if largest.tag == "table" and is_data_table(largest):
            return node
        if any(_is_content(child, masses) for child in inside if child is not largest):
            return node
        node = largest


def _is_content(node: etree._Element, masses: dict[etree._Element, int]) -> bool:
    # A menu in a table of its own leaves nothing but the strokes between its links.
    return node.tag in _CONTENT and (node.tag != "table" or masses[node] > _MAX_STROKES)


def _text(node: etree._Element) -> str:
    return "".join(str(text) for text in node.itertext())


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
