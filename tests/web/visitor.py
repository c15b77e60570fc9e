"""Someone with a browser of their own at a running office, without Chromium's weight."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar
from uuid import uuid4


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office answered, after redirects."""

    status: int
    text: str
    url: str


class Visitor:
    """Signs in by a click on the demo's log-in page, reads pages and sends forms."""

    def __init__(self, office: str, name: str) -> None:
        self.office = office
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        page = self.get("/accounts/login/").text
        found = re.search(rf'action="(/demo/\d+/)"(?:(?!</form>).)*{name}', page, re.DOTALL)
        assert found, page
        self.post(found[1])

    def get(self, path: str) -> Answer:
        """A page."""
        return self._answer(urllib.request.Request(self.office + path))

    def post(
        self,
        path: str,
        fields: Mapping[str, object] | None = None,
        files: Mapping[str, bytes] | None = None,
        field: str = "files",
    ) -> Answer:
        """A form, with the token that the page would have had; files by their names."""
        token = next((c.value for c in self.jar if c.name == "csrftoken"), "")
        said = {"csrfmiddlewaretoken": token, **(fields or {})}
        kind, body = _multipart(said, field, files) if files else _encoded(said)
        headers = {"Content-Type": kind, "Referer": self.office + path}
        return self._answer(urllib.request.Request(self.office + path, body, headers))

    def _answer(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=60) as answer:
                return Answer(answer.status, answer.read().decode(), answer.url)
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read().decode(), error.url or "")


def _encoded(said: Mapping[str, object]) -> tuple[str, bytes]:
    return "application/x-www-form-urlencoded", urllib.parse.urlencode(said).encode()


def _multipart(
    said: Mapping[str, object], field: str, files: Mapping[str, bytes]
) -> tuple[str, bytes]:
    edge = uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in said.items()
    ]
    parts += [
        f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        .encode() + content + b"\r\n"
        for name, content in files.items()
    ]  # fmt: skip
    return f"multipart/form-data; boundary={edge}", b"".join([*parts, f"--{edge}--".encode()])
