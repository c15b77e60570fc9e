"""Evidence: kept once, told where it is used twice, refused where it could do harm."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from bihuan.web import storage
from bihuan.web.models import Blob, Evidence
from tests.web.conftest import Office


def _photo() -> bytes:
    image = Image.new("RGB", (40, 30), "green")
    exif = image.getexif()
    exif.get_ifd(0x8769)[0x9003] = "2024:09:02 10:20:30"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (30.0, 15.0, 0.0), "E", (109.0, 30.0, 36.0)
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def _upload(office: Office, *files: tuple[str, bytes], finding: int = 0, who: str = "owner") -> str:
    address = reverse("evidence_upload", args=[office.findings[finding].pk])
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    answer = office.signed_in(who).post(address, {"files": sent}, follow=True)
    return str(answer.content.decode())


def test_a_photo_tells_when_and_where(office: Office) -> None:
    _upload(office, ("现场.jpg", _photo()))
    piece = Evidence.objects.get()
    assert piece.taken_at
    assert piece.taken_at.strftime("%Y-%m-%d") == "2024-09-02"
    assert (piece.latitude, piece.longitude) == (30.25, 109.51)


def test_the_same_file_is_stored_once_and_shown_under_both(office: Office) -> None:
    content = "整改说明：3户均已核实。".encode()
    _upload(office, ("说明.txt", content))
    page = _upload(office, ("另一个名字.txt", content), finding=1)
    assert Blob.objects.count() == 1
    assert "同一份文件也用在" in page
    assert "已经上传过" in _upload(office, ("说明.txt", content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("页.html", b"<!doctype html><html><script>alert(1)</script></html>"),
        ("照片.jpg", b"<html><body><script>alert(1)</script></body></html>"),
        ("程序.pdf", b"MZ\x90\x00" + b"\x00" * 200),
        ("空.txt", b""),
    ],
)
def test_what_could_do_harm_is_refused_and_leaves_no_trace(
    office: Office, name: str, content: bytes
) -> None:
    page = _upload(office, (name, content), ("好.txt", "可以收的说明".encode()))
    assert "已上传1份材料" in page
    assert Evidence.objects.count() == 1
    stored = [path for path in storage.path_of("00").parent.parent.glob("??/*") if path.is_file()]
    assert (
        len(
            [path for path in stored if path.name in set(Blob.objects.values_list("pk", flat=True))]
        )
        == 1
    )


def test_a_name_is_only_a_name(office: Office) -> None:
    _upload(office, ("../../../x.txt", "说明文字".encode()))
    assert "/" not in Evidence.objects.get().name


def test_it_is_withdrawn_with_a_reason_and_never_deleted(office: Office) -> None:
    _upload(office, ("说明.txt", "整改说明文字".encode()))
    piece = Evidence.objects.get()
    client = office.signed_in("owner")
    address = reverse("evidence_withdraw", args=[piece.pk])
    assert client.post(address, {"reason": " "}).status_code == 400
    client.post(address, {"reason": "传错了"})
    piece.refresh_from_db()
    assert piece.withdrawn_because == "传错了"
    assert storage.path_of(piece.blob_id).exists()


def test_what_a_browser_could_run_is_handed_out_not_shown(office: Office) -> None:
    _upload(office, ("说明.txt", "整改说明文字".encode()))
    answer = office.signed_in("discipline").get(
        reverse("evidence_file", args=[Evidence.objects.get().pk])
    )
    assert answer["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
