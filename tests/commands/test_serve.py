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
from feedtool.commands.serve import base_url_of, localised, make_server
from feedtool.config.keys import Config
from feedtool.errors import InputError
from feedtool.files import replace_documents
from tests.commands.archives import Archive
from tests.making import NOW, mirror


@pytest.fixture
def served(seeds: Callable[..., Path], tmp_path: Path) -> Iterator[str]:
    build(Config(seeds(a=mirror()), tmp_path / "feeds"), now=NOW)
    (tmp_path / "feeds" / "secret.txt").write_text("x")
    server = make_server(tmp_path / "feeds", 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
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


def test_without_feeds_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="run 'feedtool build' first"):
        make_server(tmp_path / "feeds", 0)


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with make_server(tmp_path, 0) as first, pytest.raises(InputError, match="choose another with --port"):
        make_server(tmp_path, first.server_address[1])


def test_the_link_health_page_is_served_where_it_is_there(seeds: Callable[..., Path], tmp_path: Path) -> None:
    output = tmp_path / "feeds"
    build(Config(seeds(a=mirror()), output), now=NOW)
    server = make_server(output, 0, link_health="links.html")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_address[1]}/links.html"
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


BASE = "https://feeds.example/a&b/"


@pytest.mark.parametrize(
    ("text", "local"),
    [
        (
            '<link href="https://feeds.example/a&amp;b/archive/0001.xml"/>',
            '<link href="http://here/archive/0001.xml"/>',
        ),
        ('"feed_url": "https://feeds.example/a&b/feed.json"', '"feed_url": "http://here/feed.json"'),
        ("<code>https://feeds.example/a&amp;b/atom.xml</code>", "<code>http://here/atom.xml</code>"),
        (
            '"feed_url": "https://feeds.example/a&b/tag/%E4%B8%AD/feed.json"',
            '"feed_url": "http://here/tag/%E4%B8%AD/feed.json"',
        ),
        ('<link href="https://feeds.example/a&amp;b/tag/%E4%B8%AD/"/>', '<link href="http://here/tag/%E4%B8%AD/"/>'),
        ('<outline htmlUrl="https://feeds.example/a&amp;b/"/>', '<outline htmlUrl="http://here/"/>'),
        ("<link>https://feeds.example/a&amp;b/</link>", "<link>http://here/</link>"),
        ('"home_page_url": "https://feeds.example/a&b/"', '"home_page_url": "http://here/"'),
        ("<id>https://feeds.example/a&amp;b/</id>", None),
        ('"id": "https://feeds.example/a&b/tag/%E4%B8%AD/"', None),
        ('<link href="https://feeds.example/a&amp;b/tag/"/>', None),
        ('<a href="https://feeds.example/a&amp;b/2020/story.html">', None),
        ('<a href="https://feeds.example/a&amp;b/atom.xml?x=1">', None),
        ("see https://feeds.example/a&amp;b/atom.xml there", None),
    ],
)
def test_addresses_of_documents_become_local_and_nothing_else_does(text: str, local: str | None) -> None:
    documents = ["atom.xml", "feed.json", "index.html", "archive/0001.xml", "tag/中/feed.json", "tag/中/index.html"]
    found = localised(text.encode(), BASE, "http://here/", documents)
    assert found.decode() == (local or text)


@pytest.mark.parametrize(
    ("feed", "base"),
    [
        (b'{"feed_url": "https://feeds.example/a/feed.json"}', "https://feeds.example/a/"),
        (b"{}", None), (b'{"feed_url": 1}', None), (b"", None), (b"[]", None),
    ],
)  # fmt: skip
def test_the_base_url_is_read_from_the_json_feed(feed: bytes, base: str | None) -> None:
    assert base_url_of(feed) == base


def test_a_reader_is_led_from_the_feed_into_the_archive_on_this_machine(tmp_path: Path) -> None:
    archive = Archive(tmp_path, chosen={"base_url": BASE, "max_entries": 1})
    archive.write(a=mirror(link="https://a.example/1"), b=mirror(link="https://a.example/2", epoch="1733279943000"))
    archive.build()
    server = make_server(tmp_path / "feeds", 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        local = f"http://127.0.0.1:{server.server_address[1]}/"
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
