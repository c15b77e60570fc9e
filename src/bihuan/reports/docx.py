"""A document as a Word file: the template filled in, and what no template can say put beside it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from bihuan.reports.blank import template as built_in
from bihuan.reports.comments import comment
from bihuan.reports.context import ReportContext
from bihuan.reports.form import BODY_SIZE, signature_indents
from bihuan.reports.kinds import Audience
from bihuan.reports.metadata import describe
from bihuan.reports.templates import ROOT, check, fault

if TYPE_CHECKING:
    from docx.document import Document
    from jinja2 import Environment

_REMEMBERED = 32
_LAST_PARAGRAPHS = 40
_TWIPS_PER_CHARACTER = BODY_SIZE * 20


def render(context: ReportContext, template: bytes | None = None) -> bytes:
    """The Word file's bytes. UserError where the template can't be used."""
    word = _filled(check(template) if template else built_in(context.kind), context)
    _place_signature(word, context)
    describe(word, context)
    if context.audience is Audience.INTERNAL:
        comment(word, context)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _filled(template: bytes, context: ReportContext) -> Document:
    """The template with the context's texts in the places of its tags."""
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError
    from lxml import etree

    filled = DocxTemplate(io.BytesIO(template))
    try:
        filled.render(fields_of(context), environment())
    except (TemplateError, etree.XMLSyntaxError, ValueError, TypeError) as error:
        raise fault(error) from error
    document: Document = filled.docx
    return document


def fields_of(context: ReportContext) -> Mapping[str, Any]:
    """What a template may name, with its values."""
    return {name: getattr(context, name) for name in ROOT}


@cache
def environment() -> Environment:
    """Fills templates in: texts stay texts, an unknown field is an error, and no code runs."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    # Compiling is half of the work, and one template serves for many documents.
    compiled = lru_cache(_REMEMBERED)(made.from_string)
    made.from_string = compiled  # type: ignore[method-assign,assignment]
    return made


def _place_signature(document: Document, context: ReportContext) -> None:
    """Sets the name over the date: how far in they stand hangs on their lengths."""
    name, day = signature_indents(context.signed_by, context.signed_on)
    # Word gives styles other ids when it saves a template; their names stay.
    ids = {str(style.name): style.style_id for style in document.styles}
    indents = {ids.get("署名"): name, ids.get("成文日期"): day}
    for paragraph in document.paragraphs[-_LAST_PARAGRAPHS:]:
        if (style := paragraph._p.style) and style in indents:
            _indent_right(paragraph, indents[style])


def _indent_right(paragraph: Any, characters: float) -> None:
    from docx.oxml.ns import qn

    node = paragraph._p.get_or_add_pPr().get_or_add_ind()
    node.set(qn("w:rightChars"), str(round(characters * 100)))
    node.set(qn("w:right"), str(round(characters * _TWIPS_PER_CHARACTER)))
