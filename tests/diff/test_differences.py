"""What subscribers will see of two versions of a feed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.diff.differences import FeedDifference, Kind, compare
from feedtool.diff.document import Document, Form, Item

DAY_MS = 86_400_000


def item(number: int, **changed: object) -> Item:
    """The article of a day: the larger the number, the newer."""
    values = {
        "id": f"https://a.example/{number}",
        "link": f"https://a.example/{number}",
        "title": f"Title {number}",
        "content": f"text {number}",
        "published_ms": number * DAY_MS,
        "updated_ms": number * DAY_MS,
    }
    return Item(**(values | changed))  # type: ignore[arg-type]


def document(*items: Item, archive: bool = False, **changed: object) -> Document:
    return replace(Document(Form.ATOM, archive=archive, items={one.key: one for one in items}), **changed)  # type: ignore[arg-type]


def seen(old: Document, new: Document, **more: object) -> FeedDifference:
    (one,) = compare({"atom.xml": old}, {"atom.xml": new}, **more)  # type: ignore[arg-type]
    return one


def kinds(difference: FeedDifference) -> list[tuple[Kind, ...]]:
    return [one.kinds for one in difference.differences]


OLD = document(item(3), item(2), item(1))


def test_the_same_feed_shows_nothing() -> None:
    assert seen(OLD, OLD).nothing


def test_a_new_entry_is_unread_and_pushes_out_the_oldest() -> None:
    found = seen(OLD, document(item(4), item(3), item(2)))
    assert kinds(found) == [(Kind.NEW,)]
    assert found.outgrown == 1


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"content": "corrected"}, [(Kind.CHANGED,)]),
        ({"authors": ("N",)}, [(Kind.CHANGED,)]),
        ({"title": "corrected"}, [(Kind.RETITLED,)]),
        ({"published_ms": 5}, [(Kind.REDATED,)]),
        ({"title": "x", "content": "y", "published_ms": 5}, [(Kind.CHANGED, Kind.RETITLED, Kind.REDATED)]),
        ({"link": "https://b.example/2"}, [(Kind.CHANGED,)]),
        ({"updated_ms": 9}, []),
    ],
)
def test_an_entry_with_the_same_id_is_the_same_whatever_else_changes(
    changed: dict[str, object], expected: list[tuple[Kind, ...]]
) -> None:
    assert kinds(seen(OLD, document(item(3), item(2, **changed), item(1)))) == expected


def test_updated_may_move_or_not() -> None:
    (moved,) = seen(OLD, document(item(3), item(2, content="x", updated_ms=9), item(1))).differences
    (stayed,) = seen(OLD, document(item(3), item(2, content="x"), item(1))).differences
    assert moved.updated_moved
    assert not stayed.updated_moved


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "urn:x:2"},  # another id, the same link
        {"id": "https://b.example/2", "link": "https://b.example/2"},  # moved to another site: title and date tell
        {"id": "urn:x:2", "link": "https://b.example/2", "title": "x"},  # the text tells
    ],
)
def test_an_article_under_another_id_is_resurfaced(changed: dict[str, object]) -> None:
    found = seen(OLD, document(item(3), item(2, **changed), item(1)))
    (one,) = found.differences
    assert one.kinds[0] is Kind.RESURFACED
    assert (one.was, one.back) == (item(2), False)
    assert found.count(Kind.LOST) == 0


def test_each_article_resurfaces_but_once() -> None:
    twice = document(item(3), item(2, id="urn:x:2"), item(1, id="urn:x:1", link="https://a.example/2"))
    assert sorted(one.was.key for one in seen(OLD, twice).differences if one.was) == [item(1).key, item(2).key]


def test_what_had_left_for_an_archive_document_and_is_back_is_resurfaced() -> None:
    old = {"atom.xml": document(item(3)), "archive/0001.xml": document(item(1), archive=True)}
    new = {"atom.xml": document(item(3), item(1)), "archive/0001.xml": document(item(1), archive=True)}
    (found,) = compare(old, new)
    (one,) = found.differences
    assert (one.kinds, one.back) == ((Kind.RESURFACED,), True)


def test_an_entry_that_left_without_newer_ones_is_lost() -> None:
    assert kinds(seen(OLD, document(item(3), item(2)))) == [(Kind.LOST,)]
    assert kinds(seen(OLD, document(item(4), item(3), item(1)))) == [(Kind.NEW,), (Kind.LOST,)]


def test_where_all_articles_are_known_they_decide_what_is_lost() -> None:
    new = document(item(4), item(3))
    known = seen(OLD, new, articles={item(1).key, item(3).key, item(4).key})
    assert [(one.kinds, one.item.key) for one in known.differences] == [
        ((Kind.NEW,), item(4).key), ((Kind.LOST,), item(2).key)
    ]  # fmt: skip
    assert known.outgrown == 1


def test_what_stands_in_an_archive_document_is_not_lost_though_it_is_newer() -> None:
    old = {"atom.xml": document(item(9), item(2, published_ms=0))}
    new = {"atom.xml": document(item(2, published_ms=0)), "archive/0001.xml": document(item(9), archive=True)}
    (found,) = compare(old, new)
    assert (found.nothing, found.outgrown) == (True, 1)


def test_formats_of_one_feed_in_which_the_same_is_seen_are_told_together() -> None:
    exact, whole = document(item(2)), document(item(2, updated_ms=None))
    old = {"atom.xml": exact, "rss.xml": whole, "tag/x/atom.xml": exact}
    new = {"atom.xml": document(item(3), item(2)), "rss.xml": document(item(3), item(2)), "tag/x/atom.xml": exact}
    assert [(one.documents, kinds(one)) for one in compare(old, new)] == [
        (("atom.xml", "rss.xml"), [(Kind.NEW,)]), (("tag/x/atom.xml",), [])
    ]  # fmt: skip


def test_a_feed_that_moved_says_so() -> None:
    before = replace(OLD, address="https://a.example/atom.xml", id="https://a.example/")
    found = seen(before, replace(before, address="https://b.example/atom.xml"))
    assert found.moved == ("https://a.example/atom.xml", "https://b.example/atom.xml")
    assert not found.nothing
    assert seen(before, replace(before, id="urn:x:y")).moved == ("https://a.example/", "urn:x:y")
    assert seen(OLD, before).moved is None, "it said no address before"


def test_a_feed_that_is_gone_loses_all_and_a_new_one_shows_nothing_yet() -> None:
    gone, begun = compare({"a/atom.xml": OLD}, {"b/atom.xml": OLD})
    assert (gone.gone, gone.count(Kind.LOST)) == (True, 3)
    assert (begun.begun, begun.differences) == (True, ())


NUMBERS = st.lists(st.integers(1, 30), unique=True, max_size=12)


@given(NUMBERS, NUMBERS)
def test_every_entry_of_both_versions_is_accounted_for(before: list[int], after: list[int]) -> None:
    old, new = document(*map(item, before)), document(*map(item, after))
    found = seen(old, new)
    assert found.count(Kind.NEW) == len(set(after) - set(before))
    assert found.count(Kind.LOST) + found.outgrown == len(set(before) - set(after))
