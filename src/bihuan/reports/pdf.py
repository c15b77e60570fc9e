"""A document as a PDF, set by Typst with the machine's fonts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any

from bihuan.reports import form
from bihuan.reports.context import ReportContext
from bihuan.reports.fonts import chosen, installed
from bihuan.reports.own import properties_of
from bihuan.reports.paper import Paper, Section, paper_of


def render(context: ReportContext, word: bytes) -> bytes:
    """The PDF's bytes, of the Word file that the context's template gave.

    UserError where the machine has no Chinese font.
    """
    from typst import Compiler

    data = _data(context, paper_of(word))
    compiler = Compiler(
        _source(),
        font_paths=installed(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    pdf = compiler.compile(format="pdf", pdf_tags=False)
    assert isinstance(pdf, bytes)  # one file, whatever the number of pages
    return pdf


@cache
def _source() -> bytes:
    return (files(__package__) / "paper.typ").read_bytes()


def _data(context: ReportContext, paper: Paper) -> Mapping[str, Any]:
    return {
        "title": context.title,
        "keywords": [f"{name}={text}" for name, text in properties_of(context).items()],
        "form": {
            "pitch": form.LINE_PITCH,
            "character": form.CHARACTER_PITCH,
            "size": form.BODY_SIZE,
            "number_size": form.NUMBER_SIZE,
            "number_distance": form.NUMBER_DISTANCE,
        },
        "fonts": chosen(),
        "styles": {name: asdict(style) for name, style in form.STYLES.items()},
        "sections": [_section(section) for section in paper.sections],
    }


def _section(section: Section) -> Mapping[str, Any]:
    page = form.page(landscape=section.landscape)
    return {"page": asdict(page), "blocks": [asdict(block) for block in section.blocks]}
