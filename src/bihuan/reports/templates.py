"""An office's own Word template: proved harmless and understood before it is used.

Each fault is one sentence that names the tag and what would be right.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from bihuan.documents.safety import Archive, ArchiveError
from bihuan.errors import UserError
from bihuan.reports.context import ReportContext
from bihuan.reports.kinds import ReportKind

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

MAX_TEMPLATE = 8 * 1024 * 1024
MAX_EXPANDED = 64 * 1024 * 1024
"""The largest template, in bytes: packed, and once unpacked."""
_MAIN = "word/document.xml"
_WORD = b"officedocument.wordprocessingml.document.main+xml"
_FORBIDDEN_PARTS = re.compile(
    r"vbaProject|/embeddings/|/activeX/|/afchunk|\.(?:bin|exe|dll|ocx|js|vbs|html?|mht)$", re.I
)
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.I)
_HYPERLINK = re.compile(rb"relationships/hyperlink[\"']")
_FIELDS_THAT_FETCH = re.compile(
    rb"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|MACROBUTTON|LINK|IMPORT|DATABASE)\b"
)
# They would go into every document that is published.
_UNSEEN = re.compile(
    rb"<w:(?:ins|del|moveFrom|moveTo|comment|commentReference|vanish|specVanish)\b(?![^>]*val=.0)"
)
_INSTRUCTION = re.compile(rb"<w:instrText[^>]*>([^<]*)<|w:instr\s*=\s*[\"']([^\"']*)")
# What a template may do: choose, repeat, and show fields. Nothing is called or multiplied, so that
# no template can take hold of the machine or make it work for ever.
_ALLOWED = frozenset(
    [
        "Template",
        "Output",
        "TemplateData",
        "For",
        "If",
        "Name",
        "NSRef",
        "Const",
        "Getattr",
        "Getitem",
        "Slice",
        "Filter",
        "Test",
        "Compare",
        "Operand",
        "And",
        "Or",
        "Not",
        "CondExpr",
        "Concat",
        "Assign",
        "List",
        "Tuple",
    ]
)
_FILTERS = frozenset(
    {"join", "default", "length", "first", "last", "trim", "replace", "upper", "e"}
)
_TESTS = frozenset({"defined", "none", "equalto", "eq", "ne", "in"})
_LOOP = frozenset({"index", "index0", "first", "last", "length"})
_KNOWN_TO_JINJA = frozenset({"loop", "true", "false", "none", "True", "False", "None"})


class BadTemplate(UserError):
    """A template that can't be used; the sentence says what is wrong and what to do."""


def validate(template: bytes, kind: ReportKind, name: str) -> None:
    """Proves that a template can be used for documents of this kind; `name` is the file's.

    BadTemplate where it is no Word document or a hostile one, names a field that there isn't, holds
    a broken tag, or can't be filled in.
    """
    from bihuan.reports.docx import render
    from bihuan.reports.specimen import specimen

    try:
        render(specimen(kind), template)
    except BadTemplate as error:
        raise BadTemplate(f"“{name}”：{error}") from error


def check(template: bytes) -> bytes:
    """The template itself, where nothing in it is hostile and every tag is understood.

    BadTemplate otherwise.
    """
    _check_package(template)
    _check_tags(template)
    return template


def fault(error: Exception) -> BadTemplate:
    """What to say where a template's tags are each right, but don't make a document together."""
    remedy = "请检查 {%p %} 和 {%tr %} 是不是各自单独成段、成行，并且成对"
    return _refuse(f"填不进内容（{str(error)[:80]}）", remedy)


def _refuse(reason: str, remedy: str) -> BadTemplate:
    return BadTemplate(f"这个模板不能用：{reason}；{remedy}。")


# The file


def _check_package(template: bytes) -> None:
    if len(template) > MAX_TEMPLATE:
        raise _refuse("文件太大", "请删去其中的图片后再试")
    try:
        archive = Archive(template)
        if archive.expanded > MAX_EXPANDED:
            raise _refuse("解压后大得不正常", "请在 Word 中另存为 .docx 后再试")
        types = archive.read("[Content_Types].xml") or b""
        if archive.read(_MAIN) is None:
            raise _refuse("不是 Word 文档", "请在 Word 中另存为 .docx")
        if b"macroEnabled" in types or _WORD not in types:
            raise _refuse("带宏，或者是 .dotm、.dotx", "请在 Word 中另存为不带宏的 .docx")
        for name in archive.names:
            _check_part(name, archive)
    except ArchiveError as error:
        raise _refuse(str(error), "请在 Word 中另存为 .docx 后再试") from error


def _check_part(name: str, archive: Archive) -> None:
    if _FORBIDDEN_PARTS.search(name):
        raise _refuse(f"里面嵌有宏或别的文件（{name}）", "请删去后再试")
    content = archive.read(name) or b""
    if name.endswith(".rels"):
        links = _EXTERNAL.findall(content)
        if any(not _HYPERLINK.search(link) for link in links):
            raise _refuse("引用了文档以外的文件", "请改为插入到文档里")
    elif name.endswith(".xml"):
        told = (first or second for first, second in _INSTRUCTION.findall(content))
        if any(_FIELDS_THAT_FETCH.search(field) for field in told):
            raise _refuse("含有会从别处取内容的域", "请把这些域改成普通文字")
        if name.startswith("word/") and "style" not in name and _UNSEEN.search(content):
            raise _refuse("里面有修订、批注或隐藏的文字", "请接受修订、删去批注和隐藏的文字")


# The tags


def _check_tags(template: bytes) -> None:
    from docxtpl import DocxTemplate
    from jinja2 import TemplateSyntaxError
    from lxml import etree

    from bihuan.reports.docx import environment

    try:
        document = DocxTemplate(io.BytesIO(template))
        document.init_docx()
        parts = [document.patch_xml(document.get_xml())]
        for uri in (document.HEADER_URI, document.FOOTER_URI):
            parts += [
                document.patch_xml(document.get_part_xml(part))
                for _, part in document.get_headers_footers(uri)
            ]
    except (KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise _refuse("文件已损坏", "请在 Word 中另存为 .docx 后再试") from error
    jinja = environment()
    for part in parts:
        try:
            _Tags(jinja).check(part)
        except TemplateSyntaxError as error:
            raise _refuse(_broken(part, error), "请对照说明改正这个标签") from error


def _broken(part: str, error: Any) -> str:
    """Where a tag is broken: its words, or those around the place that Jinja names."""
    lines = part.splitlines()
    line = lines[error.lineno - 1] if 0 < error.lineno <= len(lines) else ""
    tags = re.findall(r"\{[{%].{0,60}?(?:[}%]\}|$)", re.sub(r"<[^>]+>", "", line))
    last = f"“{tags[-1]}”一带" if tags else ""
    return f"标签{last}没有写完整（{error.message}）"


class _Tags:
    """Walks through a part's tags, and knows what each name stands for."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment

    def check(self, part: str) -> None:
        """BadTemplate for the first tag that names or does what it may not."""
        self._walk(self.environment.parse(part), ROOT)

    def _walk(self, node: nodes.Node, scope: Mapping[str, Any]) -> None:
        kind = type(node).__name__
        if kind not in _ALLOWED:
            raise _refuse(f"标签里用了不支持的写法（{kind}）", "模板里只能用栏目、条件和循环")
        if kind == "For":
            self._walk_loop(node, scope)
            return
        if kind == "Assign":
            scope = {**scope, **dict.fromkeys(_names(node), None)}
        self._check_node(node, kind, scope)
        for child in node.iter_child_nodes():
            self._walk(child, scope)

    def _walk_loop(self, node: Any, scope: Mapping[str, Any]) -> None:
        self._walk(node.iter, scope)
        inner = {**scope, **dict.fromkeys(_names(node), _element(_type_of(node.iter, scope)))}
        for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
            self._walk(child, inner)

    def _check_node(self, node: Any, kind: str, scope: Mapping[str, Any]) -> None:
        if kind == "Name" and node.ctx == "load" and node.name not in scope:
            if node.name not in _KNOWN_TO_JINJA:
                raise _unknown(node.name, tuple(ROOT))
        elif kind == "Getattr":
            _check_field(node, scope)
        elif kind == "Filter" and node.name not in _FILTERS:
            raise _refuse(
                f"没有“{node.name}”这个过滤器", f"可用的有：{'、'.join(sorted(_FILTERS))}"
            )
        elif kind == "Test" and node.name not in _TESTS:
            raise _refuse(f"没有“{node.name}”这个判断", f"可用的有：{'、'.join(sorted(_TESTS))}")


def _names(node: Any) -> Iterator[str]:
    from jinja2 import nodes

    yield from (name.name for name in node.target.find_all(nodes.Name))
    if isinstance(node.target, nodes.Name):
        yield node.target.name


def _check_field(node: Any, scope: Mapping[str, Any]) -> None:
    from jinja2 import nodes

    if isinstance(node.node, nodes.Name) and node.node.name == "loop":
        if node.attr not in _LOOP:
            raise _unknown(f"loop.{node.attr}", tuple(f"loop.{name}" for name in _LOOP))
        return
    owner = _type_of(node.node, scope)
    known = fields_of(owner) if is_dataclass(owner) else {}
    if node.attr not in known:
        name = node.node.name if isinstance(node.node, nodes.Name) else "…"
        raise _unknown(f"{name}.{node.attr}", tuple(f"{name}.{one}" for one in known))


def _type_of(node: Any, scope: Mapping[str, Any]) -> Any:
    """What a name, a field of a field, or a slice or element of a list is; None if unknown."""
    from jinja2 import nodes

    if isinstance(node, nodes.Name):
        return scope.get(node.name)
    if isinstance(node, nodes.Getattr):
        owner = _type_of(node.node, scope)
        return fields_of(owner).get(node.attr) if is_dataclass(owner) else None
    if isinstance(node, nodes.Getitem):
        whole = _type_of(node.node, scope)
        return whole if isinstance(node.arg, nodes.Slice) else _element(whole)
    return None


def _element(kind: Any) -> Any:
    return next(iter(get_args(kind)), None)


def _unknown(name: str, known: tuple[str, ...]) -> BadTemplate:
    near = get_close_matches(name, known, 1, 0.4)
    hint = f"是不是“{near[0]}”" if near else "栏目都列在模板说明里"
    return _refuse(f"没有“{name}”这个栏目", hint)


def fields_of(kind: Any) -> Mapping[str, Any]:
    """The fields of one of the context's values with their types, worked-out ones included."""
    hints = get_type_hints(kind)
    worked_out = {
        name: get_type_hints(value.fget)["return"]
        for name, value in vars(kind).items()
        if isinstance(value, property)
    }
    return {field.name: hints[field.name] for field in fields(kind)} | worked_out


ROOT: Mapping[str, Any] = MappingProxyType(dict(fields_of(ReportContext)))
"""What a template may name at its top level."""
