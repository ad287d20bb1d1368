"""A preview of the feeds on this machine: the right media types, and answers to conditional requests."""

import hashlib
import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from feedtool import files
from feedtool.errors import InputError, OutputError
from feedtool.publish.documents import ALWAYS_MADE

HOST = "127.0.0.1"
_TYPES = {  # by the end of a document's path; the first that fits
    "rss.xml": "application/rss+xml; charset=utf-8",
    ".xml": "application/atom+xml; charset=utf-8",
    ".json": "application/feed+json; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    "": "application/octet-stream",
}


def make_server(output: Path, port: int, *, link_health: str | None = None) -> ThreadingHTTPServer:
    """Return a server of a folder of feeds, bound to loopback; port 0 takes a free one.

    It serves the documents of the last build, and the link-health page, whose file name is ``link_health``, where that
    is there. Raise InputError if the folder is missing or the port is in use.
    """
    if not output.is_dir():
        raise InputError(f"{output}: there are no feeds to serve; run 'feedtool build' first")
    try:
        return _Server((HOST, port), partial(_Handler, output, link_health))
    except (OSError, OverflowError) as error:
        raise InputError(f"port {port}: cannot be used: {error}; choose another with --port") from error


class _Server(ThreadingHTTPServer):
    """A server that says nothing when a reader leaves in the middle of an answer."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a connection that the reader reset; tell every other error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(SimpleHTTPRequestHandler):
    """Serves the documents that a build put into a folder, and no other file."""

    def __init__(self, output: Path, link_health: str | None, *arguments: Any) -> None:
        self._output = output
        self._names = {*ALWAYS_MADE, *filter(None, (link_health,))}
        super().__init__(*arguments, directory=str(output))

    protocol_version = "HTTP/1.1"
    server_version = "feedtool"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer with a document, or 304 where the reader has it already (RFC 9110 section 13.1.2)."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Answer as to GET, without the body."""
        self._answer(body=False)

    def log_message(self, *_: object) -> None:
        """Print no line for a request: the reader shows what it asked for."""

    def _answer(self, *, body: bool) -> None:
        path = unquote(urlsplit(self.path).path).removeprefix("/")
        path += "index.html" if not path or path.endswith("/") else ""
        found = self._read(path)
        if found is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        data, modified = found
        tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
        asked = self.headers.get("If-None-Match")
        known = self.headers.get("If-Modified-Since") == modified if asked is None else tag in asked or asked == "*"
        self.send_response(HTTPStatus.NOT_MODIFIED if known else HTTPStatus.OK)
        self.send_header("ETag", tag)
        self.send_header("Last-Modified", modified)
        self.send_header("Cache-Control", "no-cache")
        if not known:
            self.send_header("Content-Type", next(kind for end, kind in _TYPES.items() if path.endswith(end)))
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if body and not known:
            self.wfile.write(data)

    def _read(self, path: str) -> tuple[bytes, str] | None:
        """Return a document and when it was written, or None if the path is that of no document."""
        try:
            if path not in self._names and path not in files.documents_in(self._output):
                return None
            data = files.read_document(self._output, path)
            return None if data is None else (data, self.date_time_string(int((self._output / path).stat().st_mtime)))
        except (OutputError, OSError):  # a link, or gone meanwhile
            return None
