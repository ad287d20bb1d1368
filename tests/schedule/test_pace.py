from hypothesis import given
from hypothesis import strategies as st

from feedtool.schedule.pace import Breaker, Pace


def test_requests_keep_their_distance() -> None:
    pace = Pace(interval_s=0.5)
    pace.started(10.0)
    assert pace.ready_at(10.1) == 10.5
    assert pace.ready_at(11.0) == 11.0


def test_no_more_at_a_time_than_may_be() -> None:
    pace = Pace(most=1)
    pace.started(0.0)
    assert pace.ready_at(100.0) is None
    pace.answered(well=True)
    assert pace.ready_at(100.0) == 100.0


def test_a_host_that_answers_well_is_asked_more_at_a_time_up_to_four() -> None:
    pace = Pace()
    for _ in range(50):
        pace.started(0.0)
        pace.answered(well=True)
    assert pace.limit == 4


def test_a_host_that_has_too_much_is_asked_half_as_much_and_never_less_than_once() -> None:
    pace = Pace(limit=4)
    for expected in (2, 1, 1):
        pace.started(0.0)
        pace.answered(well=False)
        assert pace.limit == expected


def test_a_pause_that_is_asked_for_is_kept() -> None:
    pace = Pace()
    pace.started(0.0)
    pace.refused(1.0, pause_s=7.0)
    assert pace.ready_at(2.0) == 8.0


def test_a_host_that_refuses_is_asked_half_as_often_each_time_down_to_once_in_two_seconds() -> None:
    pace, gaps, now = Pace(interval_s=0.25, most=1), [], 0.0
    for _ in range(5):
        pace.started(now)
        pace.refused(now)
        ready = pace.ready_at(now)
        assert ready is not None
        gaps.append(ready - now)
        now = ready
    assert gaps == [0.5, 1.0, 2.0, 2.0, 2.0]


def test_a_host_of_a_slower_pace_is_asked_no_faster_for_refusing() -> None:
    pace = Pace(interval_s=5.0)
    pace.started(0.0)
    pace.refused(0.0)
    assert pace.gap_s == 5.0


def test_a_host_without_a_rate_gets_one_when_it_refuses() -> None:
    pace = Pace(interval_s=0.0)
    pace.started(0.0)
    pace.refused(0.0)
    assert pace.gap_s > 0


def test_what_was_under_way_when_a_host_refused_slows_it_no_further() -> None:
    pace = Pace(interval_s=0.1, limit=4)
    for _ in range(4):
        pace.started(0.0)
    for _ in range(4):
        pace.refused(1.0)
    assert (pace.gap_s, pace.limit) == (0.2, 2)
    pace.started(2.0)
    pace.refused(2.0)
    assert pace.gap_s == 0.4


def test_a_host_that_answers_well_again_gets_its_rate_back_slowly() -> None:
    pace, answers = Pace(interval_s=0.05), 0
    pace.started(0.0)
    pace.refused(0.0)
    while pace.gap_s > 0.05:
        pace.started(0.0)
        pace.answered(well=True)
        answers += 1
    assert 20 < answers < 50
    assert pace.gap_s == 0.05


def test_a_host_refuses_all_when_it_refuses_several_in_a_row_at_the_slowest() -> None:
    pace, now, refused = Pace(interval_s=0.05), 0.0, 0
    while not pace.refuses:
        now = pace.ready_at(now) or now
        pace.started(now)
        pace.refused(now)
        refused += 1
    assert refused <= 12
    assert 8 < now < 20
    pace.started(now)
    pace.answered(well=True)
    assert not pace.refuses


def test_a_host_that_answered_before_gets_more_than_a_minute_with_few_requests() -> None:
    pace, now, refused = Pace(interval_s=0.05), 0.0, 0
    pace.started(now)
    pace.answered(well=True)
    while not pace.refuses:
        now = pace.ready_at(now) or now
        pace.started(now)
        pace.refused(now)
        refused += 1
    assert refused <= 12
    assert 60 < now < 90


def test_pauses_that_are_asked_for_and_kept_in_vain_count_as_the_slowest() -> None:
    pace, now, refused = Pace(interval_s=0.05), 0.0, 0
    while not pace.refuses:
        now = pace.ready_at(now) or now
        pace.started(now)
        pace.refused(now, pause_s=5.0)
        refused += 1
    assert refused == 6


def test_two_targets_that_find_nobody_set_the_server_aside() -> None:
    breaker = Breaker()
    for target in ("a", "a", "b"):
        assert not breaker.broken
        breaker.unreached(target)
    assert breaker.broken
    breaker.answered()
    assert not breaker.broken


def test_an_answer_between_them_keeps_it() -> None:
    breaker = Breaker()
    for target in ("a", "b", "c"):
        breaker.unreached(target)
        breaker.answered()
    assert not breaker.broken


def test_a_request_that_was_sent_twice_counts_twice() -> None:
    pace = Pace(interval_s=0.05)
    pace.started(0.0)
    pace.sent_again()
    assert pace.ready_at(0.0) == 0.1


@given(st.lists(st.sampled_from(["start", "good", "bad", "lost"]), max_size=200))
def test_whatever_happens_there_are_never_more_than_four_at_a_time_nor_twenty_a_second(steps: list[str]) -> None:
    pace, now, starts = Pace(), 0.0, []
    for step in steps:
        now += 0.01
        if step == "start":
            ready = pace.ready_at(now)
            if ready is not None and ready <= now:
                pace.started(now)
                starts.append(now)
        elif pace.in_flight:
            if step == "lost":
                pace.unreached()
            else:
                pace.answered(well=step == "good")
        assert 0 <= pace.in_flight <= 4
    assert all(later - earlier >= 1.0 - 1e-6 for earlier, later in zip(starts, starts[20:], strict=False))
