"""Articles of one source in runs of some weeks."""

from feedtool.groups.groups import Member
from feedtool.groups.runs import Run, runs_by_source

DAY_MS = 24 * 3_600_000


def member(day: int, source: str | None = "a.example", name: str = "") -> Member:
    return Member(f"{source}/{name}{day}", day * DAY_MS, source, None, (), ())


def test_articles_of_a_source_come_in_order_each_run_with_those_beside_it() -> None:
    old, middle, new = member(1), member(40), member(41)
    assert list(runs_by_source([new, middle, old])) == [Run([old], None, middle.id), Run([middle, new], old.id, None)]
    assert Run([middle, new], old.id, None).ids == [middle.id, new.id, old.id]


def test_each_source_has_runs_of_its_own_however_its_name_is_spelled() -> None:
    one, same, other = member(1, "Café"), member(2, "Cafe\u0301"), member(1, "café")
    assert list(runs_by_source([one, same, other])) == [Run([one, same]), Run([other])]


def test_articles_of_one_moment_come_by_id_and_one_without_a_source_stands_alone() -> None:
    a, b, alone, invisible = member(1, name="a"), member(1, name="b"), member(1, None), member(1, "\u200b")
    assert list(runs_by_source([b, alone, a, invisible])) == [Run([alone]), Run([invisible]), Run([a, b])]
