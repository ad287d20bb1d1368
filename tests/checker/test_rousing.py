"""Other links of a server are asked, though they are not due, once one of it has died."""

from feedtool.checker.rousing import Rousing
from feedtool.schedule.decisions import Reply, Sent
from feedtool.schedule.manner import Manner
from feedtool.schedule.schedule import Schedule
from tests.schedule.driving import PUT_OFF, Made

S = "a.example:443"


class Run:
    """A run whose book has so many links of each server that are not due."""

    def __init__(self, not_due: int = 9) -> None:
        self.not_due = not_due
        self.told: list[tuple[str, int]] = []
        self.schedule = Schedule(Made({S: 5}), Manner())
        self.rousing = Rousing(self, self.schedule, lambda server, number: self.told.append((server, number)))  # type: ignore[arg-type]  # a book as far as it is asked

    def rouse(self, _server: str, most: int) -> int:
        return min(most, self.not_due)


def test_the_run_is_told_how_many_links_of_the_server_it_asks_besides() -> None:
    run = Run()
    run.rousing.look_at_others(S)
    assert run.told == [(S, 3)]


def test_a_server_is_looked_at_once_however_many_of_its_links_die() -> None:
    run = Run()
    for server in (S, "b.example:443", S):
        run.rousing.look_at_others(server)
    assert [server for server, _ in run.told] == [S, "b.example:443"]


def test_nobody_is_told_where_the_server_has_no_other_link() -> None:
    run = Run(not_due=0)
    run.rousing.look_at_others(S)
    assert run.told == []


def test_a_server_that_is_asked_no_more_is_not_asked_for_others_either() -> None:
    run = Run()
    run.schedule.begin(0.0)
    for moment in (0.0, 10.0, 20.0):
        for inquiry in run.schedule.next(moment).start:
            run.schedule.note(Sent(S, inquiry.target.url, Reply.REFUSED, put_off=True), moment)
            run.schedule.aside.hold(S, PUT_OFF)
            run.schedule.finished()
    run.rousing.look_at_others(S)
    assert run.told == []
