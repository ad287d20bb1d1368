"""The schedule by itself: no network, no loop, a clock that the test moves."""

import random
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.schedule.decisions import Reply, Sent
from feedtool.schedule.manner import Manner
from feedtool.schedule.schedule import Schedule
from feedtool.schedule.servers import Server
from tests.schedule.driving import Made, begun, refused
from tests.thorough import examples


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
                schedule.finished()
        now += 0.05
    assert asked == [str(number) for number in (*range(20), 0)]


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
            schedule.finished()


def test_servers_that_are_done_are_looked_at_no_more_while_a_long_one_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: Counter[str] = Counter()
    may_start = Server.may_start

    def counted(server: Server) -> bool:
        looks[server.name] += 1
        return may_start(server)

    monkeypatch.setattr(Server, "may_start", counted)
    done = {f"h{number}.example:443": 1 for number in range(100)}
    drive = begun(done | {"dead.example:443": 9, "long.example:443": 1000})
    drive.replies = {"dead.example:443": Reply.UNREACHED}
    assert drive.run()
    assert drive.now > 50
    assert set(drive.unasked.values()) == {"host-down"}
    assert max(looks[name] for name in done) < 10


def test_of_two_servers_the_one_goes_first_that_has_more_targets_to_come() -> None:
    schedule = Schedule(Made({"a.example:443": 3, "b.example:443": 3}), Manner(concurrency=1))
    schedule.more("a.example:443", 3, 0.0)
    schedule.more("b.example:443", 3, 0.0, coming=9)
    (first,) = schedule.next(0.0).start
    assert first.server == "b.example:443"
