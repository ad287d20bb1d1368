"""A server of feeds for a trial: the right media types, and answers to conditional requests."""

import hashlib
import sys
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from feedtool import files
from feedtool.errors import OutputError
from feedtool.preview.addresses import base_url_of, localised
from feedtool.publish import json_feed, page, search_page
from feedtool.publish.documents import ALWAYS_MADE

_HOST = "127.0.0.1"
_TYPES = {  # by the end of a document's path; the first that fits
    "rss.xml": "application/rss+xml; charset=utf-8",
    ".xml": "application/atom+xml; charset=utf-8",
    "pagefind-entry.json": "application/json",
    ".json": "application/feed+json; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".png": "image/png",
    "": "application/octet-stream",
}
_SEARCH = f"{search_page.FOLDER}/"
# A browser shows Atom and RSS by their style sheet under this type alone, which most servers give files of this name.
_TYPE_FOR_BROWSERS = "application/xml; charset=utf-8"


class Server(ThreadingHTTPServer):
    """A server of a folder of feeds, bound to loopback; port 0 takes a free one.

    It serves the documents of the last build, and the link-health page, whose file name is ``link_health``, where that
    is there. Raise OSError or OverflowError if the port cannot be used.
    """

    def __init__(self, output: Path, port: int, *, link_health: str | None = None) -> None:
        super().__init__((_HOST, port), partial(_Handler, output, link_health))

    @property
    def url(self) -> str:
        """Return the address at which the feeds are served."""
        return f"http://{_HOST}:{self.server_address[1]}/"

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
        path += page.FILE_NAME if not path or path.endswith("/") else ""
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
        self.send_header("Vary", "Accept")
        if not known:
            self.send_header("Content-Type", self._type_of(path))
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if body and not known:
            self.wfile.write(data)

    def _type_of(self, path: str) -> str:
        """Return the media type of a document for whoever asks."""
        if path.endswith(".xml") and "text/html" in self.headers.get("Accept", ""):
            return _TYPE_FOR_BROWSERS
        return next(kind for end, kind in _TYPES.items() if path.endswith(end))

    def _read(self, path: str) -> tuple[bytes, str] | None:
        """Return a document and when it was written, or None if the path is that of no document."""
        try:
            if path not in self._names and path not in files.documents_in(self._output):
                return None
            data = files.read_document(self._output, path)
            if data is None:
                return None
            modified = self.date_time_string(int(files.place_of(self._output, path).stat().st_mtime))
            # what the search is made of names other documents relatively, if at all
            return data if path.startswith(_SEARCH) else self._with_local_addresses(data), modified
        except (OutputError, OSError):  # a link, or gone meanwhile
            return None

    def _with_local_addresses(self, data: bytes) -> bytes:
        base_url = base_url_of(files.read_document(self._output, json_feed.FILE_NAME) or b"")
        if base_url is None:
            return data
        names = set(self._names)
        with suppress(OutputError):  # a manifest that cannot be read names none
            names |= {name for name in files.documents_in(self._output) if not name.startswith(_SEARCH)}
        return localised(data, base_url, f"http://{_HOST}:{self.connection.getsockname()[1]}/", names)
