"""A document as a web page that stands by itself: no script, nothing from elsewhere, printable."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bihuan.reports import form
from bihuan.reports.context import ReportContext
from bihuan.reports.own import properties_of
from bihuan.reports.paper import paper_of

if TYPE_CHECKING:
    from jinja2 import Template

_TAGS = ("h1", "h2", "h3", "h4", "h5")


def render(context: ReportContext, word: bytes) -> bytes:
    """The page's bytes, of the Word file that the context's template gave."""
    paper = paper_of(word)
    page = _template().render(
        title=context.title,
        properties=properties_of(context),
        sections=paper.sections,
        page=form.page(landscape=paper.sections[0].landscape),
        pitch=round(form.LINE_PITCH, 2),
        styles=form.STYLES,
        tags={name: _tag(style) for name, style in form.STYLES.items()},
        fonts={face: _family(font) for face, font in form.FONTS.items()},
    )
    return page.encode()


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string((files(__package__) / "page.html").read_text(encoding="utf-8"))


def _tag(style: form.Style) -> str:
    return "p" if style.outline is None else _TAGS[style.outline]


def _family(font: form.Font) -> object:
    """The font's families as CSS lists them."""
    from markupsafe import Markup

    names = (font.name, *font.families, *font.substitutes)
    return Markup(", ".join(f"'{name}'" for name in dict.fromkeys(names)) + ", serif")
