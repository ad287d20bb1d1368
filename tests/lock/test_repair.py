"""What branches leave in a lock: joined by rules, whichever comes first, and told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.lock.form import format_lock, parse_lock
from feedtool.lock.line import Attached, LockLine, Window
from feedtool.lock.repair import joined
from tests.lock.making import line, lock, row, written

SIDES = st.builds(
    lambda updated, seen, page, gone, path, attached, original_gone: line(
        "a", updated_ms=updated, seen_ms=seen, page=page, gone=gone, path=path, visible=f"{updated:016x}",
        attached=attached, original_gone=original_gone,
    ),
    st.integers(1, 4),
    st.integers(1, 4),
    st.none() | st.integers(1, 3),
    st.sampled_from([None, "2026-01-01", "2026-01-02"]),
    st.sampled_from("pq"),
    st.sampled_from([None, Attached("image/png", 70, "0" * 8), Attached("image/png", 71, "0" * 8)]),
    st.booleans(),
)  # fmt: skip


@given(SIDES, SIDES, SIDES)
def test_joining_gives_the_same_in_any_order_and_however_often(a: LockLine, b: LockLine, c: LockLine) -> None:
    assert joined(a, b) == joined(b, a)
    assert joined(a, joined(b, c)) == joined(joined(a, b), c)
    assert joined(a, a) == a
    assert joined(joined(a, b), b) == joined(a, b)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"updated_ms": 5, "visible": "5" * 16}, {"updated_ms": 7, "visible": "7" * 16}, {"updated_ms": 7, "visible": "7" * 16}),
        ({"updated_ms": 5, "path": "old.md"}, {"updated_ms": 7, "path": "new.md"}, {"updated_ms": 7, "path": "new.md"}),
        ({"seen_ms": 5}, {"seen_ms": 7}, {"seen_ms": 5}),
        ({"page": 4}, {"page": None}, {"page": 4}),
        ({"page": 4}, {"page": 3}, {"page": 3}),
        ({"gone": "2026-01-01"}, {"gone": None}, {"gone": None}),
        ({"gone": "2026-01-01"}, {"gone": "2026-01-05"}, {"gone": "2026-01-05"}),
        ({"original_gone": True}, {}, {"original_gone": True}),
        ({"attached": Attached("image/png", 70, "0" * 8)}, {}, {"attached": Attached("image/png", 70, "0" * 8)}),
    ],
)  # fmt: skip
def test_of_two_lines_for_one_id_the_rules_make_one(
    one: dict[str, object], other: dict[str, object], expected: dict[str, object]
) -> None:
    known, repairs = parse_lock(written(row(line("a", **one)), row(line("b")), row(line("a", **other))))
    assert known.lines == {line("a").id: line("a", **expected), line("b").id: line("b")}
    assert [repair.number for repair in repairs] == [6]


def test_a_line_that_stands_there_twice_counts_once_and_is_told() -> None:
    known, repairs = parse_lock(written(row(line("a")), row(line("a"))))
    assert known.lines == {line("a").id: line("a")}
    assert "the same as the first" in repairs[0].message


def test_second_windows_of_many_feeds_are_told_together() -> None:
    lines = [f"window\ttag/{number}\t{seen}\tx:b" for number in range(5) for seen in (5, 6)]
    (told,) = parse_lock(written(*lines))[1]
    assert told.message == "a second window of the feed tag/0 and of 4 other feeds; the later ones count"


def test_of_two_windows_the_later_counts() -> None:
    known, repairs = parse_lock(written("window\tmain\t5\tx:b", "window\tmain\t7\tx:a", "window\tmain\t6\tx:c"))
    assert known.windows == {"main": Window(7, "x:a")}
    assert [repair.number for repair in repairs] == [5]  # told together


def test_a_name_keeps_one_slug_and_a_slug_one_name() -> None:
    known, repairs = parse_lock(
        written("slug\ttag\tb\t新闻", "slug\ttag\ta\t新闻", "slug\ttag\ta\t旧闻", "slug\tsource\ta\tx")
    )
    assert known.slugs == {("tag", "新闻"): "a", ("source", "x"): "a"}
    assert len(repairs) == 2


def test_what_the_lock_belongs_to_is_said_once() -> None:
    known, repairs = parse_lock(written("output\tother"))
    assert (known.output, len(repairs)) == ("feeds", 1)


OURS, THEIRS, BEFORE = line("a"), line("b"), line("c")


@pytest.mark.parametrize("before", [(), ("||||||| 1234567", row(BEFORE))], ids=["merge", "diff3"])
def test_both_sides_of_a_conflict_are_kept_and_what_was_before_is_not(before: tuple[str, ...]) -> None:
    known, repairs = parse_lock(
        written("<<<<<<< HEAD", row(OURS), *before, "=======", row(THEIRS), ">>>>>>> branch", row(line("d")))
    )
    assert set(known.lines) == {OURS.id, THEIRS.id, line("d").id}
    assert [(repair.number, repair.message[:31]) for repair in repairs] == [(4, "a conflict that Git left here; ")]


@pytest.mark.parametrize(
    "rows",
    [
        ("||||||| 1234567", row(OURS), row(THEIRS)),
        ("||||||| 1234567", row(OURS), ">>>>>>> branch", row(THEIRS)),
        ("=======", row(OURS), "<<<<<<< HEAD", row(THEIRS)),
        ("<<<<<<<<<<<< ours", row(OURS), "============", row(THEIRS), ">>>>>>>>>>>> theirs"),
    ],
)  # fmt: skip
def test_marks_in_any_order_cost_no_id(rows: tuple[str, ...]) -> None:
    known, repairs = parse_lock(written(*rows))
    assert set(known.lines) == {OURS.id, THEIRS.id}
    assert repairs


@given(st.lists(SIDES, max_size=5), st.randoms())
def test_a_repaired_lock_needs_no_repair(sides: list[LockLine], random: object) -> None:
    rows = [row(one) for one in sides] + [
        "<<<<<<< a",
        "=======",
        ">>>>>>> b",
        "window\tmain\t5\tx:b",
        "window\tmain\t6\tx:b",
    ]
    random.shuffle(rows)  # type: ignore[attr-defined]
    once = format_lock(parse_lock(written(*rows))[0])
    assert parse_lock(once)[1] == ()
    assert format_lock(parse_lock(once)[0]) == once


def test_a_lock_that_is_whole_is_told_as_whole() -> None:
    assert parse_lock(format_lock(lock(line("a"), line("b"))))[1] == ()
