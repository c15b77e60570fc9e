"""The handbook's links lead somewhere, its pictures are there, and it names what pages say."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

_ROOT = Path(__file__).parents[1]
_BOOK = _ROOT / "docs" / "zh"
_PAGES = sorted(_BOOK.glob("*.md"))
_LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)#]+)(?:#[^)]*)?\)")


def _links(page: Path) -> list[tuple[bool, Path]]:
    return [
        (bool(mark), page.parent / unquote(target))
        for mark, target in _LINK.findall(page.read_text("utf-8"))
        if "://" not in target
    ]


@pytest.mark.parametrize("page", [*_PAGES, _ROOT / "README.md", _ROOT / "README.zh.md"])
def test_every_link_leads_somewhere(page: Path) -> None:
    assert [str(target) for _, target in _links(page) if not target.exists()] == []


def test_every_page_is_reached_and_every_picture_shown() -> None:
    links = [link for page in _PAGES for link in _links(page)]
    reached = {target.resolve() for _, target in links}
    assert {page for page in _PAGES if page.name != "README.md"} <= reached
    shown = {target.resolve() for picture, target in links if picture}
    assert shown == set((_BOOK / "pictures").glob("*.png"))


def test_pictures_are_small() -> None:
    assert max(path.stat().st_size for path in (_BOOK / "pictures").glob("*.png")) < 150_000


def test_the_buttons_that_the_handbook_names_are_on_the_pages() -> None:
    templates = "".join(
        path.read_text("utf-8") for path in (_ROOT / "src/bihuan/web/templates").rglob("*.html")
    )
    named = {
        button for page in _PAGES for button in re.findall(r"点“([^”]+)”", page.read_text("utf-8"))
    }
    # The steps' buttons carry the names of the core's steps.
    from bihuan.rectification.status import Step

    assert len(named) > 5
    assert named - {step.label for step in Step} <= {word for word in named if word in templates}
