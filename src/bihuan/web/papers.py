"""A document's text as a fragment of HTML: for the public page, and for an article to copy."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.template.loader import render_to_string

from bihuan.reports.form import STYLES
from bihuan.reports.paper import Grid, paper_of

# What the editor of WeChat keeps: a style at each element, no class, no script.
ARTICLE_STYLES: Mapping[str, str] = MappingProxyType(
    {
        "h1": "font-size:22px;line-height:1.5;font-weight:bold;text-align:center;margin:0 0 18px",
        "h2": "font-size:18px;line-height:1.6;font-weight:bold;margin:18px 0 8px",
        "h3": "font-size:17px;line-height:1.6;font-weight:bold;margin:14px 0 6px",
        "p": "font-size:16px;line-height:1.8;margin:0 0 10px;text-indent:2em",
        "right": "font-size:16px;line-height:1.8;margin:0 0 6px;text-align:right",
        "center": "font-size:16px;line-height:1.8;margin:0 0 10px;text-align:center",
        "table": "border-collapse:collapse;width:100%;font-size:14px;margin:0 0 12px",
        "td": "border:1px solid #999;padding:4px 6px;vertical-align:top",
    }
)


def fragment(word: bytes) -> str:
    """The blocks of a finished Word file as escaped HTML: headings, paragraphs and tables."""
    return render_to_string("public/body.html", {"blocks": _blocks(word)})


def article(word: bytes) -> str:
    """The same text with a style at each element and nothing else."""
    context = {"blocks": _blocks(word), "styles": ARTICLE_STYLES}
    return render_to_string("public/article.html", context)


def _blocks(word: bytes) -> list[dict[str, object]]:
    """Each block as its tag, where its lines stand, and its runs; or its rows, where a table."""
    return [
        {"rows": block.rows, "headed": block.headed}
        if isinstance(block, Grid)
        else {"tag": _tag(block.style), "align": STYLES[block.style].align, "runs": block.runs}
        for section in paper_of(word).sections
        for block in section.blocks
    ]


def _tag(style: str) -> str:
    outline = STYLES[style].outline
    return "p" if outline is None or outline > 2 else ("h1", "h2", "h3")[outline]
