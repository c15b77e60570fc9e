"""An office's own templates: what is wrong with one is said in a sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace

import pytest
from docx import Document

from bihuan.reports import ReportKind, render
from bihuan.reports.blank import template
from bihuan.reports.specimen import specimen
from bihuan.reports.templates import BadTemplate, validate


def _template(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _with(parts: Mapping[str, bytes]) -> bytes:
    """A sound template with some parts of its archive in the place of its own, or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_template("{{ title }}"))) as old:
        content = {name: old.read(name) for name in old.namelist()} | dict(parts)
    with zipfile.ZipFile(file, "w") as new:
        for name, data in content.items():
            new.writestr(name, data)
    return file.getvalue()


def _refusal(content: bytes) -> str:
    with pytest.raises(BadTemplate) as refused:
        validate(content, ReportKind.REPORT, "本镇模板.docx")
    assert str(refused.value).startswith("“本镇模板.docx”")
    return str(refused.value)


@pytest.mark.parametrize("kind", ReportKind)
def test_built_in_templates_are_sound(kind: ReportKind) -> None:
    validate(template(kind), kind, "模板.docx")


def test_own_template_decides_what_every_format_says() -> None:
    own = _template(
        "本镇自己的抬头", "{%p for entry in entries %}", "{{ entry.problem[0] }}", "{%p endfor %}"
    )
    context = specimen(ReportKind.REPORT)
    words = [
        p.text for p in Document(io.BytesIO(render(context, ".docx", template=own))).paragraphs
    ]
    assert words == ["本镇自己的抬头", "problem"]
    assert "本镇自己的抬头" in render(context, ".html", template=own).decode()


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{ titel }}", "没有“titel”这个栏目；是不是“title”"),
        (
            "{% for e in entries %}{{ e.problm }}{% endfor %}",
            "没有“e.problm”这个栏目；是不是“e.problem”",
        ),
        (
            "{% for a in areas %}{% for g in a.groups %}{{ g.name }}{% endfor %}{% endfor %}",
            "g.name",
        ),
        ("{% if unit %}{{ nothing }}{% endif %}", "nothing"),
        ("{{ entries[0].colour }}", "colour"),
        ("{{ totals.sum }}", "totals.sum"),
        ("{{ loop.previtem }}", "loop.previtem"),
        ("{{ title ", "没有写完整"),
        ("{% for entry in entries %}", "没有写完整"),
        ("{{ title|shout }}", "没有“shout”这个过滤器"),
        ("{{ title|pprint }}", "没有“pprint”这个过滤器"),
        ("{{ title.__class__ }}", "__class__"),
        ("{{ title.upper() }}", "不支持的写法"),
        ("{{ range(9) }}", "不支持的写法"),
        ("{{ 'a' * 1000000000 }}", "不支持的写法"),
        ("{% include 'other' %}", "不支持的写法"),
    ],
)
def test_faulty_tag_is_named(tag: str, said: str) -> None:
    assert said in _refusal(_template(tag))


def test_fields_in_headers_count_too() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ nobody }}"
    file = io.BytesIO()
    document.save(file)
    assert "nobody" in _refusal(file.getvalue())


def test_what_is_no_word_document_is_refused() -> None:
    assert "不能用" in _refusal(b"plain text")
    assert "不能用" in _refusal(_template("{{ title }}")[:500])
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<workbook/>")
    assert "不是 Word 文档" in _refusal(workbook.getvalue())


def test_macros_are_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(_template("{{ title }}"))) as package:
        types = package.read("[Content_Types].xml")
    macro = types.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert "带宏" in _refusal(_with({"[Content_Types].xml": macro}))
    assert "嵌有宏" in _refusal(_with({"word/vbaProject.bin": b"macro"}))


@pytest.mark.parametrize("part", ["word/embeddings/sheet.xlsx", "word/activeX/activeX1.xml"])
def test_embedded_files_are_refused(part: str) -> None:
    assert part in _refusal(_with({part: b"<x/>"}))


def test_references_to_other_files_are_refused() -> None:
    link = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" TargetMode="External" Target="http://example.invalid/t.dotm" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
        b"</Relationships>"
    )
    assert "文档以外" in _refusal(_with({"word/_rels/settings.xml.rels": link}))


def test_fields_that_fetch_are_refused() -> None:
    footer = b'<w:ftr xmlns:w="w"><w:instrText> DDEAUTO cmd "/c calc" </w:instrText></w:ftr>'
    assert "域" in _refusal(_with({"word/footer9.xml": footer}))


def test_swollen_template_is_refused() -> None:
    assert "大" in _refusal(_with({"word/media/image1.png": bytes(9 * 1024 * 1024)}))


def test_texts_stay_texts() -> None:
    context = specimen(ReportKind.REPORT)
    hostile = "<b>&amp;{{ title }}{% raw %}“引号”"
    word = render(replace(context, title=hostile), ".docx", template=_template("{{ title }}"))
    assert Document(io.BytesIO(word)).paragraphs[0].text == hostile


@pytest.mark.parametrize(
    "mark",
    [
        "<w:ins w:id='1' w:author='张'><w:r><w:t>新</w:t></w:r></w:ins>",
        "<w:del w:id='1' w:author='张'><w:r><w:delText>旧</w:delText></w:r></w:del>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>",
        "<w:r><w:commentReference w:id='0'/></w:r>",
    ],
)
def test_what_is_not_seen_is_refused(mark: str) -> None:
    with zipfile.ZipFile(io.BytesIO(_template("{{ title }}"))) as package:
        document = package.read("word/document.xml").decode()
    marked = document.replace("</w:p>", f"{mark}</w:p>", 1).encode()
    assert "修订、批注或隐藏" in _refusal(_with({"word/document.xml": marked}))


def test_template_leaves_no_name_in_the_document() -> None:
    own = Document(io.BytesIO(_template("{{ title }}")))
    own.core_properties.author = own.core_properties.last_modified_by = "王小明"
    file = io.BytesIO()
    own.save(file)
    content = render(specimen(ReportKind.REPORT), ".docx", template=file.getvalue())
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert len(package.namelist()) == len(set(package.namelist()))
        assert not [
            name
            for name in package.namelist()
            if "王小明" in str(package.read(name), "utf-8", "replace")
        ]


def test_document_of_a_document_keeps_one_set_of_properties() -> None:
    """A template that bihuan's own output was made into has properties already."""
    once = render(specimen(ReportKind.REPORT), ".docx", template=_template("{{ title }}"))
    twice = render(specimen(ReportKind.REPORT), ".docx", template=once)
    with zipfile.ZipFile(io.BytesIO(twice)) as package:
        assert package.namelist().count("docProps/custom.xml") == 1
