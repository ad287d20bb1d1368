"""Whose turn it is."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from feedtool.schedule.turns import Turns


@dataclass(frozen=True)
class Named:
    """A server of which only its name and how much is left to ask of it is known."""

    name: str
    number: int = 0

    def left(self) -> int:
        return self.number


def drained(turns: Turns[Named], now: float) -> list[Named]:
    found = []
    while (server := turns.pop(now)) is not None:
        found.append(server)
    return found


A, B, C, D = (Named(*one) for one in (("a", 1), ("b", 9), ("c", 5), ("d", 5)))


def test_of_those_whose_turn_it_is_the_one_with_the_most_left_goes_first() -> None:
    turns: Turns[Named] = Turns()
    for server in (A, B, C):
        turns.put(server, 1.0)
    assert drained(turns, 0.5) == []
    assert drained(turns, 1.0) == [B, C, A]


def test_an_earlier_turn_takes_the_place_of_a_later_one_and_a_later_one_of_none() -> None:
    turns: Turns[Named] = Turns()
    turns.put(A, 5.0)
    turns.put(A, 2.0)
    turns.put(A, 9.0)
    assert (len(turns), turns.next_at()) == (1, 2.0)
    assert drained(turns, 100.0) == [A]
    assert (len(turns), turns.next_at()) == (0, None)


@given(st.lists(st.tuples(st.sampled_from((A, B, C, D)), st.floats(0, 10), st.floats(0, 10)), max_size=60))
def test_each_has_one_turn_at_its_earliest_moment(steps: list[tuple[Named, float, float]]) -> None:
    turns: Turns[Named] = Turns()
    expected: dict[Named, float] = {}
    for server, at, now in steps:
        turns.put(server, at)
        expected[server] = min(at, expected.get(server, at))
        for popped in drained(turns, now):
            assert expected.pop(popped) <= now
        assert len(turns) == len(expected)
        assert all(moment > now for moment in expected.values())
        assert turns.next_at() == min(expected.values(), default=None)


def test_a_server_is_due_once_the_moment_of_its_turn_has_come() -> None:
    turns: Turns[Named] = Turns()
    turns.put(A, 5.0)
    assert [turns.is_due(A, now) for now in (4.9, 5.0, 6.0)] == [False, True, True]
    assert not turns.is_due(B, 9.0)
    assert turns.pop(6.0) == A
    assert not turns.is_due(A, 9.0)
