from collections.abc import Iterator, Sequence
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.catalogue.candidate import Candidate
from feedtool.entries.entry import Entry
from feedtool.entries.normalize import as_summary
from feedtool.entries.select import (
    Lost,
    Same,
    fold_editions,
    folded_editions,
    latest_first,
    newest_first,
    within_bounds,
)
from tests.making import entry


def candidate(
    identity: str,
    *,
    published: int = 1,
    updated: int = 1,
    path: str = "a",
    own: str = "",
    link: str | None = None,
    characters: int | None = None,
    media: int = 0,
    ahead: bool = False,
) -> Candidate:
    own = own or identity
    return Candidate(identity, published, updated, path, path, own, link, characters, media, ahead)


def _standing(candidates: Sequence[Candidate]) -> list[Candidate]:
    return list(fold_editions(candidates).values())


CANDIDATES = st.lists(
    st.builds(
        candidate,
        st.sampled_from("xyz"),
        published=st.integers(1, 5),
        updated=st.integers(5, 9),
        path=st.text(st.sampled_from("ab"), min_size=1, max_size=3),
        characters=st.sampled_from([0, 5, 9]),
        media=st.integers(0, 2),
        ahead=st.booleans(),
    ),
    unique_by=lambda one: one.path,
)


def test_of_one_id_the_newest_updated_stays() -> None:
    old, new = candidate("x", updated=2, path="a"), candidate("x", updated=3, path="b")
    assert _standing([old, new]) == _standing([new, old]) == [new]


def test_of_equal_ones_the_smallest_path_stays() -> None:
    a, b = candidate("x", path="a"), candidate("x", path="b")
    assert _standing([b, a]) == _standing([a, b]) == [a]


TEXT, PICTURE, NOTHING = (5, 0), (0, 1), (0, 0)  # characters and pictures of an old edition, then of a newer one


@pytest.mark.parametrize(
    ("old", "new", "stays"),
    [
        (TEXT, NOTHING, "old"),
        (TEXT, PICTURE, "old"),
        (PICTURE, NOTHING, "old"),
        (PICTURE, TEXT, "new"),
        (NOTHING, NOTHING, "new"),
        (TEXT, TEXT, "new"),
    ],
)
def test_an_edition_without_text_never_wins_over_one_with_text(
    old: tuple[int, int], new: tuple[int, int], stays: str
) -> None:
    editions = [
        candidate("x", updated=updated, path=path, characters=characters, media=media)
        for path, updated, (characters, media) in (("old", 1, old), ("new", 2, new))
    ]
    assert [one.path for one in _standing(editions)] == [stays]
    assert [one.path for one in _standing(editions[::-1])] == [stays]


def test_of_equally_new_ones_the_longer_text_stays_then_more_pictures() -> None:
    long, short = candidate("x", path="b", characters=9), candidate("x", path="a", characters=5, media=9)
    assert _standing([short, long]) == [long]
    many, few = candidate("x", path="b", characters=5, media=2), candidate("x", path="a", characters=5, media=1)
    assert _standing([few, many]) == [many]


@pytest.mark.parametrize(
    ("winner", "loser", "lost"),
    [
        (candidate("x", characters=5), candidate("x", updated=2, characters=0), Lost.NO_TEXT),
        (candidate("x", updated=2, characters=5), candidate("x"), Lost.OLDER),
        (candidate("x", characters=9), candidate("x", characters=5), Lost.SHORTER),
        (candidate("x", characters=5, media=2), candidate("x", characters=5, media=1), Lost.FEWER_PICTURES),
        (candidate("x"), candidate("x", path="b"), Lost.PATH),
    ],
)
def test_what_is_folded_says_why_it_does_not_stand_for_the_article(
    winner: Candidate, loser: Candidate, lost: Lost
) -> None:
    (folded,) = folded_editions([loser, winner, candidate("y")])
    assert (folded.edition, folded.into, folded.lost) == (loser, winner, lost)


@pytest.mark.parametrize(
    ("edition", "same"),
    [
        (candidate("x", link="https://a.example/1", path="b"), Same.LINK),
        (candidate("x", own="https://a.example/%25E9", path="b"), Same.ENCODING),
        (candidate("x", own="https://a.example/2", path="b"), Same.ARTICLE),
        (candidate("x", own="https://a.example/%E9", path="b"), Same.ID),
        (candidate("x", own="https://a.example/2", published=2, path="b"), Same.THIRD),
    ],
)
def test_what_is_folded_says_what_makes_it_an_edition(edition: Candidate, same: Same) -> None:
    into = candidate("x", own="https://a.example/%E9", link="https://a.example/1")
    assert [one.same for one in folded_editions([edition, into])] == [same]


@given(CANDIDATES, st.randoms())
def test_the_order_of_files_does_not_matter(candidates: list[Candidate], random: object) -> None:
    shuffled = list(candidates)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert newest_first(_standing(shuffled)) == newest_first(_standing(candidates))


def test_newest_come_first_and_ties_go_by_id() -> None:
    a, b, c = candidate("b", published=1), candidate("a", published=1), candidate("c", published=2)
    assert [one.id for one in newest_first([a, b, c])] == ["c", "a", "b"]


def test_what_is_dated_in_the_future_comes_last_and_the_nearest_of_it_first() -> None:
    past, soon, late = (
        candidate("a", published=1),
        candidate("b", published=8, ahead=True),
        candidate("c", published=9, ahead=True),
    )
    assert newest_first([late, past, soon]) == [past, soon, late]


def size(entries: Sequence[Entry]) -> int:
    return 100 + sum(len(one.content) for one in entries)


def test_at_most_so_many_entries() -> None:
    assert (
        len(
            within_bounds(
                (entry(number) for number in range(10)), size, shorter=as_summary, max_entries=3, max_bytes=10_000
            )
        )
        == 3
    )


def test_at_most_so_many_bytes_and_no_gap() -> None:
    entries = [
        entry(1, content="x" * 300),
        entry(2, content="x" * 300),
        entry(3, content="x" * 900),
        entry(4, content="x"),
    ]
    assert [one.link for one in within_bounds(entries, size, shorter=as_summary, max_entries=9, max_bytes=1000)] == [
        entries[0].link,
        entries[1].link,
    ]


def test_an_entry_too_large_to_stand_alone_is_published_as_its_summary() -> None:
    taken = within_bounds(
        [entry(1, content="x" * 2000, summary="a < b"), entry(2)],
        size,
        shorter=as_summary,
        max_entries=9,
        max_bytes=1000,
    )
    assert [one.content for one in taken] == [
        '<p>a &lt; b</p><p>来源：<a href="https://example.org/1" rel="noopener noreferrer">example.org</a></p>',
        "<p>正文</p>",
    ]


def test_no_more_entries_are_made_than_are_needed() -> None:
    made = 0

    def make() -> Iterator[Entry]:
        nonlocal made
        for number in range(1000):
            made += 1
            yield entry(number)

    within_bounds(make(), size, shorter=as_summary, max_entries=5, max_bytes=10_000)
    assert made <= 6


def test_an_entry_that_fits_in_no_way_keeps_no_other_out() -> None:
    entries = [entry(1, summary="x" * 2000, content="x" * 2000), entry(2), entry(3, content="x" * 900)]
    taken = within_bounds(entries, size, shorter=as_summary, max_entries=9, max_bytes=1000)
    assert [one.id for one in taken] == [entries[1].id]


@given(st.lists(st.tuples(st.integers(0, 3), st.text(max_size=2)), max_size=12), st.booleans())
def test_what_is_of_one_moment_is_sorted_by_name(items: list[tuple[int, str]], last_name_first: bool) -> None:
    found = latest_first(items, itemgetter(0), itemgetter(1), last_name_first=last_name_first)
    by_name = sorted(items, key=itemgetter(1), reverse=last_name_first)
    assert found == sorted(by_name, key=itemgetter(0), reverse=True)
