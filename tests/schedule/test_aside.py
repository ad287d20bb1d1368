"""Servers that are asked no more: set aside, probed, held, left out."""

from feedtool.http.chain import start
from feedtool.judge.target import Target
from feedtool.schedule.aside import PROBE_S
from feedtool.schedule.decisions import Reply, Sent
from feedtool.schedule.manner import Manner
from feedtool.schedule.schedule import Schedule
from feedtool.schedule.servers import Inquiry
from tests.schedule.driving import PUT_OFF, Drive, Made, begun, refused


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
            schedule.finished()
    assert [one.probe for one in started] == [False, False, True]
    assert (started[-1].target.url, started[-1].left_s) == ("https://down.example/33", PROBE_S)


def test_a_server_that_asks_three_times_for_patience_is_left_alone() -> None:
    schedule = Schedule(Made({"a.example:443": 20}), Manner())
    schedule.begin(0.0)
    now, asked, answered = 0.0, 0, 0
    while not (decisions := schedule.next(now)).over:
        answered += len(decisions.answer)
        for inquiry in decisions.start:
            asked += 1
            schedule.note(Sent(inquiry.server, inquiry.target.url, Reply.REFUSED, put_off=True), now + 0.1)
            schedule.aside.hold(inquiry.server, PUT_OFF)
            schedule.finished()
        now += 0.2
    answered += len(decisions.answer)
    assert 3 <= asked <= 4
    assert asked + answered == 20


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
                schedule.aside.hold(inquiry.server, PUT_OFF)
        now += 0.05
    answered, concluded = answered + len(decisions.answer), concluded + len(decisions.conclude)
    assert asked <= 14
    assert (answered, concluded) == (5000 - asked, asked)
    assert now < 20
    assert schedule.is_done
    assert schedule.waiting.ask_for_turn("b.example:443", "a.example:443", now) == "http-429"


def come_later(schedule: Schedule, made: Made, now: float) -> list[str]:
    """Let three more links of a server come, and one that another part began; return the reasons of their answers."""
    made.made["a.example:443"] = [Target(f"https://a.example/later/{number}") for number in range(3)]
    schedule.more("a.example:443", 3, now)
    begun_elsewhere = start("https://a.example/end", 9.0)
    schedule.take_over(Inquiry(Target("https://b.example/"), "a.example:443", 9.0, chain=begun_elsewhere), now)
    reasons: list[str] = []
    while True:
        decisions = schedule.next(now)
        assert not decisions.start
        reasons += [judgement.reason for _, judgement in decisions.answer]
        if decisions.over:
            return reasons


def test_what_comes_later_for_a_server_that_is_left_alone_is_answered_without_asking() -> None:
    made = Made({"a.example:443": 3})
    schedule = Schedule(made, Manner())
    schedule.begin(0.0)
    now = 0.0
    while not (decisions := schedule.next(now)).over:
        for inquiry in decisions.start:
            schedule.note(Sent(inquiry.server, inquiry.target.url, Reply.REFUSED, put_off=True), now + 0.1)
            schedule.aside.hold(inquiry.server, PUT_OFF)
            schedule.finished()
        now += 0.2
    assert come_later(schedule, made, now + 60) == ["http-429"] * 4


def test_what_comes_later_for_a_server_that_was_given_up_is_answered_without_asking() -> None:
    made = Made({"a.example:443": 5})
    drive = Drive(Schedule(made, Manner()), {"a.example:443": Reply.UNREACHED})
    drive.schedule.begin(0.0)
    drive.run()
    assert come_later(drive.schedule, made, drive.now + 60) == ["host-down"] * 4


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
            schedule.finished()
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
