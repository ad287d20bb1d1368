"""The page of all feeds, as an HTML parser reads it."""

from typing import Any

import html5lib

from feedtool.groups.kinds import GroupKind
from feedtool.publish import feeds_page
from feedtool.publish.feed_link import FeedLink
from tests.making import feed

GROUPS = [
    FeedLink(GroupKind.AUTHOR, "张三", "author/张三/", 1, 0),
    FeedLink(GroupKind.SOURCE, "BBC", "source/bbc/", 20_000, 1_709_600_400_000),
    FeedLink(GroupKind.SOURCE, "端传媒", "source/端传媒/", 30_000, 1_709_600_400_000),
]


def parsed(**changed: object) -> Any:
    document = feeds_page.render(feed(**changed), GROUPS, noindex=False)
    return html5lib.parse(document, transport_encoding="utf-8", namespaceHTMLElements=False)


def test_every_feed_is_listed_by_kind_with_its_page_and_its_address() -> None:
    sections = {one.get("aria-labelledby"): one for one in parsed().iter("section")}
    found = {kind: [link.get("href") for link in section.iter("a")] for kind, section in sections.items()}
    assert found == {
        "sources": [
            "source/%E7%AB%AF%E4%BC%A0%E5%AA%92/index.html", "source/%E7%AB%AF%E4%BC%A0%E5%AA%92/atom.xml",
            "source/bbc/index.html", "source/bbc/atom.xml",
        ],
        "authors": ["author/%E5%BC%A0%E4%B8%89/index.html", "author/%E5%BC%A0%E4%B8%89/atom.xml"],
    }  # fmt: skip


def test_counts_and_the_newest_day_are_told() -> None:
    texts = [" ".join("".join(one.itertext()).split()) for one in parsed().find(".//main").iter("li")]
    assert texts[0] == "端传媒 30 000 篇文章 · 最新 2024-03-05 · Atom"


def test_the_list_for_readers_is_linked_where_there_is_one() -> None:
    assert "feeds.opml" in [link.get("href") for link in parsed().iter("a")]
    assert "feeds.opml" not in [link.get("href") for link in parsed(base_url=None).iter("a")]


def test_it_leads_back_and_its_links_within_the_page_have_their_places() -> None:
    root = parsed()
    links = [link.get("href") for link in root.find(".//header").iter("a")]
    assert links == ["index.html", "feeds.opml", "#sources", "#authors"]
    assert {one.get("id") for one in root.iter("h2")} == {"sources", "authors"}
