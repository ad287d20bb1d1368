"""An RSS document to the letter; the other readers' judgement is in test_conformance.py."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.publish import rss
from feedtool.text import one_line
from tests.making import entry, feed
from tests.publish.making import FULL, POOR, document

RSS_ITEM = """    <item>
      <title>一 &lt; 二 &amp; &amp;lt;b&gt;三&amp;lt;/b&gt; &amp;amp;lt;</title>
      <link>https://example.org/1</link>
      <description>摘要 &amp;lt;em&gt;</description>
      <content:encoded>&lt;p&gt;正文 &lt;a href="https://b.example/?x=1&amp;amp;y=2"&gt;链接&lt;/a&gt;&lt;/p&gt;</content:encoded>
      <guid isPermaLink="true">https://example.org/1</guid>
      <category>甲</category>
      <pubDate>Mon, 01 Jan 2024 12:00:01 GMT</pubDate>
      <source url="https://example.org/">example.org</source>
      <media:content url="https://i.example/x.png" medium="image">
        <media:description type="plain">图说</media:description>
      </media:content>
      <media:thumbnail url="https://i.example/x.png"/>
      <dc:creator>张三</dc:creator>
      <dc:creator>李四</dc:creator>
      <dc:language>zh-Hant</dc:language>
    </item>
"""


def test_an_item_to_the_letter() -> None:
    assert RSS_ITEM in document(rss, feed([FULL])).decode()


def test_the_channel_says_what_the_rules_ask() -> None:
    rendered = document(rss, feed([FULL])).decode()
    for line in (
        "<title>新闻</title>",
        "<link>https://feeds.example/</link>",
        "<description>新闻存档</description>",
        '<atom:link href="https://feeds.example/rss.xml" rel="self" type="application/rss+xml"/>',
        "<language>zh-Hans</language>",
        "<lastBuildDate>Tue, 02 Jan 2024 00:00:00 GMT</lastBuildDate>",
        "<docs>http://www.rssboard.org/rss-specification</docs>",
    ):
        assert f"    {line}\n" in rendered


def test_without_base_url_there_is_no_self_link() -> None:
    assert b'rel="self"' not in document(rss, feed([FULL], base_url=None))


def test_a_document_names_its_style_sheet() -> None:
    rendered = document(rss, feed([FULL], path="source/bbc/"))
    assert rendered.split(b"\n")[1] == b'<?xml-stylesheet type="text/css" href="../../feed.css"?>'


def test_a_groups_feed_has_addresses_of_its_own_and_leads_up() -> None:
    rendered = document(rss, feed([FULL], path="tag/中文/")).decode()
    assert '<atom:link href="https://feeds.example/tag/%E4%B8%AD%E6%96%87/rss.xml" rel="self"' in rendered
    assert '<atom:link href="https://feeds.example/" rel="up" type="text/html"/>' in rendered


def test_an_entry_of_which_hardly_anything_is_known_is_published() -> None:
    assert document(rss, feed([POOR])).count(POOR.id.encode()) == 1


def test_a_guid_that_is_no_url_says_so() -> None:
    assert f'<guid isPermaLink="false">{POOR.id}</guid>'.encode() in document(rss, feed([POOR]))
    tagged = replace(POOR, id="tag:example.org,2026:a")
    assert b'<guid isPermaLink="false">tag:example.org,2026:a</guid>' in document(rss, feed([tagged]))


def test_a_hub_and_rights_are_told_where_they_are_configured() -> None:
    rendered = document(rss, feed([FULL], hub="https://hub.example/", rights="版权"))
    assert b'<atom:link href="https://hub.example/" rel="hub"/>' in rendered
    assert "<copyright>版权</copyright>".encode() in rendered


def test_an_entry_without_text_has_its_content_all_the_same() -> None:
    rendered = document(rss, feed([entry(1, summary="", content='<img src="https://a.example/x.png">')])).decode()
    assert "<content:encoded>&lt;img src=" in rendered
    assert "<description>标题 1</description>" in rendered


def test_titles_and_summaries_are_plain_text_to_readers_that_expect_html() -> None:
    rendered = document(rss, feed([entry(1, title="<b>", summary="&lt;")], title="<i>", description="&amp;")).decode()
    for text in ("&amp;lt;b&gt;", "&amp;amp;lt;", "&amp;lt;i&gt;", "&amp;amp;amp;"):
        assert f">{text}</" in rendered


def test_an_item_in_the_channels_language_does_not_repeat_it() -> None:
    assert b"dc:language" not in document(rss, feed([FULL], language="zh-Hant"))


@pytest.mark.parametrize(
    ("summary", "written"),
    [
        ("a < b", "a &amp;lt; b"),
        ("Q&A", "Q&amp;amp;A"),
        ("AT&T & &nosuch;", "AT&amp;amp;T &amp;amp; &amp;amp;nosuch;"),
        ("读<名利场>", "读&amp;lt;名利场&gt;"),
        ("&lt;b&gt; <b>", "&amp;amp;lt;b&amp;amp;gt; &amp;lt;b&gt;"),
    ],
)
def test_every_ampersand_and_less_than_of_a_description_is_escaped_once_more(summary: str, written: str) -> None:
    assert f"<description>{written}</description>" in document(rss, feed([entry(1, summary=summary)])).decode()
    without = document(rss, feed([entry(1, title=summary, summary="")])).decode()
    assert f"<description>{written}</description>" in without


HOSTILE = st.lists(
    st.sampled_from(
        ["<", ">", "&", "#", ";", "x", "1", "lt", "amp", "copy", "/", "!--", "?", "b", " ", "=", '"', "'", "中", "]]>"]
    ),
    min_size=1,
).map("".join)


@given(HOSTILE)
def test_a_reader_that_decodes_twice_shows_title_and_description_as_written(text: str) -> None:
    text = one_line(text) or "x"
    [item] = ET.fromstring(document(rss, feed([entry(1, title=text, summary=text)]))).iter("item")
    for name in ("title", "description"):
        shown = html5lib.parseFragment(item.findtext(name) or "", namespaceHTMLElements=False)
        assert "".join(shown.itertext()) == text
