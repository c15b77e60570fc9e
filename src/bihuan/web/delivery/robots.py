"""The group robots of WeCom, DingTalk and Feishu: their addresses, messages and answers.

Sources: the vendors' pages on custom robots: 企业微信“群机器人配置说明”, 钉钉“自定义机器人安全设置”
and 飞书“自定义机器人使用指南”.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Any
from urllib import request
from urllib.parse import quote_plus, urlsplit

from django.conf import settings

from bihuan.errors import UserError
from bihuan.web.models import Channel

_TIMEOUT_SECONDS = 10
_LONGEST_ANSWER = 65_536
Body = dict[str, Any]


class NotSent(UserError):
    """A message that a robot or a mail server didn't take, and why."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be sent: where to, with which secret, when (in seconds), and the words."""

    url: str
    secret: str
    title: str
    text: str
    now: float


@dataclass(frozen=True, slots=True)
class Robot:
    """A kind of robot: its hosts, how a letter is put into address and body, and its refusals."""

    hosts: frozenset[str]
    put: Callable[[Letter], tuple[str, Body]]
    refusal: Callable[[Body], str]


def _wecom(letter: Letter) -> tuple[str, Body]:
    # The robot takes at most 4096 bytes.
    content = f"**{letter.title}**\n{letter.text}".encode()[:4000].decode(errors="ignore")
    return letter.url, {"msgtype": "markdown", "markdown": {"content": content}}


def _dingtalk(letter: Letter) -> tuple[str, Body]:
    url = letter.url
    if letter.secret:
        stamp = str(int(letter.now * 1000))
        sign = _signed(letter.secret.encode(), f"{stamp}\n{letter.secret}".encode())
        url += f"{'&' if '?' in url else '?'}timestamp={stamp}&sign={quote_plus(sign)}"
    # One line break alone doesn't break a line there.
    text = f"### {letter.title}\n" + letter.text.replace("\n", "\n\n")
    return url, {"msgtype": "markdown", "markdown": {"title": letter.title, "text": text}}


def _feishu(letter: Letter) -> tuple[str, Body]:
    body: Body = {"msg_type": "text", "content": {"text": f"{letter.title}\n{letter.text}"}}
    if letter.secret:
        stamp = str(int(letter.now))
        sign = _signed(f"{stamp}\n{letter.secret}".encode(), b"")
        body |= {"timestamp": stamp, "sign": sign}
    return letter.url, body


def _signed(key: bytes, message: bytes) -> str:
    return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()


def _errcode(answer: Body) -> str:
    return "" if answer.get("errcode") == 0 else str(answer.get("errmsg") or answer)


def _code(answer: Body) -> str:
    code = answer.get("code", answer.get("StatusCode"))
    return "" if code == 0 else str(answer.get("msg") or answer)


ROBOTS: Mapping[str, Robot] = {
    Channel.Kind.WECOM: Robot(frozenset({"qyapi.weixin.qq.com"}), _wecom, _errcode),
    Channel.Kind.DINGTALK: Robot(frozenset({"oapi.dingtalk.com"}), _dingtalk, _errcode),
    Channel.Kind.FEISHU: Robot(frozenset({"open.feishu.cn", "open.larksuite.com"}), _feishu, _code),
}


def check_address(kind: str, url: str) -> None:
    """Refuses an address that isn't the vendor's own over https.

    A county that runs its own gateway names it in BIHUAN_ROBOT_HOSTS (host or host:port); the
    office would otherwise be a way into whatever its server can reach.
    """
    parts = urlsplit(url)
    if parts.scheme in ("http", "https") and parts.netloc in settings.ROBOT_HOSTS:
        return
    if parts.scheme != "https" or parts.netloc not in ROBOTS[kind].hosts:
        hosts = "、".join(sorted(ROBOTS[kind].hosts))
        raise NotSent(f"机器人地址应以 https:// 开头，主机是 {hosts}；请从群机器人设置里复制。")


class _NoRedirect(request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        raise NotSent("机器人地址转到了别处，没有发送；请核对地址。")


def send(channel: Channel, title: str, text: str, now: float) -> None:
    """Sends a text through a robot; NotSent with the reason where it isn't taken."""
    check_address(channel.kind, channel.url)
    robot = ROBOTS[channel.kind]
    url, body = robot.put(Letter(channel.url, channel.secret, title, text, now))
    refusal = robot.refusal(_posted(url, body))
    if refusal:
        raise NotSent(f"{channel.get_kind_display()}没有收下：{refusal[:200]}")


def _posted(url: str, body: Body) -> Body:
    sent = request.Request(
        url,
        data=json.dumps(body, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
    )
    opener = request.build_opener(_NoRedirect)
    try:
        answer: HTTPResponse
        with opener.open(sent, timeout=_TIMEOUT_SECONDS) as answer:
            read = json.loads(answer.read(_LONGEST_ANSWER))
    except NotSent:
        raise
    except (OSError, ValueError) as error:
        raise NotSent(f"机器人没有回应：{error}"[:300]) from error
    return read if isinstance(read, dict) else {"errmsg": str(read)}
