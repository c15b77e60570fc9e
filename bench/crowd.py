"""Twenty people at once before a server: how long each of their requests takes."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from time import perf_counter, sleep
from urllib.parse import urlsplit

_START_SECONDS = 120
# What a page shows of the database's rows: lines of tables and lists, cards.
_ROW = re.compile(rb"<tr[ >]|<li[ >]|class=\"card")
_TOLD = re.compile(r"(\d+)个问题")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone who is signed in, with the addresses of their pages."""

    cookie: str
    pages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it is, and its process."""

    host: str
    process: subprocess.Popen[str]

    def get(self, visitor: Visitor, address: str) -> bytes:
        """A page's content; RuntimeError where it isn't answered with 200."""
        return _get(HTTPConnection(self.host, timeout=300), visitor, address)


@contextmanager
def served(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Server]:
    """A server that runs until the block ends; it prints its address when it is ready."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        # That twenty wait for eight threads is meant, and no news.
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    try:
        yield Server(_host(process, command), process)
    finally:
        process.terminate()
        process.wait(30)


def _host(process: subprocess.Popen[str], command: Sequence[str]) -> str:
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"http://[\d.:]+", line):
            return urlsplit(found[0]).netloc
    raise RuntimeError("a server did not start: " + " ".join(map(str, command)))


def settle(server: Server, seconds: int = 4) -> None:
    """Waits until the server's background work is done: until its processor time stands still."""
    spent, since = "", perf_counter()
    begun = since
    while perf_counter() - since < seconds and perf_counter() - begun < _START_SECONDS:
        sleep(0.5)
        command = ["ps", "-o", "time=", "-p", str(server.process.pid)]
        now = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        if now != spent:
            spent, since = now, perf_counter()


def rows_of(server: Server, visitor: Visitor, address: str) -> int:
    """How many rows of the database a page shows; an export, as many as the register tells."""
    content = server.get(visitor, address)
    if content.startswith(b"PK"):
        register = server.get(visitor, address.replace("export/", ""))
        found = _TOLD.search(register.decode())
        return int(found[1]) if found else 0
    return len(_ROW.findall(content))


def visit(server: Server, visits: Sequence[tuple[Visitor, str]], times: int) -> list[float]:
    """Everyone asks for their address at once, so many times; the seconds of each answer."""
    with ThreadPoolExecutor(len(visits)) as crowd:
        asked = [crowd.submit(_ask, server.host, *one, times) for one in visits]
        return [seconds for answers in asked for seconds in answers.result()]


def _ask(host: str, visitor: Visitor, address: str, times: int) -> list[float]:
    connection = HTTPConnection(host, timeout=300)
    taken = []
    for _ in range(times):
        start = perf_counter()
        _get(connection, visitor, address)
        taken.append(perf_counter() - start)
    connection.close()
    return taken


def _get(connection: HTTPConnection, visitor: Visitor, address: str) -> bytes:
    connection.request("GET", address, headers={"Cookie": visitor.cookie})
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{address} was answered with {answer.status}")
    return content
