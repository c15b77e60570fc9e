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
from bihuan.reports.own import properties_of
from bihuan.reports.templates import ROOT, check, fault

if TYPE_CHECKING:
    from docx.document import Document
    from jinja2 import Environment

_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VARIANT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_NAMES: Any = {None: _CUSTOM, "vt": _VARIANT}
_REMEMBERED = 32
_TWIPS_PER_CHARACTER = BODY_SIZE * 20


def render(context: ReportContext, template: bytes | None = None) -> bytes:
    """The Word file's bytes. UserError where the template can't be used."""
    word = _filled(check(template) if template else built_in(context.kind), context)
    _place_signature(word, context)
    _describe(word, context)
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
    made.from_string = lru_cache(_REMEMBERED)(made.from_string)  # type: ignore[method-assign]
    return made


def _place_signature(document: Document, context: ReportContext) -> None:
    """Sets the name over the date: how far in they stand hangs on their lengths."""
    indents = signature_indents(context.signed_by, context.signed_on)
    for paragraph in document.paragraphs[-40:]:
        style = paragraph._p.style
        if style in ("Signature", "Date"):
            indent = indents[style == "Date"]
            _indent_right(paragraph, indent)


def _indent_right(paragraph: Any, characters: float) -> None:
    from docx.oxml.ns import qn

    node = paragraph._p.get_or_add_pPr().get_or_add_ind()
    node.set(qn("w:rightChars"), str(round(characters * 100)))
    node.set(qn("w:right"), str(round(characters * _TWIPS_PER_CHARACTER)))


def _describe(document: Document, context: ReportContext) -> None:
    """The file's properties: the title and what bihuan says of it; nobody's name, no time."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    document.core_properties.title = context.title[:250]
    package = document.part.package
    part = Part(
        PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, _custom(properties_of(context)), package
    )
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def _custom(properties: Mapping[str, str]) -> bytes:
    from lxml import etree

    root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap=_NAMES)
    for identifier, (name, text) in enumerate(properties.items(), 2):
        node = etree.SubElement(
            root, f"{{{_CUSTOM}}}property", fmtid=_FORMAT_ID, pid=str(identifier), name=name
        )
        etree.SubElement(node, f"{{{_VARIANT}}}lpwstr").text = text
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
