"""Redirects that wait for the turn of another server, and turns of an address."""

from feedtool.schedule.decisions import Reply, Sent
from feedtool.schedule.manner import Manner
from feedtool.schedule.schedule import Schedule
from tests.schedule.driving import Made, begun


def test_a_redirect_waits_for_the_turn_of_where_it_leads_and_holds_no_slot_meanwhile() -> None:
    schedule = Schedule(Made({"a.example:443": 1, "b.example:443": 1}), Manner(concurrency=1))
    schedule.begin(0.0)
    (first,) = schedule.next(0.0).start
    schedule.note(Sent(first.server, first.target.url, Reply.WELL), 0.1)
    ticket = schedule.waiting.ask_for_turn(first.server, "c.example:443", 0.1)
    decisions = schedule.next(0.1)
    assert ([one.server for one in decisions.start], decisions.admit) == (["b.example:443"], ())
    (second,) = decisions.start
    schedule.note(Sent(second.server, second.target.url, Reply.WELL), 0.2)
    schedule.finished()
    assert [one.ticket for one in schedule.next(0.2).admit] == [ticket]


def test_redirects_to_a_server_that_was_given_up_are_turned_away() -> None:
    drive = begun({"down.example:443": 9})
    drive.replies["down.example:443"] = Reply.UNREACHED
    drive.run()
    assert drive.schedule.waiting.ask_for_turn("a.example:443", "down.example:443", drive.now) == "host-down"


def test_a_ticket_that_is_given_back_frees_the_slot_it_rested_in() -> None:
    schedule = Schedule(Made({"a.example:443": 1}), Manner(concurrency=1))
    schedule.begin(0.0)
    (first,) = schedule.next(0.0).start
    ticket = schedule.waiting.ask_for_turn(first.server, "c.example:443", 0.0)
    assert isinstance(ticket, int)
    assert schedule.waiting.resting == 1
    schedule.waiting.leave(ticket, first.server, 0.1)
    schedule.waiting.leave(ticket, first.server, 0.1)  # a second time changes nothing
    assert schedule.waiting.resting == 0
    assert schedule.next(0.2).admit == ()


def test_an_address_of_one_host_gives_turns_at_once_and_one_of_many_has_a_budget() -> None:
    schedule = Schedule(Made({}), Manner(per_address=1))
    assert schedule.waiting.room_at("192.0.2.1", "a.example", 0.0)
    assert schedule.waiting.room_at("192.0.2.1", "a.example", 0.0)
    assert not schedule.waiting.room_at("192.0.2.1", "b.example", 0.0)
    for _ in range(2):
        schedule.waiting.give_back("@192.0.2.1:", 0.0)
    assert schedule.waiting.room_at("192.0.2.1", "b.example", 10.0)
