"""A GitHub on loopback: the issues of one repository, as far as its REST API is asked for them."""

import json
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from feedtool.github.api import GitHub
from feedtool.net.guard import parse_guard
from feedtool.net.network import Network, calling

TOKEN = "ghs_secret"
OPEN = parse_guard(["127.0.0.0/8"])


@contextmanager
def api_of(url: str, token: str = TOKEN) -> Iterator[GitHub]:
    """The API at a URL on loopback, which the guard is opened for; between two tries nobody waits."""
    with calling(Network(OPEN, ca_file=None, proxy=None, user_agent="feedtool/test", per_host=1)) as call:
        yield GitHub(call, url, "octo/archive", token, sleep=lambda _: None)


class FakeGitHub:
    """Keeps issues, and every request that changed something in ``changes``; ``broken`` are statuses to answer next."""

    def __init__(self, issues: Sequence[dict[str, Any]] = (), *, broken: Sequence[int] = ()) -> None:
        self.issues = {one["number"]: one for one in issues}
        self.changes: list[tuple[str, dict[str, Any]]] = []
        self.requests: list[str] = []
        self.broken = list(broken)
        self.on_create: Any = None
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                fake._answer(self)

            def do_POST(self) -> None:
                fake._answer(self)

            def do_PATCH(self) -> None:
                fake._answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.requests.append(f"{handler.command} {handler.path}")
        length = int(handler.headers.get("Content-Length") or 0)
        sent = json.loads(handler.rfile.read(length)) if length else {}
        status, told = self._act(handler, sent)
        body = json.dumps(told).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def _act(self, handler: BaseHTTPRequestHandler, sent: dict[str, Any]) -> tuple[int, Any]:
        if self.broken:
            return self.broken.pop(0), {"message": "out of order"}
        if handler.headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, {"message": "Bad credentials"}
        parts = urlsplit(handler.path)
        found = re.fullmatch(r"/repos/octo/archive/issues(?:/(\d+))?", parts.path)
        if found is None:
            return 404, {"message": "Not Found"}
        if handler.command == "GET":
            return 200, self._listed({name: values[0] for name, values in parse_qs(parts.query).items()})
        self.changes.append((handler.command, sent))
        if handler.command == "POST":
            number = max(self.issues, default=0) + 1
            if self.on_create:
                self.on_create()
                number = max(self.issues, default=0) + 1
            self.issues[number] = {"number": number, "state": "open", "user": {"type": "Bot"}} | sent
            return 201, self.issues[number]
        self.issues[int(found[1])] |= sent
        return 200, self.issues[int(found[1])]

    def _listed(self, query: dict[str, str]) -> list[dict[str, Any]]:
        assert (query["sort"], query["direction"]) == ("created", "asc")
        some = [one for _, one in sorted(self.issues.items()) if one["state"] == query["state"]]
        first = (int(query["page"]) - 1) * int(query["per_page"])
        return some[first : first + int(query["per_page"])]
