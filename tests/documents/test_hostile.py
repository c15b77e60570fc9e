"""Broken and hostile files: one sentence each, that names the file and what to do."""

from __future__ import annotations

import contextlib
import os
import re
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from bihuan.documents import MAX_BYTES, read
from bihuan.documents.safety import MAX_ENTRIES
from bihuan.errors import UnreadableInput
from tests.documents.builders import docx, level, numbered, numbering, packed, word_part
from tests.documents.office import convert

_SENTENCE = re.compile(r"读不了“[^”]+”：[^。\n]+，请[^。\n]+。")


def _refused(path: Path) -> str:
    with pytest.raises(UnreadableInput) as caught:
        read(path)
    text = str(caught.value)
    assert _SENTENCE.fullmatch(text), text
    return text


def _refused_bytes(folder: Path, data: bytes, name: str = "报告.docx") -> str:
    path = folder / name
    path.write_bytes(data)
    text = _refused(path)
    assert name in text
    return text


@pytest.mark.parametrize("data", [b"", b"\x00" * 600, b"\r\n  \t"])
@pytest.mark.parametrize("name", ["报告.docx", "报告.txt", "报告.pdf", "报告"])
def test_empty(tmp_path: Path, data: bytes, name: str) -> None:
    assert "空的" in _refused_bytes(tmp_path, data, name)


def test_folder(tmp_path: Path) -> None:
    assert "文件夹" in _refused(tmp_path)


def test_missing(tmp_path: Path) -> None:
    assert "没有这个文件" in _refused(tmp_path / "报告.docx")


@pytest.mark.parametrize("name", ["报\udce6告.docx", "报\n告.docx", "报\x00告", "长" * 300])
def test_names(tmp_path: Path, name: str) -> None:
    _refused(tmp_path / name).encode()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text("整改", encoding="utf-8")
    path.chmod(0)
    assert "权限" in _refused(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_named_pipe(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    os.mkfifo(path)
    assert "普通文件" in _refused(path)


def test_huge_file(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    with path.open("wb") as file:
        file.truncate(2 * MAX_BYTES)
    assert "上限" in _refused(path)


def test_highly_packed_part(tmp_path: Path) -> None:
    _refused_bytes(tmp_path, packed({"word/document.xml": b" " * 40_000_000}))
    assert "大得不正常" in _refused_bytes(tmp_path, docx("<w:p/>" * 2_000_000))


def test_parts_that_are_too_large_together(tmp_path: Path) -> None:
    data = os.urandom(1_000_000) * 60
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for number in range(2):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", data)
    assert "上限" in _refused_bytes(tmp_path, buffer.getvalue(), "台账.xlsx")


def test_very_many_parts(tmp_path: Path) -> None:
    parts = {f"word/{number}": b"" for number in range(MAX_ENTRIES + 1)}
    assert "多得不正常" in _refused_bytes(tmp_path, packed(parts))


def test_part_that_is_larger_than_it_says(tmp_path: Path) -> None:
    content = word_part("document", "<w:body/>" + " " * 5_000_000)
    data = bytearray(packed({"word/document.xml": content}))
    size = struct.pack("<L", len(content.encode()))
    _refused_bytes(tmp_path, bytes(data).replace(size, struct.pack("<L", 100)))


def test_parts_on_top_of_each_other(tmp_path: Path) -> None:
    """The directory names one part's bytes twice."""
    data = packed({"word/document.xml": b"<x/>" * 9, "word/documenu.xml": b"<y/>" * 9})
    second = data.rindex(b"PK\x01\x02") + 42
    _refused_bytes(tmp_path, data[:second] + struct.pack("<L", 0) + data[second + 4 :])


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_packed_in_another_way(tmp_path: Path, method: int) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("word/document.xml", word_part("document", "<w:body/>"))
    assert "压缩方法" in _refused_bytes(tmp_path, buffer.getvalue())


def test_archive_in_an_archive(tmp_path: Path) -> None:
    assert "压缩包" in _refused_bytes(tmp_path, packed({"报告.docx": docx("正文")}), "报告.zip")


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE d [<!ENTITY l0 "哈">{_LAUGHS}]>',
        '<!DOCTYPE d [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE d SYSTEM "http://example.invalid/d.dtd" [<!ENTITY l9 "x">]>',
    ],
)
@pytest.mark.parametrize(
    "part", ["word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels"]
)
def test_entities(tmp_path: Path, doctype: str, part: str) -> None:
    whole = word_part("document", "<w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body>")
    bomb = whole.replace("?>", f"?>{doctype}", 1)
    _refused_bytes(tmp_path, docx("正文", parts={part: bomb}))


def test_deeply_nested_xml(tmp_path: Path) -> None:
    _refused_bytes(tmp_path, docx("<w:p>" + "<w:ins>" * 5_000 + "</w:ins>" * 5_000 + "</w:p>"))


def _ledger() -> bytes:
    book = openpyxl.Workbook()
    for number in range(60):
        book.worksheets[0].append([number, f"问题{number}", "整改措施" * number])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


_REPORT = docx(
    *[numbered(f"问题{n}") for n in range(99)], numbering=numbering(level(0, "decimal", "%1."))
)


@pytest.mark.parametrize("whole", [_REPORT, _ledger()])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_truncated_archives(tmp_path: Path, whole: bytes, share: float) -> None:
    _refused_bytes(tmp_path, whole[: int(len(whole) * share)])


def test_word_document_without_its_text(tmp_path: Path) -> None:
    assert "缺少正文" in _refused_bytes(tmp_path, packed({"word/styles.xml": "<x/>"}))


@pytest.mark.parametrize("content", [b"", b"<x", b"\xff\xfe\x00", b"<html/>", b"\x00" * 99])
def test_parts_that_are_no_xml(tmp_path: Path, content: bytes) -> None:
    _refused_bytes(tmp_path, packed({"word/document.xml": content}))
    _refused_bytes(tmp_path, packed({"xl/workbook.xml": content}), "台账.xlsx")


@pytest.fixture(scope="module")
def old_workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("old") / "台账.xlsx"
    path.write_bytes(_ledger())
    return convert(path, "xls").read_bytes()


@pytest.mark.parametrize("share", [0.05, 0.4, 0.8])
def test_truncated_xls(tmp_path: Path, old_workbook: bytes, share: float) -> None:
    _refused_bytes(tmp_path, old_workbook[: int(len(old_workbook) * share)], "台账.xls")


@pytest.mark.parametrize("seed", range(0, 4000, 40))
def test_damaged_xls(tmp_path: Path, old_workbook: bytes, seed: int) -> None:
    """Any byte wrong: a document or a sentence."""
    data = bytearray(old_workbook)
    for place in range(seed, len(data), 4001):
        data[place] ^= 0xFF
    path = tmp_path / "台账.xls"
    path.write_bytes(bytes(data))
    with contextlib.suppress(UnreadableInput):
        assert read(path).format in ("xls", "text")


_FREE, _END, _NO_STREAM = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF


def _ole(*streams: str) -> bytes:
    """An OLE2 file with empty streams of these names: [MS-CFB] 2.2 to 2.6."""
    header = struct.pack(
        "<8s16xHHHHH6xLLLLLLLLL",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    table = struct.pack("<L", 0) + struct.pack("<L", _FREE) * 108
    sectors = struct.pack("<LL", 0xFFFFFFFD, _END) + struct.pack("<L", _FREE) * 126
    entries = [_entry("Root Entry", 5, child=1)]
    entries += [
        _entry(name, 2, right=number + 1 if number < len(streams) else _NO_STREAM)
        for number, name in enumerate(streams, 1)
    ]
    directory = b"".join(entries).ljust(512, b"\x00")
    return header + table + sectors + directory


def _entry(name: str, kind: int, *, right: int = _NO_STREAM, child: int = _NO_STREAM) -> bytes:
    text = (name + "\x00").encode("utf-16-le")
    links = struct.pack("<64sHBBLLL", text, len(text), kind, 1, _NO_STREAM, right, child)
    return links + bytes(36) + struct.pack("<LQ", _END, 0)


@pytest.mark.parametrize(
    ("streams", "reason"),
    [
        (["EncryptedPackage", "EncryptionInfo"], "密码"),
        (["PowerPoint Document"], "演示文稿"),
        (["Something"], "认不出"),
        (["Workbook"], "损坏"),
    ],
)
@pytest.mark.parametrize("name", ["报告.docx", "台账.xlsx", "台账.xls"])
def test_ole_files(tmp_path: Path, streams: list[str], reason: str, name: str) -> None:
    assert reason in _refused_bytes(tmp_path, _ole(*streams), name)


def test_circular_ole_file(tmp_path: Path) -> None:
    data = _ole("Workbook")
    _refused_bytes(tmp_path, data.replace(struct.pack("<L", _END), struct.pack("<L", 1)))


_NOISE = bytes((n * n * 31 + n * 7) % 256 for n in range(5_000))


@pytest.mark.parametrize(
    "start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", b"\x00\xff"]
)
@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.xls", "a.html", "a.txt", "a.pdf", "a.png"])
def test_noise(tmp_path: Path, start: bytes, name: str) -> None:
    _refused_bytes(tmp_path, start + _NOISE, name)


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"(" * 300_000,
        lambda: b"1." * 150_000,
        lambda: "“".encode() * 100_000,
        lambda: "整改，".encode() * 40_000,
        lambda: "一、\n".encode() * 40_000,
        ("县委巡察组对青石镇党委开展了常规巡察，发现问题\n" * 12_000 + "完。\n" * 1_500).encode,
        lambda: b"<html>" + b"<p>" + "关于整改的情况".encode() * 2 + b"<p>" * 60_000,
        lambda: b"<html><ol>" + "<li>整改".encode() * 30_000,
        lambda: b"<html><table>" + "<tr><td rowspan=999 colspan=99>甲".encode() * 5_000,
        lambda: b"<html>" + "<h1>关于整改的情况</h1>".encode() * 10_000,
        lambda: b"<html>" + b"<" * 300_000,
    ],
)
def test_monotonous_input_is_read(tmp_path: Path, make: Callable[[], bytes]) -> None:
    """What patterns might try in very many ways; a pattern that does would not come back."""
    path = tmp_path / "文件.txt"
    path.write_bytes(make())
    assert read(path).blocks
