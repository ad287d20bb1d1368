"""What the server of a preview answers."""

import socket
import struct
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from urllib.parse import quote

import feedparser
import pytest

from feedtool.commands.build import build
from feedtool.config.keys import Config
from feedtool.files import replace_documents
from feedtool.preview.server import Server
from tests.commands.archives import Archive
from tests.making import NOW, mirror


@pytest.fixture
def served(seeds: Callable[..., Path], tmp_path: Path) -> Iterator[str]:
    build(Config(seeds(a=mirror()), tmp_path / "feeds"), now=NOW)
    (tmp_path / "feeds" / "secret.txt").write_text("x")
    server = Server(tmp_path / "feeds", 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.url.removesuffix("/")
    server.shutdown()
    server.server_close()
    thread.join()


def get(url: str, **headers: str) -> tuple[int, Message, bytes]:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


@pytest.mark.parametrize("path", ["/atom.xml", "/rss.xml"])
def test_a_browser_gets_xml_under_the_type_by_which_it_shows_it(served: str, path: str) -> None:
    _, headers, _ = get(served + path, Accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert (headers["Content-Type"], headers["Vary"]) == ("application/xml; charset=utf-8", "Accept")


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/feed.css", "text/css; charset=utf-8"),
        ("/icon.png", "image/png"),
        ("/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/rss.xml", "application/rss+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json; charset=utf-8"),
        ("/", "text/html; charset=utf-8"),
    ],
)
def test_each_document_has_its_media_type(served: str, path: str, media_type: str) -> None:
    status, headers, body = get(served + path)
    assert (status, headers["Content-Type"], int(headers["Content-Length"])) == (200, media_type, len(body))


def test_a_reader_that_has_it_gets_304(served: str) -> None:
    _, headers, _ = get(served + "/atom.xml")
    assert get(served + "/atom.xml", If_None_Match=headers["ETag"])[0] == 304
    assert get(served + "/atom.xml", If_Modified_Since=headers["Last-Modified"])[0] == 304
    assert get(served + "/atom.xml", If_None_Match='"other"', If_Modified_Since=headers["Last-Modified"])[0] == 200


@pytest.mark.parametrize(
    "path", ["/secret.txt", "/../seeds/a.md", "/%2e%2e/seeds/a.md", "//etc/passwd", "/.feedtool", "/atom.xml/"]
)
def test_nothing_else_is_served(served: str, path: str) -> None:
    assert get(served + path)[0] == 404


def test_the_link_health_page_is_served_where_it_is_there(seeds: Callable[..., Path], tmp_path: Path) -> None:
    output = tmp_path / "feeds"
    build(Config(seeds(a=mirror()), output), now=NOW)
    server = Server(output, 0, link_health="links.html")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        url = f"{server.url}links.html"
        assert get(url)[0] == 404
        (output / "links.html").write_text("<p>All is well.")
        status, headers, body = get(url)
        assert (status, headers["Content-Type"], body) == (200, "text/html; charset=utf-8", b"<p>All is well.")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_every_document_of_the_manifest_is_served_with_its_media_type(served: str, tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    types = {
        "archive/index.html": "text/html; charset=utf-8",
        "archive/0001.xml": "application/atom+xml; charset=utf-8",
        "source/一/rss.xml": "application/rss+xml; charset=utf-8",
        "source/一/feed.json": "application/feed+json; charset=utf-8",
        "notes": "application/octet-stream",
    }
    replace_documents(feeds, ((path, path.encode()) for path in types))
    for path, media_type in types.items():
        status, headers, body = get(f"{served}/{quote(path)}")
        assert (status, headers["Content-Type"], body) == (200, media_type, path.encode())
    assert get(f"{served}/archive/")[2] == b"archive/index.html"
    for path in ("archive", "archive/0002.xml", ".manifest", "source/", "archive/../archive/0001.xml"):
        assert get(f"{served}/{path}")[0] == 404


def test_no_link_is_followed(served: str, tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    replace_documents(feeds, [("archive/0001.xml", b"page"), ("a.xml", b"page")])
    (feeds / "archive").rename(tmp_path / "elsewhere")
    (feeds / "archive").symlink_to(tmp_path / "elsewhere")
    (feeds / "a.xml").unlink()
    (feeds / "a.xml").symlink_to(tmp_path / "elsewhere" / "0001.xml")
    assert [get(f"{served}/{path}")[0] for path in ("archive/0001.xml", "a.xml")] == [404, 404]
    (feeds / ".manifest").unlink()
    (feeds / ".manifest").symlink_to(tmp_path / "elsewhere" / "0001.xml")
    assert get(f"{served}/a.xml")[0] == 404
    assert get(f"{served}/atom.xml")[0] == 200


def test_a_reader_that_leaves_in_the_middle_is_no_matter(served: str, capfd: pytest.CaptureFixture[str]) -> None:
    host, _, port = served.removeprefix("http://").partition(":")
    for _ in range(3):
        with socket.create_connection((host, int(port))) as reader:
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closing resets
            reader.sendall(b"GET /atom.xml HTTP/1.1\r\nHost: x\r\n\r\nGET /rss.xml")
    assert get(served + "/atom.xml")[0] == 200
    time.sleep(0.2)
    assert capfd.readouterr().err == ""


def test_a_reader_is_led_from_the_feed_into_the_archive_on_this_machine(tmp_path: Path) -> None:
    archive = Archive(tmp_path, chosen={"base_url": "https://feeds.example/a&b/", "max_entries": 1})
    archive.write(a=mirror(link="https://a.example/1"), b=mirror(link="https://a.example/2", epoch="1733279943000"))
    archive.build()
    server = Server(tmp_path / "feeds", 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        local = server.url
        address, found = local + "atom.xml", []
        while address:
            read = feedparser.parse(get(address)[2])
            found += [entry.id for entry in read.entries]
            address = next((link.href for link in read.feed.links if link.rel == "prev-archive"), "")
            assert not address or address.startswith(local)
        assert set(found) == {"https://a.example/1", "https://a.example/2"}
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
