import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path

import pytest

from feedtool.commands.build import build
from feedtool.commands.serve import make_server
from feedtool.config.keys import Config
from feedtool.errors import InputError
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


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
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
