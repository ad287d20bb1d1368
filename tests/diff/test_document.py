"""A published feed as a reader takes it in."""

import json

import pytest

from feedtool.diff.document import Form, Item, read_document
from feedtool.publish import atom, json_feed, rss
from feedtool.publish.documents import Renderer
from tests.making import entry, feed

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0">
<id>urn:x:feed</id><title>T</title><updated>2024-01-02T00:00:00Z</updated>
<link rel="self" href="https://a.example/atom.xml"/>{more}
<entry><id>urn:x:1</id><title type="html">A &amp;amp; B</title><updated>2024-01-02T00:00:00Z</updated>
<published>2024-01-01T00:00:00.5Z</published><author><name>N</name></author>
<link rel="via" href="https://v.example/"/><link href="https://a.example/1"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">x<b>y</b></div></content></entry></feed>"""
RSS = """<rss version="2.0"><channel><title>T</title><link>https://a.example/</link><description>D</description>
<item><title>One</title><link>https://a.example/1</link><description>text</description>
<pubDate>Mon, 01 Jan 2024 00:00:00 +0000</pubDate></item>
<item><title>Two</title><description>other</description></item></channel></rss>"""


@pytest.mark.parametrize(
    ("name", "form"), [(atom.FILE_NAME, Form.ATOM), (rss.FILE_NAME, Form.RSS), (json_feed.FILE_NAME, Form.JSON)]
)
def test_the_formats_of_one_feed_hold_the_same_entries(name: str, form: Form) -> None:
    ours = feed((entry(id="https://a.example/1", title="A & B <c>"), entry(id="urn:x:2", link=None)))
    document = read_document(dict(Renderer().render(ours))[name])
    assert document is not None
    assert document.form is form
    assert list(document.items) == ["https://a.example/1", "urn:x:2"]
    assert not document.archive
    first = document.items["https://a.example/1"]
    assert first.content
    assert first.published_ms is not None


def test_an_atom_entry() -> None:
    document = read_document(ATOM.format(more="").encode())
    assert document is not None
    assert (document.id, document.address) == ("urn:x:feed", "https://a.example/atom.xml")
    (item,) = document.items.values()
    assert (item.id, item.link, item.title) == ("urn:x:1", "https://a.example/1", "A &amp; B")
    assert (item.authors, item.published_ms, item.updated_ms) == (("N",), 1704067200500, 1704153600000)
    other = read_document(ATOM.format(more="").replace("<b>y</b>", "<i>y</i>").encode())
    assert other is not None
    assert other.items["urn:x:1"].content != item.content, "markup is a part of the content"


def test_an_archive_document_says_so() -> None:
    document = read_document(ATOM.format(more="<fh:archive/>").encode())
    assert document is not None
    assert document.archive


def test_what_has_no_id_is_known_by_its_link_else_by_title_and_content() -> None:
    document = read_document(RSS.encode())
    assert document is not None
    one, two = document.items.values()
    assert one.key == "https://a.example/1"
    assert two.key == f"Two\n{two.content}"
    assert two.published_ms is None


def test_ids_that_are_numbers_are_ids() -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 7, "content_text": "x"}, "no item"]}
    document = read_document(json.dumps(feed).encode())
    assert document is not None
    assert list(document.items) == ["7"]
    assert document.items["7"] == Item("7", None, "", document.items["7"].content)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"text", b"{", b'{"items": []}', b"<html></html>", b"<rss/>", b"<feed>", b"\xff\xfe",
        b'{"version": "https://jsonfeed.org/version/1.1"', b"[" * 100_000, b'{"a":' * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_feed_is_none(data: bytes) -> None:
    assert read_document(data) is None


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + RSS.replace(">One<", ">&b;<")
    document = read_document(bomb.encode())
    assert document is None or "aaaa" not in next(iter(document.items.values())).title
