"""A preview of the feeds on this machine: the right media types, and answers to conditional requests.

Documents name each other by the base URL, where they may not be served yet. In what is answered these addresses are
those of this server, so that a reader can be led from one document to the next; all else, ids above all, stays.
"""

import hashlib
import json
import re
import sys
from collections.abc import Collection
from contextlib import suppress
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from feedtool import files
from feedtool.errors import InputError, OutputError
from feedtool.publish import json_feed, page, search_page
from feedtool.publish.documents import ALWAYS_MADE

HOST = "127.0.0.1"
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
_LINK = r'(?:href|htmlUrl)="|<link>|"home_page_url": "'  # what stands before the address of a page, and before no id
# A browser shows Atom and RSS by their style sheet under this type alone, which most servers give files of this name.
_TYPE_FOR_BROWSERS = "application/xml; charset=utf-8"


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
        why = getattr(error, "strerror", None) or error
        raise InputError(f"port {port}: cannot be used: {why}; choose another with --port") from error


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
        return localised(data, base_url, f"http://{HOST}:{self.connection.getsockname()[1]}/", names)


def base_url_of(feed: bytes) -> str | None:
    """Return the base URL that a JSON Feed of ours was made with, or None if it does not tell."""
    try:
        address = json.loads(feed)["feed_url"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return address.removesuffix(json_feed.FILE_NAME) if isinstance(address, str) else None


def localised(data: bytes, base_url: str, local: str, documents: Collection[str]) -> bytes:
    """Return a document in which the addresses of documents, and nothing else, begin with another base URL.

    An address counts where it stands alone: as the value of an attribute, the text of an element, a string of JSON.
    That of a folder with a page, which may be a feed's id as well, counts only where it is a link.
    """
    base = "|".join({re.escape(base_url), re.escape(escape(base_url))})
    address = re.compile(f"({_LINK}|[\"'>])(?:{base})([^\"'<>]*)(?=[\"'<])".encode())

    def to_local(found: re.Match[bytes]) -> bytes:
        before, path = found[1], unquote(found[2].decode(errors="replace"))
        is_folder = len(before) > 1 and (not path or path.endswith("/"))
        if (path + page.FILE_NAME if is_folder else path) not in documents:
            return found[0]
        return before + local.encode() + found[2]

    return address.sub(to_local, data)
