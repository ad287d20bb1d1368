"""Articles to groups that have a feed."""

import random
from collections.abc import Mapping
from dataclasses import replace

import pytest

from feedtool.groups.groups import Group, Groups, Member, groups_of, top_folder
from feedtool.groups.kinds import GroupKind
from feedtool.lock.form import format_lock, parse_lock
from feedtool.lock.line import Lock
from tests.groups.making import hostile_names

ALL = dict.fromkeys(GroupKind, 1)


def member(
    number: int,
    *,
    source: str | None = "a.example",
    folder: str | None = None,
    tags: tuple[str, ...] = (),
    authors: tuple[str, ...] = (),
) -> Member:
    """An article; those with higher numbers are newer."""
    return Member(f"https://a.example/{number}", 1000 * number, source, folder, tags, authors)


def grouped(
    *members: Member, least: Mapping[GroupKind, int] = ALL, known: Mapping[tuple[str, str], str] | None = None
) -> Groups:
    return groups_of(members, least=least, known=known or {})


def told(groups: Groups) -> list[tuple[str, str, int]]:
    return [(one.feed, one.name, len(one.ids)) for one in groups.groups]


def test_an_article_stands_in_the_groups_of_its_source_folder_tags_and_authors() -> None:
    found = grouped(member(1, source="BBC", folder="en", tags=("News", "新闻"), authors=("Ann",)))
    assert told(found) == [
        ("source/bbc", "BBC", 1),
        ("folder/en", "en", 1),
        ("tag/news", "News", 1),
        ("tag/新闻", "新闻", 1),
        ("author/ann", "Ann", 1),
    ]
    assert found.slugs == {
        ("source", "BBC"): "bbc",
        ("folder", "en"): "en",
        ("tag", "News"): "news",
        ("tag", "新闻"): "新闻",
        ("author", "Ann"): "ann",
    }


def test_a_group_has_its_articles_in_the_order_in_which_they_come_and_knows_the_newest_moment() -> None:
    (group,) = grouped(member(1), member(3), member(2, tags=("a",))).groups[:1]
    assert [id_.rpartition("/")[2] for id_ in group.ids] == ["1", "3", "2"]
    assert group.newest_ms == 3000


def test_the_newest_moment_of_a_group_may_lie_before_1970() -> None:
    (group,) = grouped(member(-2), member(-1)).groups
    assert group.newest_ms == -1000


def test_a_tag_counts_once_an_article_however_it_is_spelled() -> None:
    found = grouped(
        member(1, source=None, tags=("Café", "Cafe\u0301", "Café\u200b")), member(2, source=None, tags=("Café",))
    )
    assert told(found) == [("tag/café", "Café", 2)]


def test_an_article_that_spells_a_name_in_two_ways_means_the_first() -> None:
    assert told(grouped(member(1, source=None, tags=("❤\ufe0f", "❤"))))[0][1] == "❤\ufe0f"


@pytest.mark.parametrize("empty", ["", " ", "\u200b", "\u3164"])
def test_an_empty_name_makes_no_group(empty: str) -> None:
    assert grouped(member(1, source=empty, folder=empty, tags=(empty,), authors=(empty,))) == Groups((), {})


def test_a_group_needs_the_least_number_of_articles_of_its_kind() -> None:
    members = [member(number, folder="en", tags=("a", "b")[: 1 + number // 3]) for number in (1, 2, 3)]
    least = {GroupKind.SOURCE: 0, GroupKind.FOLDER: 4, GroupKind.TAG: 3, GroupKind.AUTHOR: 1}
    found = grouped(*members, least=least)
    assert told(found) == [("tag/a", "a", 3)]
    assert found.slugs == {("tag", "a"): "a"}


def test_a_group_that_had_a_feed_keeps_it_while_it_has_an_article() -> None:
    known = {("tag", "a"): "a", ("tag", "gone"): "gone"}
    least = {**ALL, GroupKind.TAG: 3}
    found = grouped(member(1, source=None, tags=("a", "b")), least=least, known=known)
    assert told(found) == [("tag/a", "a", 1)]
    assert found.slugs == known


def test_a_name_of_which_only_capitals_were_changed_keeps_its_feed() -> None:
    known = {("tag", "News"): "news", ("source", "a.example"): "a.example"}
    found = grouped(member(1, tags=("news",)), least={**ALL, GroupKind.TAG: 3}, known=known)
    assert told(found) == [("source/a.example", "a.example", 1), ("tag/news", "news", 1)]
    assert found.slugs == {("tag", "news"): "news", ("source", "a.example"): "a.example"}
    back = grouped(member(1, tags=("News",)), known=found.slugs)
    assert back.slugs == known


def test_while_an_article_has_the_old_name_the_new_one_is_another() -> None:
    known = {("tag", "News"): "news"}
    found = grouped(member(1, tags=("News",)), member(2, tags=("news",)), known=known)
    assert found.slugs["tag", "News"] == "news"
    assert found.slugs["tag", "news"].startswith("news-")


def test_a_kind_that_is_turned_off_has_no_feeds_and_keeps_its_slugs() -> None:
    known = {("source", "a.example"): "old"}
    assert grouped(member(1), least={**ALL, GroupKind.SOURCE: 0}, known=known) == Groups((), known)
    assert told(grouped(member(1), known=known)) == [("source/old", "a.example", 1)]


def test_names_of_two_kinds_may_have_one_slug() -> None:
    assert told(grouped(member(1, source="x", tags=("x",)))) == [("source/x", "x", 1), ("tag/x", "x", 1)]


def test_a_known_name_is_the_same_in_any_spelling() -> None:
    found = grouped(
        member(1, source="Cafe\u0301"), known={("source", "Cafe\u0301\u200b"): "b", ("source", "Café"): "a"}
    )
    assert told(found) == [("source/a", "Café", 1)]
    assert found.slugs == {("source", "Café"): "a"}


def test_slugs_of_a_kind_that_a_later_version_knows_are_kept() -> None:
    assert grouped(known={("month", "2026-01"): "2026-01"}).slugs == {("month", "2026-01"): "2026-01"}


def test_a_groups_path_ends_with_a_slash() -> None:
    assert Group(GroupKind.TAG, "新闻", "新闻", (), 0).path == "tag/新闻/"


@pytest.mark.parametrize(("path", "folder"), [("a.md", None), ("en/a.md", "en"), ("en/2020/a.md", "en")])
def test_the_top_folder_of_a_seed(path: str, folder: str | None) -> None:
    assert top_folder(path) == folder


def test_the_lock_keeps_whatever_a_name_is() -> None:
    slugs = grouped(*(member(1, tags=(name,)) for name in hostile_names())).slugs
    lock, repairs = parse_lock(format_lock(Lock("seeds", "feeds", slugs=slugs)))
    assert (lock.slugs, repairs) == (slugs, ())


def test_hostile_names_all_have_their_feed_in_whatever_order_they_come() -> None:
    names = hostile_names()
    members = [member(number, source=None, tags=(name,), authors=(name,)) for number, name in enumerate(names)]
    found = groups_of(members, least=ALL, known={})
    assert len({one.path.casefold() for one in found.groups}) == len(found.groups)
    with_name = {id_ for one in found.groups if one.kind is GroupKind.TAG for id_ in one.ids}
    assert len(with_name) > 500
    random.Random(1).shuffle(members)
    assert in_one_order(groups_of(members, least=ALL, known={})) == in_one_order(found)
    assert in_one_order(groups_of(members, least=ALL, known=found.slugs)) == in_one_order(found)


def in_one_order(groups: Groups) -> Groups:
    return replace(groups, groups=tuple(replace(one, ids=tuple(sorted(one.ids))) for one in groups.groups))
