"""Bytes of a page as browsers decode them."""

import pytest

from feedtool.html.decoding import decode_page
from feedtool.http.exchange import Response
from feedtool.pages.page import page_of
from tests.pages.making import page


@pytest.mark.parametrize(
    ("body", "header"),
    [
        ("<p>水磨".encode(), ""),
        ("<p>水磨".encode(), "text/html; charset=UTF-8"),
        (b"\xef\xbb\xbf" + "<p>水磨".encode(), "text/html; charset=gbk"),
        ("<p>水磨".encode("gbk"), "text/html; charset=gb2312"),
        ("<p>水磨".encode("gbk"), 'text/html; charset="gbk"'),
        ("<meta charset=gb2312><p>水磨".encode("gbk"), "text/html"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=big5"><p>水磨'.encode("big5"), ""),
        ("<meta charset=utf-8><p>水磨".encode("gbk"), "text/html; charset=gbk"),
        ("<p>水磨".encode(), "text/html; charset=no-such-thing"),
        (b"\xff\xfe" + "<p>水磨".encode("utf-16-le"), "text/html"),
        (b"\xfe\xff" + "<p>水磨".encode("utf-16-be"), "text/html; charset=utf-8"),
        ("<p>水磨".encode("utf-16-le"), "text/html; charset=utf-16le"),
        ("<meta charset=utf-16><p>水磨".encode(), "text/html"),
    ],
)
def test_text_is_decoded_by_its_mark_its_header_or_its_declaration(body: bytes, header: str) -> None:
    assert "水磨" in decode_page(body, header)


def test_characters_beyond_gb2312_are_read_where_that_is_declared() -> None:
    assert decode_page("<p>朱镕基，㐀".encode("gb18030"), "text/html; charset=gb2312") == "<p>朱镕基，㐀"


@pytest.mark.parametrize("name", ["iso-8859-1", "ISO_8859-1", "latin1", "ascii", "us-ascii", "windows-1252"])
def test_the_encodings_of_the_west_are_read_as_browsers_do(name: str) -> None:
    body = b"<title>This page isn\x92t available</title>"
    assert "isn’t" in decode_page(body, f"text/html; charset={name.lower()}")
    assert "isn’t" in decode_page(b"<meta charset='" + name.encode() + b"'>" + body, "text/html")


def test_bytes_that_are_no_text_cost_only_themselves() -> None:
    assert decode_page(b"<p>a\xffb", "text/html") == "<p>a\ufffdb"


@pytest.mark.parametrize(
    "charset", ["undefined", "idna", "punycode", "base64", "utf-7", "unicode_escape", "no-such-thing"]
)
def test_no_name_of_an_encoding_is_trouble(charset: str) -> None:
    kind = f"text/html; charset={charset}"
    one = page_of(Response(200, (("content-type", kind),), page(body="é").encode()))
    assert one is not None
    assert one.text == "é"
