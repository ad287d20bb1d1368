"""What stands in a feed by the sizes of its entries."""

from hypothesis import given
from hypothesis import strategies as st

from feedtool.lock.line import LockLine, Window
from feedtool.lock.standing import Limits, is_within
from feedtool.rendering.standings import first_candidates, stood, within
from tests.thorough import examples

DAY_MS = 86_400_000


class Sizes:
    """A shelf that knows nothing but sizes, and notes which it was asked to learn."""

    def __init__(self, full: dict[str, int | None], short: dict[str, int]) -> None:
        self.full, self.short = full, short
        self.learned: list[str] = []

    def learn_sizes(self, ids: list[str]) -> None:
        self.learned += ids

    def size_of(self, id_: str) -> int | None:
        return self.full.get(id_, 100)

    def summary_of(self, id_: str):  # type: ignore[no-untyped-def]  # only its size is asked for
        return type("Piece", (), {"size_bytes": self.short.get(id_, 10)})()


def line(number: int) -> LockLine:
    return LockLine(f"x:{number:03}", "", None, "", "", 0, 0, number * 10 * DAY_MS, None, None, "")


LINES = [line(number) for number in reversed(range(10))]
BY_ID = {line.id: line for line in LINES}


def stands(sizes: Sizes, *, entries: int = 3, size: int = 1000, window: Window | None = None):  # type: ignore[no-untyped-def]
    return stood(LINES, window, sizes, limits=Limits(entries, size), frame_bytes=0)  # type: ignore[arg-type]


def test_the_newest_stand_as_many_as_the_number_allows() -> None:
    assert stands(Sizes({}, {})).standing.ids == ("x:009", "x:008", "x:007")
    assert not stands(Sizes({}, {})).full


def test_a_feed_that_its_size_cuts_is_full() -> None:
    found = stands(Sizes({}, {}), size=250)
    assert (found.standing.ids, found.full) == (("x:009", "x:008"), True)


def test_a_feed_stays_full_once_what_its_size_cuts_has_left_it() -> None:
    window = Window(LINES[1].seen_ms, LINES[1].id)
    assert left_behind(window, size=250)
    assert not left_behind(window, size=300), "there would be room"
    assert not left_behind(window, size=250, entries=2), "their number cuts"


def test_a_feed_is_full_for_what_left_if_not_even_its_summary_has_room() -> None:
    window = Window(LINES[1].seen_ms, LINES[1].id)
    assert not left_behind(window, size=250, full={"x:007": 5000}, short={"x:007": 50})
    assert left_behind(window, size=250, full={"x:007": 5000}, short={"x:007": 51})
    assert not left_behind(window, size=250, full={"x:007": None}), "it cannot be made"
    assert not left_behind(window, size=250, full={"x:007": 5000}, short={"x:007": 2000}), "it fits nowhere"


def left_behind(
    window: Window,
    *,
    size: int,
    entries: int = 3,
    full: dict[str, int | None] | None = None,
    short: dict[str, int] | None = None,
) -> bool:
    """Tell whether the two entries that have not left leave no room for the third."""
    found = stood(
        LINES[:2],
        window,
        Sizes(full or {}, short or {}),  # type: ignore[arg-type]
        limits=Limits(entries, size),
        frame_bytes=0,
        left=LINES[2].id,
    )
    assert found.standing.ids == ("x:009", "x:008")
    return found.full


def test_an_entry_that_alone_is_too_large_stands_as_its_summary_or_is_told() -> None:
    found = stands(Sizes({"x:009": 5000, "x:008": 5000}, {"x:008": 2000}))
    assert found.standing.ids == ("x:009", "x:007", "x:006")
    assert found.standing.as_summary == {"x:009"}
    assert found.too_large == ("x:008",)


def test_an_entry_that_cannot_be_made_does_not_stand() -> None:
    assert "x:009" not in stands(Sizes({"x:009": None}, {"x:009": 2**62})).standing.ids


def test_sizes_are_learned_a_hundred_at_a_time() -> None:
    sizes = Sizes({}, {})
    stands(sizes)
    assert sizes.learned == [f"x:{number:03}" for number in reversed(range(10))]


def test_the_first_candidates_are_the_newest() -> None:
    assert first_candidates(LINES, Limits(2, 1000)) == ["x:009", "x:008"]


def test_without_a_window_all_entries_may_stand_in_a_document() -> None:
    assert within(list(BY_ID), BY_ID, None) == LINES


@examples(200)
@given(
    numbers=st.lists(st.integers(0, 30), unique=True),
    begins=st.none() | st.integers(0, 30),
    main=st.sets(st.integers(0, 30)),
)
def test_what_may_stand_in_a_document_is_what_the_rule_of_the_window_says(
    numbers: list[int], begins: int | None, main: set[int]
) -> None:
    lines = [line(number) for number in sorted(numbers, reverse=True)]
    window = None if begins is None else line(begins).place
    in_main = {line(number).id for number in main}
    main_window = min((line(number).place for number in main), default=None)
    found = within(
        [one.id for one in lines], {one.id: one for one in lines}, window, in_main=in_main, main_window=main_window
    )
    assert found == [one for one in lines if is_within(one, window, in_main)]
