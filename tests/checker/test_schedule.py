"""The schedule by itself: no network, no loop, a clock that the test moves."""

import heapq
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.checker.manner import Manner
from feedtool.checker.schedule import PROBE_S, Reply, Schedule, Sent
from feedtool.checker.servers import Inquiry
from feedtool.judge.target import Target
from feedtool.judge.verdict import Judgement, Outcome, Past, Verdict
from tests.thorough import examples

PUT_OFF = Outcome(Judgement(Verdict.BLOCKED, "http-429", "the server answered 429"), status=429)


@dataclass
class Made:
    """Targets that are made up, so many of each server."""

    numbers: dict[str, int]
    fine_before: frozenset[str] = frozenset()
    made: dict[str, list[Target]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for server, number in self.numbers.items():
            urls = [f"https://{server.partition(':')[0]}/{one}" for one in range(number)]
            self.made[server] = [
                Target(url, past=Past(last_ok_ms=1 if url in self.fine_before else None)) for url in urls
            ]

    def servers(self) -> Iterable[tuple[str, int]]:
        return self.numbers.items()

    def take(self, server: str, most: int) -> list[Target]:
        left = self.made[server]
        taken, self.made[server] = left[:most], left[most:]
        return taken

    def likely(self, server: str) -> Target | None:
        left = self.made[server]
        chosen = next((one for one in left if one.past.last_ok_ms), left[-1] if left else None)
        if chosen is not None:
            left.remove(chosen)
        return chosen


@dataclass
class Drive:
    """Carries a schedule's decisions out on a clock of its own: every request takes ``takes_s``.

    ``replies`` says what comes of asking a server; unnamed ones answer well.
    """

    schedule: Schedule
    replies: dict[str, Reply] = field(default_factory=dict)
    takes_s: float = 0.1
    now: float = 0.0
    asked: list[tuple[float, str]] = field(default_factory=list)
    unasked: dict[str, str] = field(default_factory=dict)
    at_a_time: int = 0
    _under_way: list[tuple[float, int, Inquiry]] = field(default_factory=list)

    def run(self) -> bool:
        for _ in range(100_000):
            decisions = self.schedule.next(self.now)
            for inquiry in decisions.start:
                self.asked.append((self.now, inquiry.target.url))
                heapq.heappush(self._under_way, (self.now + self.takes_s, len(self.asked), inquiry))
            for target, judgement in decisions.answer:
                assert target.url not in self.unasked
                self.unasked[target.url] = judgement.reason
            self.at_a_time = max(self.at_a_time, len(self._under_way))
            if decisions.over:
                return self.schedule.is_done
            moments = [decisions.wake_at] if decisions.wake_at is not None else []
            moments += [self._under_way[0][0]] if self._under_way else []
            assert moments, "nothing is under way, and nothing will ever start"
            self.now = max(self.now, min(moments))
            while self._under_way and self._under_way[0][0] <= self.now:
                self._answered(heapq.heappop(self._under_way)[2])
        raise AssertionError("the schedule never ends")

    def _answered(self, inquiry: Inquiry) -> None:
        reply = self.replies.get(inquiry.server, Reply.WELL)
        self.schedule.note(Sent(inquiry.server, inquiry.target.url, reply), self.now)
        if reply is Reply.UNREACHED and self.schedule.probe_failed(inquiry):
            self.asked.remove(next(one for one in self.asked if one[1] == inquiry.target.url))
        self.schedule.finished(inquiry, self.now)

    def times(self, host: str) -> list[float]:
        return [moment for moment, url in self.asked if f"//{host}/" in url]


def begun(numbers: dict[str, int], **more: object) -> Drive:
    schedule = Schedule(Made(numbers), Manner(**more))  # type: ignore[arg-type]  # passed on as it came
    assert schedule.begin(0.0) == sum(numbers.values())
    return Drive(schedule)


def test_every_target_of_every_server_is_asked_once() -> None:
    drive = begun({"a.example:443": 30, "b.example:443": 3})
    assert drive.run()
    assert len({url for _, url in drive.asked}) == len(drive.asked) == 33


def test_a_host_is_asked_no_faster_than_its_rate() -> None:
    drive = begun({"a.example:443": 20}, rate=5.0)
    drive.run()
    times = drive.times("a.example")
    assert all(later - earlier >= 0.2 for earlier, later in pairwise(times))


def test_no_more_is_under_way_than_there_are_slots() -> None:
    drive = begun({f"h{number}.example:443": 3 for number in range(50)}, concurrency=7)
    assert drive.run()
    assert drive.at_a_time == 7


def test_two_ports_of_a_host_share_its_pace() -> None:
    drive = begun({"a.example:80": 10, "a.example:443": 10}, rate=5.0)
    drive.run()
    times = sorted(drive.times("a.example"))
    assert all(later - earlier >= 0.2 for earlier, later in pairwise(times))


def test_a_server_that_nobody_reaches_is_set_aside_and_answered_for_after_its_probe() -> None:
    drive = begun({"down.example:443": 50, "a.example:443": 5})
    drive.replies["down.example:443"] = Reply.UNREACHED
    assert drive.run()
    assert len(drive.times("down.example")) <= 2  # those that were under way when it broke
    assert set(drive.unasked.values()) == {"host-down"}
    assert len(drive.unasked) + len(drive.times("down.example")) == 50


def test_the_probe_is_the_target_that_answered_before_and_has_little_time() -> None:
    targets = Made({"down.example:443": 50}, fine_before=frozenset(("https://down.example/33",)))
    schedule = Schedule(targets, Manner())
    schedule.begin(0.0)
    started: list[Inquiry] = []
    for second in range(5):
        for inquiry in schedule.next(float(second)).start:
            started.append(inquiry)
            schedule.note(Sent(inquiry.server, inquiry.target.url, Reply.UNREACHED), second + 0.1)
            schedule.finished(inquiry, second + 0.1)
    assert [one.probe for one in started] == [False, False, True]
    assert (started[-1].target.url, started[-1].left_s) == ("https://down.example/33", PROBE_S)


def test_a_redirect_waits_for_the_turn_of_where_it_leads_and_holds_no_slot_meanwhile() -> None:
    schedule = Schedule(Made({"a.example:443": 1, "b.example:443": 1}), Manner(concurrency=1))
    schedule.begin(0.0)
    (first,) = schedule.next(0.0).start
    schedule.note(Sent(first.server, first.target.url, Reply.WELL), 0.1)
    ticket = schedule.ask_for_turn(first.server, "c.example:443", 0.1)
    decisions = schedule.next(0.1)
    assert ([one.server for one in decisions.start], decisions.admit) == (["b.example:443"], ())
    (second,) = decisions.start
    schedule.note(Sent(second.server, second.target.url, Reply.WELL), 0.2)
    schedule.finished(second, 0.2)
    assert [one.ticket for one in schedule.next(0.2).admit] == [ticket]


def test_redirects_to_a_server_that_was_given_up_are_turned_away() -> None:
    drive = begun({"down.example:443": 9})
    drive.replies["down.example:443"] = Reply.UNREACHED
    drive.run()
    assert drive.schedule.ask_for_turn("a.example:443", "down.example:443", drive.now) == "host-down"


def test_a_server_that_asks_three_times_for_patience_is_left_alone() -> None:
    schedule = Schedule(Made({"a.example:443": 20}), Manner())
    schedule.begin(0.0)
    now, asked, answered = 0.0, 0, 0
    while not (decisions := schedule.next(now)).over:
        answered += len(decisions.answer)
        for inquiry in decisions.start:
            asked += 1
            schedule.note(Sent(inquiry.server, inquiry.target.url, Reply.REFUSED, put_off=True), now + 0.1)
            schedule.refused(inquiry.server, PUT_OFF)
            schedule.finished(inquiry, now + 0.1)
        now += 0.2
    answered += len(decisions.answer)
    assert 3 <= asked <= 4
    assert asked + answered == 20


def refused(schedule: Schedule, inquiry: Inquiry, now: float) -> None:
    """Let a host refuse a target, which is to be asked again after the others."""
    schedule.note(Sent(inquiry.server, inquiry.target.url, Reply.REFUSED), now)
    schedule.again(inquiry, now, now, last=True)


def test_what_a_host_refused_is_asked_after_all_its_others() -> None:
    schedule = Schedule(Made({"a.example:443": 20}), Manner(per_host=1))
    schedule.begin(0.0)
    now, asked = 0.0, []
    while not (decisions := schedule.next(now)).over:
        for inquiry in decisions.start:
            asked.append(inquiry.target.url.rpartition("/")[2])
            if len(asked) == 1:
                refused(schedule, inquiry, now)
            else:
                schedule.note(Sent(inquiry.server, inquiry.target.url, Reply.WELL), now)
                schedule.finished(inquiry, now)
        now += 0.05
    assert asked == [str(number) for number in (*range(20), 0)]


def test_a_host_that_refuses_however_slowly_it_is_asked_is_left_alone_and_keeps_its_answers() -> None:
    schedule = Schedule(Made({"a.example:443": 5000}), Manner())
    schedule.begin(0.0)
    now, asked, answered, concluded = 0.0, 0, 0, 0
    while not (decisions := schedule.next(now)).over:
        answered, concluded = answered + len(decisions.answer), concluded + len(decisions.conclude)
        for inquiry in decisions.start:
            asked += 1
            if schedule.refuses(inquiry.server):
                break
            refused(schedule, inquiry, now)
            if schedule.refuses(inquiry.server):
                schedule.refused(inquiry.server, PUT_OFF)
        now += 0.05
    answered, concluded = answered + len(decisions.answer), concluded + len(decisions.conclude)
    assert asked <= 14
    assert (answered, concluded) == (5000 - asked, asked)
    assert now < 20
    assert schedule.is_done
    assert schedule.ask_for_turn("b.example:443", "a.example:443", now) == "http-429"


def test_what_is_refused_by_a_host_that_is_then_gone_keeps_its_answer() -> None:
    schedule = Schedule(Made({"a.example:443": 3}), Manner())
    schedule.begin(0.0)
    now, concluded, starts = 0.0, 0, 0
    while not (decisions := schedule.next(now)).over:
        concluded += len(decisions.conclude)
        for inquiry in decisions.start:
            starts += 1
            if starts == 1:
                refused(schedule, inquiry, now)
                continue
            schedule.note(Sent(inquiry.server, inquiry.target.url, Reply.UNREACHED), now)
            schedule.finished(inquiry, now)
        now += 0.05
    concluded += len(decisions.conclude)
    assert (starts, concluded, schedule.is_done) == (3, 1, True)


def test_what_is_answered_without_asking_comes_in_bounded_pieces() -> None:
    drive = begun({"down.example:443": 5000})
    drive.replies["down.example:443"] = Reply.UNREACHED
    most = 0
    decide = drive.schedule.next

    def counted(now: float):  # type: ignore[no-untyped-def]  # that of next
        nonlocal most
        decisions = decide(now)
        most = max(most, len(decisions.answer))
        return decisions

    drive.schedule.next = counted  # type: ignore[method-assign]  # looked at while it runs
    assert drive.run()
    assert 0 < most <= 1000
    assert len(drive.unasked) >= 4990


@pytest.mark.parametrize("seed", range(20))
def test_with_replies_by_chance_every_target_is_asked_or_answered_for(seed: int) -> None:
    chance = random.Random(seed)
    numbers = {f"h{one}.example:{chance.choice((80, 443))}": chance.randrange(1, 30) for one in range(12)}
    drive = begun(numbers, concurrency=chance.choice((1, 3, 256)), rate=chance.choice((0.0, 20.0)))
    drive.replies = {name: chance.choice(list(Reply)[:3]) for name in numbers}
    assert drive.run()
    asked = Counter(url for _, url in drive.asked)
    assert max(asked.values(), default=1) == 1
    assert not set(asked) & set(drive.unasked)
    assert len(asked) + len(drive.unasked) == sum(numbers.values())


@examples(50)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=20))
def test_a_clock_that_stands_still_or_jumps_is_no_reason_to_decide_for_ever(moments: list[float]) -> None:
    schedule = Schedule(Made({"a.example:443": 5}), Manner())
    schedule.begin(0.0)
    for moment in moments:
        for inquiry in schedule.next(moment).start:
            schedule.note(Sent(inquiry.server, inquiry.target.url, Reply.WELL), moment)
            schedule.finished(inquiry, moment)
