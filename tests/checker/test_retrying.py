"""Whether a target is asked for again, as the run knows its server, and which part asks."""

import asyncio
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime

from feedtool.checker.retrying import Retrying
from feedtool.http.exchange import Exchange, Response
from feedtool.judge.judge import Try, judge, look
from feedtool.judge.retry import Ask
from feedtool.judge.target import Target
from feedtool.schedule.decisions import Reply, Sent
from feedtool.schedule.handing import Handed, Onward
from feedtool.schedule.manner import Manner
from feedtool.schedule.schedule import Schedule
from feedtool.schedule.servers import Inquiry
from tests.schedule.driving import PUT_OFF, Made

S = "a.example:443"
URL = "https://a.example/story"
ASKED = Inquiry(Target(URL), S, 20.0)


@dataclass
class Parts:
    """The other parts of a run: every server is theirs but those that are named."""

    own: tuple[str, ...] = ()
    handed: list[Handed] = field(default_factory=list)

    def owns(self, server: str, /) -> bool:
        return server in self.own

    def hand_over(self, handed: Handed) -> None:
        self.handed.append(handed)


class Run:
    """A run of one server."""

    def __init__(self, parts: Parts | None = None) -> None:
        self.parts = parts or Parts(own=(S,))
        manner = Manner(retries=2)
        self.schedule = Schedule(Made({S: 5}), manner)
        self.schedule.begin(0.0)
        self.retrying = Retrying(
            self.schedule, manner, self.parts, now=lambda: datetime(2026, 1, 1, tzinfo=UTC), chance=random.Random(1)
        )


def tried(status: int) -> Try:
    evidence = look(Exchange(URL, URL, response=Response(status, (), b"<title>x</title>")))
    return Try(evidence, judge(evidence))


def test_a_death_is_asked_for_again_as_a_browser_would() -> None:
    again = Run().retrying.next_ask(ASKED, (tried(404),))
    assert again is not None
    assert again.as_browser


def test_a_link_that_its_host_refused_comes_again_after_all_others_until_the_host_is_asked_no_more() -> None:
    run = Run()
    again = run.retrying.next_ask(ASKED, (tried(429),))
    assert again is not None
    assert again.last
    for moment in (0.0, 10.0, 20.0):
        for inquiry in run.schedule.next(moment).start:
            run.schedule.note(Sent(S, inquiry.target.url, Reply.REFUSED, put_off=True), moment)
            run.schedule.aside.hold(S, PUT_OFF)
            run.schedule.finished()
    assert run.retrying.next_ask(ASKED, (tried(429),)) is None


def asked_again(run: Run, ask: Ask) -> None:
    async def again() -> None:
        run.retrying.ask_again(ASKED, ask)

    asyncio.run(again())


def test_the_part_that_owns_the_server_asks_again_itself() -> None:
    run = Run(Parts(own=(S,)))
    before = sum(server.left() for server in run.schedule._servers.all())
    asked_again(run, Ask(2.0))
    assert sum(server.left() for server in run.schedule._servers.all()) == before + 1
    assert run.parts.handed == []


def test_a_target_of_another_parts_server_goes_back_to_that_part() -> None:
    run = Run(Parts())
    asked_again(run, Ask(2.0, last=True))
    (handed,) = run.parts.handed
    assert isinstance(handed, Onward)
    assert (handed.inquiry.target, handed.after_s, handed.last) == (ASKED.target, 2.0, True)
