"""What a Word file says of itself: its title and its register's kind, and nobody's name."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bihuan.reports.context import ReportContext
from bihuan.reports.own import properties_of

if TYPE_CHECKING:
    from docx.document import Document

_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VARIANT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_NAMES: Any = {None: _CUSTOM, "vt": _VARIANT}
_LONGEST_TITLE = 250


def describe(document: Document, context: ReportContext) -> None:
    """Puts the document's own metadata in the place of all that its template brought along."""
    _name(document, context.title)
    package = document.part.package
    for identifier, relation in list(package.rels.items()):
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind == "extended-properties":
            relation.target_part._blob = (files(__package__) / "word" / "app.xml").read_bytes()
        elif kind in ("custom-properties", "thumbnail"):
            del package.rels[identifier]
    _store(package, properties_of(context))


def _name(document: Document, title: str) -> None:
    """Leaves the title and the language of what the core properties say."""
    core = document.core_properties
    for node in list(core._element):
        core._element.remove(node)
    core.title = title[:_LONGEST_TITLE]
    core.language = "zh-CN"


def _store(package: Any, properties: Mapping[str, str]) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    part = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, _custom(properties), package)
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
