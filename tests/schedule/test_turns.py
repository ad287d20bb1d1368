"""Whose turn it is."""

from hypothesis import given
from hypothesis import strategies as st

from feedtool.schedule.turns import Turns


def drained(turns: Turns, now: float, left: dict[str, int] | None = None) -> list[str]:
    found = []
    while (name := turns.pop(now, lambda name: (left or {}).get(name, 0))) is not None:
        found.append(name)
    return found


def test_of_those_whose_turn_it_is_the_one_with_the_most_left_goes_first() -> None:
    turns = Turns()
    for name in "abc":
        turns.put(name, 1.0)
    assert drained(turns, 0.5) == []
    assert drained(turns, 1.0, {"a": 1, "b": 9, "c": 5}) == ["b", "c", "a"]


def test_an_earlier_turn_takes_the_place_of_a_later_one_and_a_later_one_of_none() -> None:
    turns = Turns()
    turns.put("a", 5.0)
    turns.put("a", 2.0)
    turns.put("a", 9.0)
    assert (len(turns), turns.next_at()) == (1, 2.0)
    assert drained(turns, 100.0) == ["a"]
    assert (len(turns), turns.next_at()) == (0, None)


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.floats(0, 10), st.floats(0, 10)), max_size=60))
def test_each_has_one_turn_at_its_earliest_moment(steps: list[tuple[str, float, float]]) -> None:
    turns, expected = Turns(), {}
    for name, at, now in steps:
        turns.put(name, at)
        expected[name] = min(at, expected.get(name, at))
        for popped in drained(turns, now):
            assert expected.pop(popped) <= now
        assert len(turns) == len(expected)
        assert all(moment > now for moment in expected.values())
        assert turns.next_at() == min(expected.values(), default=None)


def test_a_server_is_due_once_the_moment_of_its_turn_has_come() -> None:
    turns = Turns()
    turns.put("a", 5.0)
    assert [turns.is_due("a", now) for now in (4.9, 5.0, 6.0)] == [False, True, True]
    assert not turns.is_due("b", 9.0)
    assert turns.pop(6.0, lambda _name: 1) == "a"
    assert not turns.is_due("a", 9.0)
