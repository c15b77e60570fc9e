"""Digests: once a working day, by e-mail and robots; refusals are tried again and told."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.urls import reverse
from pytest_django import Settings

from bihuan.web.actions import delivery as actions
from bihuan.web.actions.delivery import set_digest
from bihuan.web.actions.recording import Refused
from bihuan.web.delivery.robots import NotSent
from bihuan.web.jobs import deliver
from bihuan.web.models import Channel, Event, Message
from tests.web.conftest import Office

ZONE = ZoneInfo(django_settings.TIME_ZONE)
MONDAY = datetime(2025, 3, 10, 9, 0, tzinfo=ZONE)
SUNDAY = MONDAY - timedelta(days=1)
HOLIDAY = datetime(2025, 10, 1, 9, 0, tzinfo=ZONE)


@dataclass
class Vendor:
    """A server that plays a robot: what it was sent, and what it answers."""

    address: str = ""
    answer: bytes = b'{"errcode": 0, "code": 0}'
    status: int = 200
    got: list[tuple[str, dict[str, object]]] = field(default_factory=list)


@pytest.fixture
def vendor(settings: Settings) -> Iterator[Vendor]:
    plays = Vendor()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            plays.got.append((self.path, json.loads(body)))
            self.send_response(plays.status)
            if plays.status == 302:
                self.send_header("Location", plays.address + "/elsewhere")
            self.end_headers()
            self.wfile.write(plays.answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    plays.address = f"http://{host}/robot/send?key=1"
    settings.ROBOT_HOSTS = frozenset({host})
    yield plays
    server.shutdown()
    server.server_close()


def _channel(office: Office, vendor: Vendor, kind: str = "wecom", secret: str = "") -> Channel:
    return actions.add_channel(
        by=office.people["administrator"],
        unit=office.town,
        kind=kind,
        url=vendor.address,
        secret=secret,
    )


def test_the_group_is_told_once_a_day(office: Office, vendor: Vendor) -> None:
    _channel(office, vendor)
    assert deliver(MONDAY) == 1
    assert deliver(MONDAY + timedelta(hours=3)) == 0
    assert deliver(MONDAY + timedelta(days=1)) == 1
    text = json.dumps(vendor.got[0][1], ensure_ascii=False)
    assert "超期3个" in text
    assert "农业农村办" in text
    assert "owner" not in text


@pytest.mark.parametrize("when", [SUNDAY, HOLIDAY, MONDAY.replace(hour=6)])
def test_days_off_and_early_hours_are_quiet(office: Office, vendor: Vendor, when: datetime) -> None:
    _channel(office, vendor)
    assert deliver(when) == 0
    assert vendor.got == []


def test_dingtalk_is_signed_in_the_address(office: Office, vendor: Vendor) -> None:
    _channel(office, vendor, "dingtalk", secret="SEC-secret")
    deliver(MONDAY)
    query = parse_qs(urlsplit(vendor.got[0][0]).query)
    stamp = query["timestamp"][0]
    assert stamp == str(int(MONDAY.timestamp() * 1000))
    mac = hmac.new(b"SEC-secret", f"{stamp}\nSEC-secret".encode(), hashlib.sha256)
    assert query["sign"] == [base64.b64encode(mac.digest()).decode()]
    assert vendor.got[0][1]["msgtype"] == "markdown"


def test_feishu_is_signed_in_the_body(office: Office, vendor: Vendor) -> None:
    _channel(office, vendor, "feishu", secret="a-secret")
    deliver(MONDAY)
    body = vendor.got[0][1]
    mac = hmac.new(f"{body['timestamp']}\na-secret".encode(), b"", hashlib.sha256)
    assert body["sign"] == base64.b64encode(mac.digest()).decode()
    assert body["msg_type"] == "text"


@pytest.mark.parametrize(
    ("kind", "answer", "status"),
    [
        ("wecom", b'{"errcode": 93000, "errmsg": "invalid webhook url"}', 200),
        ("dingtalk", b'{"errcode": 310000, "errmsg": "sign not match"}', 200),
        ("feishu", b'{"code": 19021, "msg": "sign match fail"}', 200),
        ("wecom", b"<html>gateway</html>", 200),
        ("wecom", b"{}", 502),
        ("wecom", b"", 302),
    ],
)
def test_what_is_refused_is_tried_again_later(
    office: Office, vendor: Vendor, kind: str, answer: bytes, status: int
) -> None:
    vendor.answer, vendor.status = answer, status
    _channel(office, vendor, kind)
    assert deliver(MONDAY) == 0
    message = Message.objects.get()
    assert message.error
    assert deliver(MONDAY + timedelta(minutes=5)) == 0
    assert len(vendor.got) == 1
    vendor.answer, vendor.status = b'{"errcode": 0, "code": 0}', 200
    assert deliver(MONDAY + timedelta(minutes=16)) == 1
    message.refresh_from_db()
    assert message.sent_at
    assert message.error == ""


def test_after_the_last_try_the_administrator_sees_why(office: Office, vendor: Vendor) -> None:
    vendor.status = 500
    _channel(office, vendor)
    for hours in range(0, 15):
        deliver(MONDAY + timedelta(hours=hours))
    message = Message.objects.get()
    assert (message.tries, message.next_try_at) == (6, None)
    page = office.signed_in("administrator").get(reverse("channels")).content.decode()
    assert "不再重试" in page


def test_two_processes_send_a_message_once(office: Office, vendor: Vendor) -> None:
    _channel(office, vendor)
    actions.compose(MONDAY)
    stale = list(Message.objects.select_related("channel"))
    assert actions.send_due(MONDAY + timedelta(days=3000)) == 1
    # What the other process had read before it was claimed.
    assert not any(actions._sent(message, MONDAY) for message in stale)
    assert len(vendor.got) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
        "https://qyapi.weixin.qq.com.evil.example/send",
        "https://qyapi.weixin.qq.com@127.0.0.1/send",
        "https://127.0.0.1/send",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_is_not_the_vendor_s_is_refused(office: Office, url: str) -> None:
    by = office.people["administrator"]
    with pytest.raises(NotSent, match="qyapi"):
        actions.add_channel(by=by, unit=office.town, kind="wecom", url=url, secret="")
    assert not Channel.objects.exists()


def test_only_administrators_set_robots(office: Office, vendor: Vendor) -> None:
    with pytest.raises(Refused):
        actions.add_channel(
            by=office.people["clerk"],
            unit=office.town,
            kind="wecom",
            url=vendor.address,
            secret="",
        )


def test_a_secret_never_reaches_the_history_or_the_page(office: Office, vendor: Vendor) -> None:
    _channel(office, vendor, "dingtalk", secret="SEC-very-secret")
    told = json.dumps(list(Event.objects.values_list("before", "after")), ensure_ascii=False)
    assert "very-secret" not in told
    assert "key=1" not in told
    page = office.signed_in("administrator").get(reverse("channels")).content.decode()
    assert "very-secret" not in page


def test_the_page_tries_and_switches_a_robot(office: Office, vendor: Vendor) -> None:
    channel = _channel(office, vendor)
    client = office.signed_in("administrator")
    client.post(reverse("channel_try", args=[channel.pk]))
    assert len(vendor.got) == 1
    client.post(reverse("channel_switch", args=[channel.pk]))
    assert deliver(MONDAY) == 0


def test_people_get_their_own_work_by_mail(office: Office, settings: Settings) -> None:
    settings.EMAIL_HOST, settings.ORIGIN = "smtp.example.cn", "https://bihuan.example.cn"
    set_digest(office.people["owner"], email="owner@example.cn", wanted=True)
    set_digest(office.people["reader"], email="reader@example.cn", wanted=True)
    set_digest(office.people["lead"], email="lead@example.cn", wanted=False)
    assert deliver(MONDAY) == 1
    assert deliver(MONDAY + timedelta(hours=1)) == 0
    assert mail.outbox[0].to == ["owner@example.cn"]
    assert "超期未办：3个" in mail.outbox[0].body
    assert "https://bihuan.example.cn/" in mail.outbox[0].body


def test_without_a_mail_server_the_page_is_all(office: Office) -> None:
    set_digest(office.people["owner"], email="owner@example.cn", wanted=True)
    assert deliver(MONDAY) == 0
    assert not Message.objects.exists()
