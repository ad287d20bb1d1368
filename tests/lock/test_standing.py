"""Which entries stand in the subscription document: new ones once, the last two days uncut, and none again."""

from feedtool.lock.line import LockLine, Window
from feedtool.lock.standing import HOLD_MS, Limits, Standing, stand
from tests.lock.making import DAY_MS, line

SMALL = Limits(entries=3, size_bytes=3_000)


def at(number: int, day: float = 0.0, **changed: object) -> LockLine:
    """An entry that was first seen on a day, the later of a day with the higher number."""
    return line(id=f"x:{number:03}", seen_ms=round(day * DAY_MS) + number, **changed)


def numbers(standing: Standing) -> list[int]:
    return [int(id_[2:]) for id_ in standing.ids]


def standing(lines: list[LockLine], window: Window | None = None, *, full: int = 100, short: int = 50) -> Standing:
    return stand(lines, window, lambda _: (full, short), limits=SMALL)


OLD = [at(number, day=number * 3) for number in range(10)]  # one in three days


def test_the_newest_seen_stand_there_whatever_their_dates() -> None:
    late = [at(number, day=number * 3, published_ms=-number) for number in range(10)]
    assert numbers(standing(late)) == [9, 8, 7]
    assert standing(late).window == Window(late[6].seen_ms + 1, late[7].id)


def test_the_window_of_a_document_that_nothing_left_is_its_oldest_entry_and_stays_until_something_leaves() -> None:
    first = standing(OLD[:2]).window
    assert first == OLD[0].place
    assert standing(OLD[1:3], first).window == first
    assert standing(OLD[:4], first).window == Window(OLD[0].seen_ms + 1, OLD[1].id)


def test_entries_that_are_first_seen_at_one_moment_are_told_apart_by_their_ids() -> None:
    alike = [one._replace(seen_ms=7) for one in OLD]
    window = standing(alike, full=1000, short=1000).window
    assert window == alike[4].place
    assert numbers(standing(alike, window)) == [9, 8, 7, 6, 5, 4]


def test_what_a_merged_branch_saw_after_the_newest_that_left_stands_there() -> None:
    ours = [at(number, day=number) for number in (1, 2, 3, 8, 9, 10)]
    window = standing(ours).window
    theirs = [at(5, day=5), at(6, day=6)]
    more = Limits(entries=5)
    assert numbers(stand([*ours, *theirs], window, lambda _: (1, 1), limits=more)) == [10, 9, 8, 6, 5]
    late = at(2, day=2)._replace(id="x:late")
    assert numbers(stand([*ours, late], window, lambda _: (1, 1), limits=more)) == [10, 9, 8]


def test_what_is_gone_does_not_stand_there() -> None:
    assert numbers(standing([*OLD[:9], OLD[9]._replace(gone="2026-01-01")])) == [8, 7, 6]


def test_what_left_never_comes_back_though_there_is_room() -> None:
    window = standing(OLD).window
    fewer = [*OLD[:8], *(one._replace(gone="2026-01-01") for one in OLD[8:])]
    assert numbers(standing(fewer, window)) == [7]
    assert numbers(stand(OLD, window, lambda _: (1, 1), limits=Limits())) == [9, 8, 7]


def test_what_stands_in_the_main_feed_stands_in_that_of_its_group_though_the_window_passed_it_by() -> None:
    found = stand(OLD, OLD[9].place, lambda _: (100, 50), limits=SMALL, in_main={"x:007"})
    assert numbers(found) == [9, 7]
    assert found.window == OLD[9].place  # the eighth does not come back with it


def test_a_late_find_stands_there_by_the_day_it_was_seen() -> None:
    late = at(10, day=40, published_ms=0)
    assert numbers(standing([*OLD, late], standing(OLD).window)) == [10, 9, 8]


def test_no_entries_make_an_empty_document_and_leave_the_window() -> None:
    assert standing([]) == Standing((), frozenset(), None, 0)
    assert standing([], Window(5, "x:a")).window == Window(5, "x:a")


def test_a_burst_is_not_cut_within_two_days() -> None:
    burst = [at(number, day=1 + number / 100) for number in range(10)]
    assert len(standing(burst, full=10).ids) == 10
    assert standing(burst, full=10).unshown == 0


def test_what_was_seen_before_the_two_days_is_cut() -> None:
    edge = [at(0), line(id="x:001", seen_ms=HOLD_MS), *(at(n, day=4) for n in (2, 3, 4))]
    edge[1] = line(id="x:001", seen_ms=4 * DAY_MS + 4 - HOLD_MS)
    assert numbers(standing(edge, full=10)) == [4, 3, 2, 1]
    edge[1] = line(id="x:001", seen_ms=4 * DAY_MS + 4 - HOLD_MS - 1)
    assert numbers(standing(edge, full=10)) == [4, 3, 2]


def test_of_a_burst_the_oldest_become_summaries_first() -> None:
    found = standing([at(number) for number in range(10)], full=1000, short=100)
    assert numbers(found) == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
    assert found.as_summary == {"x:000", "x:001", "x:002", "x:003", "x:004"}  # 5 · 1000 + 5 · 100 ≤ 6000


def test_beyond_both_bounds_the_oldest_are_in_the_archive_alone_and_are_counted() -> None:
    many = standing([at(number) for number in range(40)], full=10, short=5)
    assert (numbers(many)[-1], len(many.ids), many.unshown) == (25, 15, 25)
    large = standing([at(number) for number in range(10)], full=1000, short=1000)
    assert (numbers(large), large.unshown, large.window) == ([9, 8, 7, 6, 5, 4], 4, Window(4, "x:004"))


def test_an_entry_too_large_to_stand_alone_stands_as_its_summary() -> None:
    found = stand(OLD, None, lambda id_: (9000 if id_ == "x:008" else 100, 50), limits=SMALL)
    assert (numbers(found), found.as_summary) == ([9, 8, 7], {"x:008"})


def test_an_entry_that_fits_in_no_way_keeps_no_other_out() -> None:
    sizes = {"x:009": (9000, 9000)}
    assert numbers(stand(OLD, None, lambda id_: sizes.get(id_, (100, 50)), limits=SMALL)) == [8, 7, 6]
    burst = [at(number) for number in range(10)]
    found = stand(burst, None, lambda id_: sizes.get(id_, (1000, 100)), limits=SMALL)
    assert (numbers(found), found.unshown) == ([8, 7, 6, 5, 4, 3, 2, 1, 0], 1)


def test_an_entry_too_large_to_stand_alone_is_a_summary_in_a_burst_too_and_no_older_one_for_it() -> None:
    burst = [at(number) for number in range(5)]
    found = stand(burst, None, lambda id_: (4000 if id_ == "x:004" else 1000, 50), limits=SMALL)
    assert (numbers(found), found.as_summary) == ([4, 3, 2, 1, 0], {"x:004"})


def test_the_frame_of_the_document_counts() -> None:
    found = stand(OLD, None, lambda _: (1000, 900), limits=SMALL, frame_bytes=1500)
    assert numbers(found) == [9]


def test_sizes_are_asked_for_few_entries() -> None:
    asked: list[str] = []

    def sizes(id_: str) -> tuple[int, int]:
        asked.append(id_)
        return 100, 50

    stand([at(number, day=number * 3) for number in range(500)], None, sizes, limits=SMALL)
    assert len(asked) <= 4
