"""An Atom document to the letter; the other readers' judgement is in test_conformance.py."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.entries.entry import Entry, Paging
from feedtool.html.images import Image
from feedtool.publish import atom
from feedtool.text import drop_forbidden
from tests.making import entry, feed
from tests.publish.making import FULL, POOR, document

ATOM = """<?xml version='1.0' encoding='UTF-8'?>
<?xml-stylesheet type="text/css" href="feed.css"?>
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
      <id>https://example.org/</id>
      <title>example.org</title>
      <link href="https://example.org/"/>
      <updated>2024-01-02T03:04:05.678Z</updated>
    </source>
    <media:content url="https://i.example/x.png" medium="image">
      <media:description type="plain">图说</media:description>
    </media:content>
    <media:thumbnail url="https://i.example/x.png"/>
  </entry>
</feed>
"""


def test_a_document_to_the_letter() -> None:
    assert document(atom, feed([FULL])).decode() == ATOM


def test_an_entry_in_the_feeds_own_language_does_not_repeat_it() -> None:
    assert document(atom, feed([FULL], language="zh-Hant")).count(b"xml:lang=") == 1


def test_without_base_url_there_is_no_self_link() -> None:
    assert b'rel="self"' not in document(atom, feed([FULL], base_url=None))


@pytest.mark.parametrize(
    ("changed", "href"),
    [
        ({"paging": Paging(7)}, "../feed.css"),
        ({"path": "source/bbc/"}, "../../feed.css"),
        ({"path": "source/bbc/", "paging": Paging(7)}, "../../../feed.css"),
    ],
)
def test_every_document_names_the_one_style_sheet(changed: dict[str, object], href: str) -> None:
    assert f'\n<?xml-stylesheet type="text/css" href="{href}"?>\n<feed'.encode() in document(
        atom, feed([FULL], **changed)
    )


def test_a_groups_feed_has_addresses_of_its_own_and_leads_up() -> None:
    rendered = document(atom, feed([FULL], path="tag/中文/")).decode()
    assert '<link href="https://feeds.example/tag/%E4%B8%AD%E6%96%87/atom.xml" rel="self"' in rendered
    assert '<link href="https://feeds.example/" rel="up" type="text/html"/>' in rendered
    assert 'rel="up"' not in document(atom, feed([FULL])).decode()


def test_an_entry_of_which_hardly_anything_is_known_is_published() -> None:
    rendered = document(atom, feed([POOR]))
    assert rendered.count(POOR.id.encode()) == 1
    assert b'rel="via"' not in rendered


def test_a_hub_and_rights_are_told_where_they_are_configured() -> None:
    rendered = document(atom, feed([FULL], hub="https://hub.example/", rights="版权"))
    assert b'<link href="https://hub.example/" rel="hub"/>' in rendered
    assert "<rights>版权</rights>".encode() in rendered


def test_the_ids_of_a_document_are_found_again() -> None:
    rendered = document(atom, feed([entry(1), entry(2), POOR]))
    assert atom.ids_of(rendered) == {"https://example.org/1", "https://example.org/2", POOR.id}


@pytest.mark.parametrize("broken", [b"", b"<feed>", b"<html/>", b"\xff"])
def test_a_broken_document_has_no_ids(broken: bytes) -> None:
    assert atom.ids_of(broken) == set()


@given(
    st.builds(
        lambda texts, link, image, language: entry(
            title=texts[0] or "—", summary=texts[1], content=texts[2], authors=tuple(filter(None, texts[3:])),
            tags=tuple(filter(None, texts[3:])), source=texts[0] or "s" if link else None, link=link,
            source_url=link and "https://a.example/", image=image, language=language,
        ),
        st.lists(st.text().map(drop_forbidden).map(str.strip), min_size=5, max_size=5),
        st.none() | st.just("https://a.example/?x=1&y=2"),
        st.none() | st.just(Image("https://i.example/x.png", "")),
        st.sampled_from(["zh-Hans", "de"]),
    )
)  # fmt: skip
def test_entries_that_are_read_back_give_the_same_bytes(one: Entry) -> None:
    written = document(atom, feed([one, POOR]))
    assert document(atom, feed(list(atom.entries_of(written)))) == written


@pytest.mark.parametrize(
    "text",
    [b"", b"<", b"<feed/>", document(atom, feed([FULL])).replace(b"<published>2", b"<published>x"), b"\xff"],
)
def test_what_no_build_of_ours_wrote_is_no_entry(text: bytes) -> None:
    assert list(atom.entries_of(text)) == []


def test_entries_as_they_are_written_are_found_by_id() -> None:
    written = atom.written_in(document(atom, feed([FULL, POOR])))
    assert list(written) == [FULL.id, POOR.id]
    assert written[FULL.id].updated == "2024-01-02T03:04:05.678Z"
    assert "正文".encode() in written[FULL.id].text
    assert atom.written_in(b"") == {}
