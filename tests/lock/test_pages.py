"""Archive documents: which entries close a page, and that the union of all documents is all entries."""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.lock.form import HEADER, format_lock, parse_lock
from feedtool.lock.line import Lock, LockLine, Window
from feedtool.lock.pages import Archive, Closing, archive_of, last_page
from feedtool.lock.renew import first_seen
from feedtool.lock.standing import HOLD_MS, Limits, Standing, stand
from tests.lock.making import DAY_MS, line, lock
from tests.thorough import examples

LIMITS = Limits(entries=4, size_bytes=400)
PAGE_ENTRIES, PAGE_BYTES = 5, 800


def at(number: int, **changed: object) -> LockLine:
    return line(id=f"x:{number:04}", seen_ms=number, **changed)


def close_pages(lines: Iterable[LockLine], standing: set[str], size_of: Callable[[str], int]) -> dict[str, int]:
    """The pages of the entries that come into one, by id."""
    known = list(lines)
    there = (line for line in known if not line.gone)
    closing = Closing(there, standing, last_page(known), page_entries=PAGE_ENTRIES, page_bytes=PAGE_BYTES)
    return {id_: number for number, ids in closing.pages(map(size_of, closing.ids)) for id_ in ids}


def close(lines: list[LockLine], standing: set[str], size: int = 1) -> dict[int, list[int]]:
    """The pages that close, with the numbers of their entries."""
    placed = close_pages(lines, standing, lambda _: size)
    pages: dict[int, list[int]] = {}
    for id_, page in placed.items():
        pages.setdefault(page, []).append(int(id_[2:]))
    return pages


def ids(*numbers: int) -> set[str]:
    return {f"x:{number:04}" for number in numbers}


SIX = [at(number) for number in range(6)]


def test_nothing_closes_while_all_stand_in_the_subscription_document() -> None:
    assert close(SIX[:4], ids(0, 1, 2, 3)) == {}


def test_a_page_closes_when_an_entry_would_leave_and_takes_all_that_are_in_none() -> None:
    assert close(SIX[:4], ids(1, 2, 3)) == {1: [0, 1, 2, 3]}


def test_a_page_closes_when_it_is_full_though_all_stand_in_the_document() -> None:
    assert close(SIX[:5], ids(*range(5))) == {1: [0, 1, 2, 3, 4]}
    assert close(SIX[:3], ids(*range(3)), size=400) == {1: [0, 1]}


def test_the_first_build_closes_as_many_pages_as_it_needs_oldest_first() -> None:
    assert close([at(number) for number in range(13)], ids(11, 12)) == {
        1: [0, 1, 2, 3, 4],
        2: [5, 6, 7, 8, 9],
        3: [10, 11, 12],
    }


def test_an_entry_larger_than_a_page_has_one_of_its_own() -> None:
    assert close(SIX[:2], set(), size=5000) == {1: [0], 2: [1]}


def test_a_number_is_never_used_again_though_its_entries_are_gone() -> None:
    lines = [at(0, page=7, gone="2026-01-01"), at(1)]
    assert close(lines, set()) == {8: [1]}


def test_what_is_gone_comes_into_no_page() -> None:
    assert close([at(0, gone="2026-01-01"), at(1)], ids(1)) == {}


def test_documents_are_linked_past_pages_without_entries() -> None:
    lines = [at(0, page=1), at(1, page=2, gone="2026-01-01"), at(2, page=3), at(3, page=4), at(4)]
    archive = archive_of(lines[::-1], ids(3, 4))
    assert archive == Archive({1: ("x:0000",), 3: ("x:0002",), 4: ("x:0003",)}, newest=3)
    assert (archive.prev(3), archive.prev(1), archive.next(1), archive.next(4)) == (1, None, 3, None)
    assert list(archive.walk()) == [3, 1]


def test_a_document_that_holds_everything_names_no_page() -> None:
    assert archive_of([at(1), at(0, page=1)], ids(0, 1)).newest is None
    assert list(archive_of([at(1), at(0, page=1)], ids(0, 1)).walk()) == []


def test_a_page_closes_before_the_sizes_of_later_entries_are_known() -> None:
    closing = Closing([at(number) for number in range(99)], set(), 0, page_entries=PAGE_ENTRIES, page_bytes=PAGE_BYTES)
    asked: list[str] = []
    pages = closing.pages(1 for id_ in closing.ids if asked.append(id_) is None)  # type: ignore[func-returns-value]
    assert next(pages) == (1, tuple(f"x:{number:04}" for number in range(5)))
    assert len(asked) == 6


class World:
    """An archive from build to build: articles come and go, change their size, and branches are merged."""

    def __init__(self) -> None:
        self.lock = Lock("seeds", "feeds")
        self.sizes: dict[str, tuple[int, int]] = {}
        self.now_ms = 0
        self.limits = LIMITS

    def branch(self) -> "World":
        other = World()
        other.lock, other.sizes, other.now_ms, other.limits = self.lock, self.sizes, self.now_ms, self.limits
        return other

    def build(self, edits: Mapping[str, tuple[int, int] | None], after_ms: int) -> tuple[Standing, Archive]:
        """Build with some articles new, of another size, or taken away (None), some time after the last build."""
        self.now_ms += after_ms
        self.sizes.update({id_: sizes for id_, sizes in edits.items() if sizes})
        lines = dict(self.lock.lines)
        new = [(number, id_) for number, id_ in enumerate(edits) if edits[id_] and id_ not in lines]
        for id_, seen_ms in first_seen(new, lines.values(), now_ms=self.now_ms).items():
            lines[id_] = line(id=id_, seen_ms=seen_ms)
        for id_, sizes in edits.items():
            if id_ in lines:
                lines[id_] = lines[id_]._replace(gone=None if sizes else "2026-01-01")
        return self.publish(lines)

    def publish(self, lines: dict[str, LockLine]) -> tuple[Standing, Archive]:
        standing = stand(lines.values(), self.lock.windows.get("main"), self.sizes.__getitem__, limits=self.limits)
        placed = close_pages(lines.values(), set(standing.ids), lambda id_: self.sizes[id_][0])
        lines = {id_: one._replace(page=placed.get(id_, one.page)) for id_, one in lines.items()}
        windows = {"main": standing.window} if standing.window else {}
        self.lock = parse_lock(format_lock(lock(*lines.values(), windows=windows)))[0]
        newest_first = sorted(lines.values(), key=attrgetter("place"), reverse=True)
        return standing, archive_of(newest_first, set(standing.ids))

    def merge(self, other: "World") -> tuple[Standing, Archive]:
        """Build with the lines of both branches, as `merge=union` leaves them."""
        rows = format_lock(self.lock) + format_lock(other.lock)
        self.lock = parse_lock(rows.replace(HEADER.encode(), HEADER.encode(), 1))[0]
        self.sizes = other.sizes | self.sizes
        return self.publish(dict(self.lock.lines))

    @property
    def there(self) -> set[str]:
        return {id_ for id_, one in self.lock.lines.items() if not one.gone}


def check(world: World, standing: Standing, archive: Archive) -> None:
    """Walk from the subscription document along `prev-archive`: every entry is found, and every bound is kept."""
    walked = [id_ for page in archive.walk() for id_ in archive.pages[page]]
    assert len(walked) == len(set(walked))
    assert set(walked) | set(standing.ids) == world.there
    assert all(archive.pages.values())
    limits = world.limits
    size = sum(world.sizes[id_][id_ in standing.as_summary] for id_ in standing.ids)
    assert len(standing.ids) <= limits.most_entries
    assert size <= limits.most_bytes
    if size > limits.size_bytes or len(standing.ids) > limits.entries:
        seen = [world.lock.lines[id_].seen_ms for id_ in standing.ids]
        assert max(one.seen_ms for one in world.lock.lines.values() if not one.gone) - min(seen) <= HOLD_MS


SIZES = st.tuples(st.integers(1, 900), st.integers(1, 120)).map(lambda two: (max(two), min(two)))
EDITS = st.dictionaries(st.integers(0, 40).map("x:{:02}".format), SIZES | st.none() | SIZES, max_size=12)
BUILDS = st.lists(st.tuples(EDITS, st.sampled_from([0, 1000, DAY_MS, 3 * DAY_MS])), min_size=1, max_size=8)


@examples(300)
@given(BUILDS)
def test_the_union_of_all_documents_is_all_entries_after_every_build(builds: list[Any]) -> None:
    world = World()
    for edits, after_ms in builds:
        check(world, *world.build(edits, after_ms))


@examples(300)
@given(BUILDS)
def test_nothing_that_left_the_subscription_document_comes_back_and_all_that_is_new_stands_there_once(
    builds: list[Any],
) -> None:
    world, left = World(), set[str]()
    before: set[str] = set()
    for edits, after_ms in builds:
        known = set(world.lock.lines)
        standing, _ = world.build(edits, after_ms)
        left |= (before - set(standing.ids)) & world.there
        assert not left & set(standing.ids)
        new = world.there - known
        if known and len(new) <= 3 and all(world.sizes[id_][1] <= 120 for id_ in new):
            assert new <= set(standing.ids)
        before = set(standing.ids)


@examples(200)
@given(BUILDS)
def test_a_page_never_gains_an_entry_that_was_not_there_when_it_closed(builds: list[Any]) -> None:
    world, closed = World(), dict[int, set[str]]()
    for edits, after_ms in builds:
        world.build(edits, after_ms)
        pages: dict[int, set[str]] = {}
        for one in world.lock.lines.values():
            if one.page is not None:
                pages.setdefault(one.page, set()).add(one.id)
        assert all(pages.get(page) == those for page, those in closed.items())
        assert all(len(those) <= PAGE_ENTRIES for those in pages.values())
        closed = pages


@pytest.mark.untraced
@examples(200)
@given(BUILDS, BUILDS, BUILDS)
def test_the_union_is_all_entries_after_a_merge_of_branches_too(
    before: list[Any], ours: list[Any], theirs: list[Any]
) -> None:
    world = World()
    for edits, after_ms in before:
        world.build(edits, after_ms)
    other = world.branch()
    for edits, after_ms in ours:
        world.build(edits, after_ms)
    for edits, after_ms in theirs:
        other.build({f"{id_}{'b' if id_ > 'x:20' else ''}": sizes for id_, sizes in edits.items()}, after_ms)
    check(world, *world.merge(other))
    check(world, *world.build({"x:99": (10, 5)}, 1000))


@examples(100)
@given(BUILDS, st.integers(1, 12), st.integers(150, 900))
def test_the_union_is_all_entries_when_the_bounds_are_changed(builds: list[Any], entries: int, size_bytes: int) -> None:
    world = World()
    for number, (edits, after_ms) in enumerate(builds):
        world.limits = Limits(entries, size_bytes) if number % 2 else LIMITS
        check(world, *world.build(edits, after_ms))


@pytest.mark.parametrize("count", [0, 1, 4, 5, 6, 99, 100, 101, 250])
def test_the_union_is_all_entries_of_a_first_build_of_any_number(count: int) -> None:
    world = World()
    check(world, *world.build({f"x:{number:03}": (10, 5) for number in range(count)}, DAY_MS))


def test_pages_are_large_though_every_build_adds_one_article() -> None:
    world = World()
    for number in range(40):
        _, archive = world.build({f"x:{number:03}": (10, 5)}, 3 * DAY_MS)
    assert {len(those) for those in archive.pages.values()} == {PAGE_ENTRIES}


def test_a_window_stands_in_the_lock_from_build_to_build() -> None:
    world = World()
    for number in range(6):
        world.build({f"x:{number:03}": (10, 5)}, 3 * DAY_MS)
    left, oldest = world.lock.lines["x:001"], world.lock.lines["x:002"]
    assert world.lock.windows == {"main": Window(left.seen_ms + 1, oldest.id)}
