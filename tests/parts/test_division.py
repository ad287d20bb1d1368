"""What parts are given and told, as the process that remembers sees it."""

import tracemalloc
from collections.abc import Iterator
from contextlib import closing

import pytest

from feedtool.http.chain import start
from feedtool.judge.target import Target
from feedtool.judge.verdict import Judgement, Outcome, Verdict
from feedtool.parts.book import Asks, Told
from feedtool.parts.division import Division
from feedtool.parts.packing import read_target
from feedtool.parts.partition import Partition
from feedtool.schedule.handing import Onward, Shown, Together
from feedtool.schedule.servers import Inquiry
from feedtool.state.state import State
from feedtool.store.stored import answered
from tests.checker.fakes import references, wanted

NOW = 1_767_225_600_000
FINE = Outcome(Judgement(Verdict.OK, "ok", ""), status=200, checked_ms=NOW)
PLACED = Partition(2, {"a.example": 0, "c.example": 0, "b.example": 1})
A = [f"https://a.example/{number}" for number in range(450)]
B = ["https://b.example/1", "https://b.example/2"]
C = ["https://c.example/1"]


@pytest.fixture
def state() -> Iterator[State]:
    with closing(State.open(None)) as made:
        made.begin(NOW)
        made.queue.add("a.md", references(*A, *B, *C), wanted)
        made.queue.ready(NOW)
        yield made


def begun(state: State) -> Division:
    division = Division(state.book, PLACED)
    division.begin(NOW)
    return division


def given(division: Division, part: int) -> list[tuple[str, list[str]]]:
    found = []
    while isinstance(asks := division.next_for(part), Asks):
        found.append((asks.server, [read_target(one, {}).url for one in asks.targets]))
    assert asks is None
    return found


def coming(division: Division, part: int) -> list[int]:
    found = []
    while isinstance(asks := division.next_for(part), Asks):
        found.append(asks.coming)
    return found


def at_b(url: str) -> Onward:
    return Onward(Inquiry(Target(url), "b.example:443", 9.0, chain=start("https://b.example/", 5.0)))


def fine(*urls: str) -> Told:
    return Told(answers=[answered(url, FINE) for url in urls])


def test_each_part_is_given_its_own_some_of_each_server_at_a_time_the_longest_first(state: State) -> None:
    division = begun(state)
    assert division.targets == 453
    assert given(division, 1) == [("b.example:443", B)]
    assert given(division, 0) == [
        ("a.example:443", A[:20]), ("c.example:443", C), ("a.example:443", A[20:220]), ("a.example:443", A[220:420]),
        ("a.example:443", A[420:]),
    ]  # fmt: skip


def test_a_part_is_told_how_many_of_a_servers_targets_are_still_to_come(state: State) -> None:
    division = begun(state)
    assert coming(division, 0) == [430, 0, 230, 30, 0]
    division.lost(0, NOW)
    assert coming(division, 0) == [430, 0, 230, 30, 0]


def test_what_a_part_told_is_kept_at_once(state: State) -> None:
    division = begun(state)
    division.learn(0, fine(A[0]), NOW)
    assert state.answers.of(A[0]) == FINE


def test_what_is_handed_over_is_given_to_the_part_that_goes_on(state: State) -> None:
    division = begun(state)
    given(division, 1)
    division.learn(0, Told(handed=[at_b(A[0])]), NOW)
    assert division.next_for(1) == at_b(A[0])
    division.learn(1, Told(handed=[Shown(Target(A[0]), b"mark")]), NOW)
    assert division.next_for(0) == Shown(Target(A[0]), b"mark")


def test_what_no_part_can_judge_is_kept_until_the_end(state: State) -> None:
    division = begun(state)
    division.learn(0, Told(handed=[Together((Target(A[0]), Target(A[1])))]), NOW)
    assert list(division.together) == A[:2]


def test_a_lost_part_is_given_again_what_has_no_answer_and_is_not_with_another_part(state: State) -> None:
    division = begun(state)
    given(division, 0)
    told = fine(*A[:100], *A[200:])
    told.handed = [at_b(A[100]), Together((Target(A[101]),))]
    division.learn(0, told, NOW)
    division.lost(0, NOW)
    assert given(division, 0) == [("a.example:443", A[102:120]), ("c.example:443", C), ("a.example:443", A[120:200])]


def test_at_the_end_whatever_has_no_answer_is_left_but_of_servers_that_had_enough(state: State) -> None:
    division = begun(state)
    for part in (0, 1):
        given(division, part)
    division.learn(0, Told(answers=fine(*A).answers, handed=[at_b(C[0])]), NOW)
    assert {target.url for target in division.left(())} == {*B, *C}
    assert {target.url for target in division.left(("b.example:443",))} == {*C}
    division.learn(1, fine(*B, *C), NOW)
    assert division.left(()) == []


def test_a_part_is_lost_while_it_is_still_being_given_its_targets(state: State) -> None:
    division = begun(state)
    first = division.next_for(0)
    division.lost(0, NOW)
    again = division.next_for(0)
    assert again == first
    assert sorted(url for _, urls in given(division, 0) for url in urls) == sorted([*A[20:], *C])


def test_a_lost_part_is_given_again_what_was_handed_over_to_it(state: State) -> None:
    division = begun(state)
    division.learn(0, Told(handed=[at_b(A[0]), at_b(A[1])]), NOW)
    given_b = [division.next_for(1) for _ in range(3)]
    division.learn(1, fine(A[0], B[0]), NOW)
    division.lost(1, NOW)
    assert division.next_for(1) == given_b[1] == at_b(A[1])
    assert given(division, 1) == [("b.example:443", B[1:])]


def test_other_links_of_a_server_are_given_once_when_one_of_them_died() -> None:
    with closing(State.open(None)) as again:
        again.begin(NOW)
        again.queue.add("a.md", references(*A[:5]), wanted)
        again.queue.ready(NOW)
        for url in A[:5]:
            again.answers.put(url, FINE)
        again.end(NOW, complete=True)
        again.begin(NOW + 60_000)
        again.queue.add("a.md", references(*A[:5], *B), wanted)
        again.queue.ready(NOW + 60_000)
        division = begun(again)
        assert given(division, 0) == []
        division.learn(1, Told(roused=["a.example:443"]), NOW)
        division.learn(0, Told(roused=["a.example:443"]), NOW)
        assert [len(urls) for _, urls in given(division, 0)] == [3]
        assert division.targets == 5


@pytest.mark.untraced
def test_what_is_kept_here_does_not_grow_with_the_number_of_targets() -> None:
    def kept_bytes(links: int) -> int:
        with closing(State.open(None)) as made:
            made.begin(NOW)
            urls = [f"https://h{number % 40}.example/{number}" for number in range(links)]
            made.queue.add("a.md", references(*urls), wanted)
            made.queue.ready(NOW)
            del urls
            division = Division(made.book, Partition(2, {}))
            division.begin(NOW)
            tracemalloc.start()
            for part in (0, 1):
                while isinstance(asks := division.next_for(part), Asks):
                    division.learn(part, fine(*(read_target(one, {}).url for one in asks.targets)), NOW)
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            return most

    few, many = kept_bytes(9_000), kept_bytes(15_000)  # more than are kept in mind of URLs
    assert many < few + 300_000
