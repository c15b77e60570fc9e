"""The limit that bench/office.py compares with: a bare Django view in the same kind of process.

`python bare.py HOME` serves bare/ over the office's own settings, database, sign-in and server: as
many findings as `?rows=` asks for, from one query, in a plain table.
"""

from __future__ import annotations

import socket
import sys
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path

from bihuan.web.server import listening, start

_TABLE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>limit</title></head><body><table>
{% for row in rows %}<tr><td>{{ row.number }}</td><td>{{ row.problem }}</td><td>{{ row.group }}</td>
<td>{{ row.due }}</td><td>{{ row.degree }}</td><td>{{ row.status }}</td></tr>{% endfor %}
</table></body></html>"""


def main() -> None:
    """Serves until it is ended, and tells its address first."""
    start(Path(sys.argv[1]))
    from bihuan.web import urls

    urls.urlpatterns.append(path("bare/", bare))
    place = socket.create_server(("127.0.0.1", 0))
    server = listening(place)
    print(f"http://127.0.0.1:{place.getsockname()[1]}/", flush=True)
    server.run()


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """The first findings in a table."""
    # Models can be imported once Django is set up.
    from bihuan.web.models import Finding

    rows = Finding.objects.order_by("pk")[: int(request.GET["rows"])]
    return HttpResponse(_template().render(Context({"rows": rows})))


@cache
def _template() -> Template:
    return Template(_TABLE)


if __name__ == "__main__":
    main()
