"""A JSON Feed to the letter; the other readers' judgement is in test_conformance.py."""

import json
from dataclasses import replace

import pytest

from feedtool.entries.entry import Entry
from feedtool.publish import json_feed
from feedtool.publish.documents import FORMS
from tests.making import entry, feed
from tests.publish.making import FULL, POOR, document

JSON = """{
 "version": "https://jsonfeed.org/version/1.1",
 "title": "新闻",
 "description": "新闻存档",
 "home_page_url": "https://feeds.example/",
 "feed_url": "https://feeds.example/feed.json",
 "language": "zh-Hans",
 "authors": [
  {
   "name": "编者"
  }
 ],
 "_feedtool": {
  "updated_ms": 1704153600000
 },
 "items": [
  {
   "id": "urn:uuid:0e1e2e3e-0000-5000-8000-000000000000",
   "content_html": "",
   "title": "标题 1",
   "date_published": "2024-01-01T12:00:01Z",
   "date_modified": "2024-01-01T12:00:01Z",
   "language": "zh-Hans",
   "_feedtool": {
    "published_ms": 1704110401000,
    "updated_ms": 1704110401000,
    "source": "example.org"
   }
  }
 ]
}
"""


def test_a_document_to_the_letter() -> None:
    assert document(json_feed, feed([POOR])).decode() == JSON


def test_an_item_of_which_all_is_known() -> None:
    assert json.loads(document(json_feed, feed([FULL])))["items"] == [
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


@pytest.mark.parametrize("entries", [[], [entry(1)], [entry(1), entry(2, title="a\nb"), entry(3)]])
def test_it_is_laid_out_as_json_is(entries: list[Entry]) -> None:
    rendered = document(json_feed, feed(entries)).decode()
    assert len(json.loads(rendered)["items"]) == len(entries)
    assert not entries or rendered == json.dumps(json.loads(rendered), ensure_ascii=False, indent=1) + "\n"


def test_without_base_url_it_does_not_say_where_it_is() -> None:
    assert "feed_url" not in json.loads(document(json_feed, feed([FULL], base_url=None)))


def test_a_hub_is_told_where_it_is_configured() -> None:
    rendered = json.loads(document(json_feed, feed([FULL], hub="https://hub.example/")))
    assert rendered["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]


def test_the_ids_of_a_document_are_found_again() -> None:
    rendered = document(json_feed, feed([entry(1), entry(2), POOR]))
    assert json_feed.ids_in(rendered) == ["https://example.org/1", "https://example.org/2", POOR.id]


@pytest.mark.parametrize("broken", [b"", b"{}", b"[]", b'{"items": [1]}', b"[" * 100_000, b"\xff"])
def test_a_broken_document_has_no_ids(broken: bytes) -> None:
    assert json_feed.ids_in(broken) == []


def test_the_entries_of_a_document_are_taken_out_as_they_were_put_in() -> None:
    entries = [entry(1), FULL, POOR]
    for form in FORMS.values():
        texts = form.render_entries(feed([]), entries)
        assert form.texts_in(form.render_frame(feed([])).around(texts)) == texts
        assert form.texts_in(form.render_frame(feed([])).around([])) == []


def test_an_item_is_read_as_the_entry_that_it_shows() -> None:
    (text,) = json_feed.render_entries(feed([]), [FULL])
    read = json_feed.entry_of(text)
    assert replace(read, image=FULL.image) == FULL
    assert (read.image and read.image.url) == (FULL.image and FULL.image.url)


def test_a_groups_feed_has_addresses_of_its_own_and_leads_up() -> None:
    rendered = json.loads(document(json_feed, feed([FULL], path="tag/中文/")))
    assert rendered["feed_url"] == "https://feeds.example/tag/%E4%B8%AD%E6%96%87/feed.json"
    assert rendered["_feedtool"]["up"] == "https://feeds.example/"
