"""Feeds as lists name them."""

from feedtool.groups.kinds import GroupKind
from feedtool.publish.feed_link import FeedLink, by_kind


def link(kind: str | None, name: str, count: int = 1) -> FeedLink:
    return FeedLink(kind and GroupKind(kind), name, f"{kind}/{name}/", count, 1_709_600_400_000)


def test_feeds_come_by_kind_in_one_order_the_largest_first() -> None:
    links = [
        link("tag", "b"),
        link("author", "x"),
        link("tag", "a"),
        link("source", "s"),
        link("tag", "c", 9),
        link(None, "main"),
    ]
    assert {kind: [one.name for one in some] for kind, some in by_kind(links).items()} == {
        "source": ["s"], "tag": ["c", "a", "b"], "author": ["x"],
    }  # fmt: skip
    assert list(by_kind(links)) == ["source", "tag", "author"]


def test_a_kind_without_feeds_is_not_named() -> None:
    assert by_kind([]) == {}


def test_a_feed_knows_the_way_to_it_and_the_day_of_its_newest_article() -> None:
    assert link("tag", "中文").href == "tag/%E4%B8%AD%E6%96%87/"
    assert link("tag", "a").day == "2024-03-05"
