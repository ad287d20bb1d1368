"""What kind of file came and how long it is: told only where it is sure."""

import pytest

from feedtool.http.exchange import BodyEnd, Exchange, Failure, Response
from feedtool.judge.judge import look
from feedtool.judge.media import media_of
from feedtool.judge.verdict import Media
from tests.judge.test_pictures import PICTURES, png

URL = "https://i.example/a"


def seen(
    body: bytes,
    *,
    status: int = 200,
    image: bool = True,
    end: BodyEnd = "whole",
    undecoded: bool = False,
    **headers: str,
) -> Media | None:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    response = Response(status, named, body, end, undecoded)
    return media_of(look(Exchange(URL, URL, response=response), image=image))


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("jpeg", "image/jpeg"), ("png", "image/png"), ("gif", "image/gif"), ("webp", "image/webp"), ("avif", "image/avif"),
     ("svg", "image/svg+xml")],
)  # fmt: skip
def test_a_pictures_type_is_that_of_its_bytes_whatever_the_server_calls_it(name: str, media_type: str) -> None:
    data = PICTURES[name]
    assert seen(data, content_type="text/plain") == Media(media_type, len(data))


def test_of_a_picture_that_was_not_read_to_its_end_the_announced_length_counts() -> None:
    assert seen(png(900, 900)[:200], end="cap", content_length="811234") == Media("image/png", 811_234)
    assert seen(png(900, 900)[:200], end="cap") is None


@pytest.mark.parametrize("kind", ["audio/mpeg", "Video/MP4; codecs=avc1", "audio/x-m4a"])
def test_sounds_and_films_are_what_the_server_calls_them(kind: str) -> None:
    expected = Media(kind.partition(";")[0].lower(), 5_000_000)
    assert seen(b"\0", image=False, end="cap", content_type=kind, content_length="5000000") == expected


@pytest.mark.parametrize(
    "headers",
    [
        {"content_encoding": "gzip", "content_length": "70"},
        {"content_length": "0"},
        {"content_length": "-3"},
        {"content_length": "many"},
        {"content_length": "9" * 20},
    ],
)
def test_a_length_in_doubt_is_not_told(headers: dict[str, str]) -> None:
    assert seen(png(), **headers) is None


def test_two_lengths_are_none() -> None:
    response = Response(200, (("content-length", "70"), ("content-length", "71")), png())
    assert media_of(look(Exchange(URL, URL, response=response), image=True)) is None


@pytest.mark.parametrize("body", [png(1, 1), png()[:-9], b"<!DOCTYPE html><title>No picture</title>", b""])
def test_what_is_no_whole_picture_is_not_told(body: bytes) -> None:
    assert seen(body) is None


def test_pages_errors_and_failures_are_no_files() -> None:
    assert seen(b"<title>A page</title>", image=False, content_type="text/html", content_length="21") is None
    assert seen(png(), status=404) is None
    assert seen(png(), status=206) is None
    assert seen(png(), undecoded=True) is None
    assert media_of(look(Exchange(URL, URL, failure=Failure("reset")), image=True)) is None
