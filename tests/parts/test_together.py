from contextlib import closing

from feedtool.judge.reachability import Reachability
from feedtool.judge.target import Target
from feedtool.judge.verdict import Past
from feedtool.parts.together import Together, joined
from feedtool.state.state import State

A, B, C = (
    Target("https://a.example/1"),
    Target("https://a.example/2", past=Past(last_ok_ms=5)),
    Target("https://b.example/"),
)


def book() -> Together:
    with closing(State.open(None)) as state:
        return Together([A, B, C], state.book)


def test_the_targets_that_are_left_are_taken_once_by_server() -> None:
    left = book()
    assert list(left.servers()) == [("a.example:443", 2), ("b.example:443", 1)]
    assert (left.take("a.example:443", 1), left.take("a.example:443", 8), left.take("c.example:80", 1)) == (
        [A],
        [B],
        [],
    )


def test_the_target_that_answered_before_is_likely() -> None:
    left = book()
    assert [left.likely("a.example:443") for _ in range(3)] == [B, A, None]


def test_a_host_that_answered_any_part_is_there() -> None:
    silent = Reachability(failed={"a.example": "refused", "b.example": "refused"})
    assert not joined([silent, Reachability(answered={"c.example"})]).nobody_answered
    assert joined([silent, silent]).nobody_answered
    assert not joined([]).nobody_answered
