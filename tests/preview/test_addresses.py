"""Addresses of documents turned into those of this machine."""

import pytest

from feedtool.preview.addresses import base_url_of, localised

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
