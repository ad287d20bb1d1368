"""How lines change with a build: the clock enters once, and only for what a reader would notice."""

import pytest

from feedtool.lock.line import LockLine
from feedtool.lock.renew import Shown, first_seen, renewed, updated_ms
from tests.lock.making import DAY_MS, NOW_MS, facts, line

OLD = line("a", visible="0" * 16, updated_ms=1000)


@pytest.mark.parametrize(
    ("visible", "epoch_ms", "expected"),
    [
        ("0" * 16, 1000, 1000),  # nothing changed
        ("0" * 16, 9000, 1000),  # only the epoch: readers would see the same again
        ("1" * 16, 9000, 9000),  # changed, and the seed says when
        ("1" * 16, 1000, NOW_MS),  # changed by hand: the build that first sees it
        ("1" * 16, 500, NOW_MS),
    ],
)
def test_updated_moves_only_when_readers_see_a_change(visible: str, epoch_ms: int, expected: int) -> None:
    assert updated_ms(OLD, visible=visible, epoch_ms=epoch_ms, now_ms=NOW_MS) == expected


def test_updated_never_goes_back_whatever_the_clock_says() -> None:
    assert updated_ms(OLD, visible="1" * 16, epoch_ms=0, now_ms=500) == 2000


def test_a_new_entry_was_updated_when_its_seed_says() -> None:
    assert updated_ms(None, visible="1" * 16, epoch_ms=7, now_ms=NOW_MS) == 7


def test_what_a_damaged_line_no_longer_tells_moves_nothing() -> None:
    assert updated_ms(OLD._replace(visible=""), visible="1" * 16, epoch_ms=0, now_ms=NOW_MS) == 1000


def test_the_first_build_has_seen_all_when_they_were_published_but_nothing_after_itself() -> None:
    assert first_seen([(5, "x:a"), (3, "x:b"), (NOW_MS + 9, "x:c")], [], now_ms=NOW_MS) == {
        "x:a": 5, "x:b": 3, "x:c": NOW_MS,
    }  # fmt: skip


def test_without_a_lock_no_clock_has_a_say() -> None:
    assert first_seen([(NOW_MS + 9, "x:c")], [line()], now_ms=None) == {"x:c": NOW_MS + 9}


def test_later_builds_see_new_entries_when_they_run_the_oldest_first() -> None:
    seen = first_seen([(5, "x:a"), (3, "x:b")], [line()], now_ms=NOW_MS)
    assert seen == {"x:b": NOW_MS, "x:a": NOW_MS + 1}


@pytest.mark.parametrize("now_ms", [NOW_MS, NOW_MS - DAY_MS])
def test_what_is_new_comes_after_all_that_was_seen_whatever_the_clock_says(now_ms: int) -> None:
    assert first_seen([(5, "x:a")], [line(seen_ms=NOW_MS)], now_ms=now_ms) == {"x:a": NOW_MS + 1}


def test_lines_that_are_kept_stay_as_they_are_without_a_look() -> None:
    before = lines(line("a"), line("b"), line("c"))
    after = renewed(before, [shown("b", title="Edited")], kept={line("a").id}, now_ms=NOW_MS)
    assert after[line("a").id] is before[line("a").id]
    assert after[line("b").id].title != line("b").title
    assert after[line("c").id].gone


def shown(name: str = "a", **changed: object) -> Shown:
    seed = facts(name, **changed)  # type: ignore[arg-type]
    return Shown(line(name).id, seed, "0" * 16, seed.published_ms)


def lines(*those: LockLine) -> dict[str, LockLine]:
    return {one.id: one for one in those}


def test_nothing_changed_changes_no_line() -> None:
    before = lines(line("a", page=3, seen_ms=5), line("b", gone="2026-01-01"))
    assert renewed(before, [shown("a")], now_ms=NOW_MS) == before


def test_a_line_follows_its_seed_and_keeps_its_id_its_first_day_and_its_page() -> None:
    before = line("a", page=3, seen_ms=5)
    edited = shown("a", path="new.md", link="https://x.example/", title="Corrected")
    after = renewed(lines(before), [edited], now_ms=NOW_MS)[before.id]
    assert (after.id, after.seen_ms, after.page) == (before.id, 5, 3)
    assert (after.path, after.link, after.title) == ("new.md", "https://x.example/", edited.facts.title)


def test_an_entry_whose_seed_is_missing_is_gone_since_the_first_day_and_keeps_its_line() -> None:
    after = renewed(lines(line("a", page=3), line("b", gone="2020-01-01")), [], now_ms=NOW_MS)
    assert after == lines(line("a", page=3, gone="2026-09-21"), line("b", gone="2020-01-01"))


def test_an_entry_whose_seed_cannot_be_read_stays_as_it_is() -> None:
    assert renewed(lines(line("a")), [], held=[line("a").id], now_ms=NOW_MS) == lines(line("a"))


def test_an_article_that_is_put_back_is_there_again_as_it_was() -> None:
    after = renewed(lines(line("a", gone="2020-01-01", seen_ms=5)), [shown("a")], now_ms=NOW_MS)
    assert after == lines(line("a", seen_ms=5))
