"""What each format looks like to the letter; the other readers' judgement is in test_conformance.py."""

import json
from datetime import UTC, datetime

import pytest

from feedtool.html.images import Image
from feedtool.publish import atom, json_feed, rss
from feedtool.publish.generator import escape_for_html_readers
from tests.making import entry, feed

FULL = entry(
    1,
    title="一 < 二 & <b>三</b> &lt;",
    authors=("张三", "李四"),
    tags=("甲",),
    summary="摘要 <em>",
    content='<p>正文 <a href="https://b.example/?x=1&amp;y=2">链接</a></p>',
    image=Image("https://i.example/x.png", "图说"),
    updated=datetime(2024, 1, 2, 3, 4, 5, 678000, tzinfo=UTC),
    language="zh-Hant",
)

ATOM = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-Hans">
  <id>https://feeds.example/</id>
  <title>新闻</title>
  <updated>2024-01-02T00:00:00Z</updated>
  <author>
    <name>编者</name>
  </author>
  <link href="https://feeds.example/" rel="alternate"/>
  <link href="https://feeds.example/atom.xml" rel="self" type="application/atom+xml"/>
  <generator>feedtool</generator>
  <subtitle>新闻存档</subtitle>
  <entry xml:lang="zh-Hant">
    <id>https://example.org/1</id>
    <title>一 &lt; 二 &amp; &lt;b&gt;三&lt;/b&gt; &amp;lt;</title>
    <updated>2024-01-02T03:04:05.678Z</updated>
    <author>
      <name>张三</name>
    </author>
    <author>
      <name>李四</name>
    </author>
    <content type="html">&lt;p&gt;正文 &lt;a href="https://b.example/?x=1&amp;amp;y=2"&gt;链接&lt;/a&gt;&lt;/p&gt;</content>
    <link href="https://example.org/1" rel="alternate"/>
    <link href="https://example.org/1" rel="via"/>
    <summary>摘要 &lt;em&gt;</summary>
    <category term="甲"/>
    <published>2024-01-01T12:00:01Z</published>
    <source>
      <title>example.org</title>
      <link href="https://example.org/"/>
    </source>
    <media:content url="https://i.example/x.png" medium="image"/>
    <media:thumbnail url="https://i.example/x.png"/>
  </entry>
</feed>
"""

RSS_ITEM = """    <item>
      <title>一 &lt; 二 &amp; &amp;lt;b&gt;三&amp;lt;/b&gt; &amp;amp;lt;</title>
      <link>https://example.org/1</link>
      <description>摘要 &amp;lt;em&gt;</description>
      <content:encoded>&lt;p&gt;正文 &lt;a href="https://b.example/?x=1&amp;amp;y=2"&gt;链接&lt;/a&gt;&lt;/p&gt;</content:encoded>
      <guid isPermaLink="true">https://example.org/1</guid>
      <category>甲</category>
      <pubDate>Mon, 01 Jan 2024 12:00:01 GMT</pubDate>
      <source url="https://example.org/">example.org</source>
      <media:content url="https://i.example/x.png" medium="image"/>
      <media:thumbnail url="https://i.example/x.png"/>
      <dc:creator>张三</dc:creator>
      <dc:creator>李四</dc:creator>
    </item>
"""


def test_an_atom_document_to_the_letter() -> None:
    assert atom.render(feed([FULL])).decode() == ATOM


def test_an_rss_item_to_the_letter() -> None:
    document = rss.render(feed([FULL])).decode()
    assert RSS_ITEM in document


def test_an_rss_channel_says_what_the_rules_ask() -> None:
    document = rss.render(feed([FULL])).decode()
    for line in (
        "<title>新闻</title>",
        "<link>https://feeds.example/</link>",
        "<description>新闻存档</description>",
        '<atom:link href="https://feeds.example/rss.xml" rel="self" type="application/rss+xml"/>',
        "<language>zh-Hans</language>",
        "<lastBuildDate>Tue, 02 Jan 2024 00:00:00 GMT</lastBuildDate>",
        "<docs>http://www.rssboard.org/rss-specification</docs>",
    ):
        assert f"    {line}\n" in document


def test_a_json_feed_item_says_the_same() -> None:
    document = json.loads(json_feed.render(feed([FULL])))
    assert document["feed_url"] == "https://feeds.example/feed.json"
    assert document["items"] == [
        {
            "id": "https://example.org/1",
            "content_html": '<p>正文 <a href="https://b.example/?x=1&amp;y=2">链接</a></p>',
            "url": "https://example.org/1",
            "title": "一 < 二 & <b>三</b> &lt;",
            "summary": "摘要 <em>",
            "image": "https://i.example/x.png",
            "date_published": "2024-01-01T12:00:01Z",
            "date_modified": "2024-01-02T03:04:05.678Z",
            "authors": [{"name": "张三"}, {"name": "李四"}],
            "tags": ["甲"],
            "language": "zh-Hant",
            "_feedtool": {"published_ms": 1704110401000, "updated_ms": 1704164645678, "source": "example.org"},
        }
    ]


@pytest.mark.parametrize("module", [atom, rss, json_feed])
def test_without_base_url_there_is_no_self_link(module: object) -> None:
    document = module.render(feed([FULL], base_url=None)).decode()  # type: ignore[attr-defined]
    assert 'rel="self"' not in document
    assert "feed_url" not in document


@pytest.mark.parametrize("module", [atom, rss, json_feed])
def test_an_entry_of_which_hardly_anything_is_known_is_published(module: object) -> None:
    poor = entry(1, id="urn:uuid:0e1e2e3e-0000-5000-8000-000000000000", link=None, summary="", content="")
    document = module.render(feed([poor])).decode()  # type: ignore[attr-defined]
    assert document.count("urn:uuid:0e1e2e3e") == 1


def test_a_guid_that_is_no_url_says_so() -> None:
    poor = entry(1, id="urn:uuid:0e1e2e3e-0000-5000-8000-000000000000", link=None)
    assert b'<guid isPermaLink="false">urn:uuid:' in rss.render(feed([poor]))


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("a < b", "a < b"),
        ("<b>", "&lt;b>"),
        ("</b>", "&lt;/b>"),
        ("读<名利场>", "读<名利场>"),
        ("Q&A", "Q&A"),
        ("&amp;", "&amp;amp;"),
        ("&#38;", "&amp;#38;"),
        ("A &copy B &lt C", "A &amp;copy B &amp;lt C"),
        ("&nosuch; &", "&nosuch; &"),
    ],
)
def test_readers_that_expect_html_see_the_title_as_it_is(title: str, written: str) -> None:
    assert escape_for_html_readers(title) == written


def test_a_hub_and_rights_are_told_where_they_are_configured() -> None:
    full = feed([FULL], hub="https://hub.example/", rights="版权")
    assert b'<link href="https://hub.example/" rel="hub"/>' in atom.render(full)
    assert "<rights>版权</rights>".encode() in atom.render(full)
    assert b'<atom:link href="https://hub.example/" rel="hub"/>' in rss.render(full)
    assert "<copyright>版权</copyright>".encode() in rss.render(full)
    assert json.loads(json_feed.render(full))["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]


def test_an_entry_without_text_has_its_content_in_rss_all_the_same() -> None:
    document = rss.render(feed([entry(1, summary="", content='<img src="https://a.example/x.png">')])).decode()
    assert "<content:encoded>&lt;img src=" in document
    assert "<description>标题 1</description>" in document
