"""How a target is asked for: one request after the other, each in its turn."""

import asyncio
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from feedtool.checker.asking import Asking
from feedtool.http.exchange import Exchange
from feedtool.http.message import TransportError
from feedtool.judge.target import Target
from feedtool.links.link import Kind
from feedtool.schedule.decisions import Admission, Reply, Sent
from feedtool.schedule.manner import HostManner, Manner
from feedtool.schedule.schedule import Schedule
from feedtool.schedule.servers import Inquiry
from tests.checker.fakes import FakeLoop, FakeWeb, check, image, page, reasons
from tests.schedule.test_schedule import Made

A, B = "https://a.example/2020/story", "https://b.example/2020/story"


def test_a_redirects_host_keeps_its_pace_too() -> None:
    hops = {f"https://a.example/{number}": page(302, location=f"https://b.example/{number}") for number in range(30)}
    web = FakeWeb({**hops, "*b.example": page()})
    check(web, *hops)
    times = sorted(moment for moment, url in web.asked if "b.example" in url)
    assert web.most_at_a_time["b.example"] <= 4
    assert all(later - earlier >= 1 for earlier, later in zip(times, times[20:], strict=False))


def test_a_host_can_have_a_manner_of_its_own() -> None:
    web = FakeWeb({"*a.example": page(), "*b.example": page()})
    own = {"a.example": HostManner(user_agent="mine/1", method="HEAD", rate=1.0, per_host=1)}
    check(web, *(f"https://a.example/{number}" for number in range(4)), B, hosts=own)
    times = [moment for moment, url in web.asked if "a.example" in url]
    assert all(later - earlier >= 1 for earlier, later in pairwise(times))
    asked = {url: (request.method, dict(request.headers)["User-Agent"]) for url, request in web.requests.items()}
    assert asked["https://a.example/0"] == ("HEAD", "mine/1")
    assert asked[B] == ("GET", "feedtool")


def test_waiting_for_the_turn_of_a_redirects_host_is_no_fault_of_the_link() -> None:
    urls = [f"https://h{number % 10}.example/2020/{number}" for number in range(300)]
    web = FakeWeb(
        {url: page(301, location=url.replace(f"h{at % 10}.", "live.")) for at, url in enumerate(urls)}
        | {"*live.example": page()}
    )
    report, took = check(web, *urls)
    assert set(reasons(report).values()) == {"moved/moved"}
    assert took > 10


def test_a_target_that_is_not_contacted_keeps_no_other_waiting() -> None:
    urls = [f"https://h.example/{number}" for number in range(200)]
    _, took = check(FakeWeb({"*h.example": "private-address"}, 0.0), *urls)
    assert took < 1


def test_redirects_into_a_dead_host_keep_nobody_else_waiting() -> None:
    into = {f"https://a.example/{number}": page(301, location=f"https://b.example/{number}") for number in range(300)}
    others = [f"https://c.example/{number}" for number in range(200)]
    web = FakeWeb({**into, "*b.example": "timeout-connect", "*c.example": page()})
    report, took = check(web, *into, *others, concurrency=64)
    assert max(moment for moment, url in web.asked if "c.example" in url) - web.asked[0][0] < 15
    assert sum("b.example" in url for _, url in web.asked) <= 4
    assert {reasons(report)[url] for url in into} == {"unreachable/timeout-connect", "unreachable/host-down"}
    assert took < 60


def test_redirects_into_a_slow_host_keep_nobody_else_waiting() -> None:
    into = {f"https://a.example/{number}": page(301, location=f"https://b.example/{number}") for number in range(200)}
    others = [f"https://c.example/{number}" for number in range(200)]
    web = FakeWeb({**into, "*b.example": page(), "*c.example": page()}, {"b.example": 3.0})
    report, _ = check(web, *into, *others, concurrency=32)
    assert max(moment for moment, url in web.asked if "c.example" in url) - web.asked[0][0] < 15
    assert set(reasons(report).values()) == {"ok/ok", "moved/moved"}


def test_a_page_and_an_image_are_asked_for_as_what_they_are() -> None:
    web = FakeWeb({A: page(), B: image()})
    check(web, A, headers=(("X-Own", "1"),))
    check(web, B, kind=Kind.IMAGE)
    accepted = {url: dict(request.headers)["Accept"] for url, request in web.requests.items()}
    assert accepted[A].startswith("text/html")
    assert accepted[B].startswith("image/")
    assert dict(web.requests[A].headers)["X-Own"] == "1"


def test_a_link_to_a_proxied_image_is_read_as_an_image() -> None:
    url = "https://i0.wp.com/o.example/a.png"
    web = FakeWeb({url: image(), "http://o.example/a.png": image(), A: page(), B: image()})
    check(web, url, A)
    check(web, B, kind=Kind.IMAGE)
    kept = {one: request.wanted(200, (("content-type", "image/png"),)) for one, request in web.requests.items()}
    assert kept[url] == kept[B] == 64 * 1024
    assert kept[A] == 1, "of what is no page nothing is wanted but that there is something"


def test_the_time_that_a_redirect_waits_for_its_turn_is_not_counted() -> None:
    urls = [f"https://h{number}.example/2020/{number}" for number in range(60)]
    hops = {url: page(302, location=f"https://live.example/{at}") for at, url in enumerate(urls)}
    report, took = check(FakeWeb({**hops, "*live.example": page()}, 0.05), *urls)
    assert took > 2
    assert {outcome.elapsed_ms for outcome in report.outcomes.values()} == {100}, "two requests of 50 ms each"


# -- by itself: a schedule, and a web that is asked within its turns


class Asked:
    """An `Asking` with the first target of a schedule, whose turn was taken."""

    def __init__(self, web: FakeWeb, *, url: str = A, **manner: float) -> None:
        self.schedule = Schedule(Made({"a.example:443": 2, "b.example:443": 9}), Manner(**manner))  # type: ignore[arg-type]
        self.news = 0
        self.asking = Asking(
            self.schedule, web.begin, Manner(), now=lambda: datetime(2026, 1, 1, tzinfo=UTC), changed=self._changed
        )
        self.noted: list[Sent] = []
        note = self.schedule.note

        def noted(sent: Sent, now: float) -> None:
            self.noted.append(sent)
            note(sent, now)

        self.schedule.note = noted  # type: ignore[method-assign]  # looked at while it works
        self.inquiry = Inquiry(Target(url), "a.example:443", 20.0)

    def _changed(self) -> None:
        self.news += 1

    async def begin(self) -> None:
        now = asyncio.get_running_loop().time()
        self.schedule.begin(now)
        self.schedule.next(now)

    async def ask(self) -> Exchange:
        await self.begin()
        return await self.asking.ask(self.inquiry)


def run(coroutine):  # type: ignore[no-untyped-def]  # whatever it returns
    with asyncio.Runner(loop_factory=FakeLoop) as runner:
        return runner.run(coroutine)


@pytest.mark.parametrize(
    ("answer", "reply", "pause_s", "put_off"),
    [
        (page(), Reply.WELL, 0.0, False),
        (page(404), Reply.WELL, 0.0, False),
        (page(500), Reply.STRAINED, 0.0, False),
        (page(429), Reply.REFUSED, 0.0, False),
        (page(429, retry_after="4"), Reply.REFUSED, 4.0, True),
        (page(503, retry_after="86400"), Reply.REFUSED, 10.0, True),
        (page(200, retry_after="4"), Reply.WELL, 0.0, False),
        ("timeout-connect", Reply.UNREACHED, 0.0, False),
        ("refused", Reply.UNREACHED, 0.0, False),
        ("dns-servfail", Reply.UNREACHED, 0.0, False),
        ("private-address", Reply.UNSENT, 0.0, False),
        ("tls-expired", Reply.WELL, 0.0, False),
        ("dns-nxdomain", Reply.WELL, 0.0, False),
    ],
)
def test_the_schedule_is_told_what_came_of_a_request(
    answer: object, reply: Reply, pause_s: float, put_off: bool
) -> None:
    asked = Asked(FakeWeb({A: answer}))  # type: ignore[dict-item]
    run(asked.ask())
    assert asked.noted == [Sent("a.example:443", A, reply, pause_s, put_off)]
    assert asked.news == 1


def test_a_redirect_waits_for_the_turn_of_where_it_leads_and_is_let_go_by_its_ticket() -> None:
    asked = Asked(FakeWeb({A: page(302, location=B), B: page()}))

    async def story() -> tuple[bool, Exchange]:
        await asked.begin()
        asking = asyncio.create_task(asked.asking.ask(asked.inquiry))
        await asyncio.sleep(1)
        waited = not asking.done()
        admitted = asked.schedule.next(asyncio.get_running_loop().time()).admit
        for one in admitted:
            asked.asking.admit(one)
        return waited, await asking

    waited, exchange = run(story())
    assert waited
    assert (exchange.final_url, [one.server for one in asked.noted]) == (B, ["a.example:443", "b.example:443"])
    assert exchange.elapsed_ms == 100


def test_the_schedule_has_news_as_soon_as_a_redirect_waits() -> None:
    asked = Asked(FakeWeb({A: page(302, location=B), B: page()}))

    async def story() -> int:
        await asked.begin()
        asking = asyncio.create_task(asked.asking.ask(asked.inquiry))
        await asyncio.sleep(1)
        asking.cancel()
        return asked.news

    assert run(story()) == 2, "an answer, and a ticket"


def test_a_redirect_that_is_the_probe_of_its_server_has_five_seconds() -> None:
    asked = Asked(FakeWeb({A: page(302, location=B), B: "timeout-read"}))

    async def story(*, probe: bool) -> float:
        await asked.begin()
        asking = asyncio.create_task(asked.asking.ask(asked.inquiry))
        await asyncio.sleep(1)
        began = asyncio.get_running_loop().time()
        for one in asked.schedule.next(began).admit:
            asked.asking.admit(Admission(one.ticket, one.server, probe))
        await asking
        return asyncio.get_running_loop().time() - began

    assert run(story(probe=True)) == pytest.approx(5.0)
    assert asked.noted[-1].probe
    asked = Asked(FakeWeb({A: page(302, location=B), B: "timeout-read"}))
    assert run(story(probe=False)) > 15


def test_a_redirect_that_leaves_gives_its_ticket_back() -> None:
    asked = Asked(FakeWeb({A: page(302, location="https://c.example/"), B: page()}))

    async def story() -> int:
        await asked.begin()
        asking = asyncio.create_task(asked.asking.ask(asked.inquiry))
        await asyncio.sleep(1)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        return len(asked.schedule.next(asyncio.get_running_loop().time()).admit)

    assert run(story()) == 0


def test_a_redirect_that_is_turned_away_finds_its_host_down() -> None:
    asked = Asked(FakeWeb({A: page(302, location=B), B: page()}))

    async def story() -> Exchange:
        await asked.begin()
        asking = asyncio.create_task(asked.asking.ask(asked.inquiry))
        await asyncio.sleep(1)
        asked.asking.turn_away(0)
        return await asking

    exchange = run(story())
    assert exchange.failure is not None
    assert exchange.failure.reason == "host-down"


def test_a_turn_that_comes_for_one_who_has_left_is_given_back() -> None:
    asked = Asked(FakeWeb({A: page(302, location=B), B: page()}))

    async def story() -> None:
        await asked.begin()
        asking = asyncio.create_task(asked.asking.ask(asked.inquiry))
        await asyncio.sleep(1)
        (admission,) = asked.schedule.next(asyncio.get_running_loop().time()).admit
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        asked.asking.admit(admission)

    run(story())
    assert asked.noted[-1] == Sent("b.example:443", "", Reply.UNSENT)


def test_a_redirect_does_not_wait_for_ever_for_a_turn_that_never_comes() -> None:
    asked = Asked(FakeWeb({A: page(302, location=B), B: page()}))
    exchange = run(asked.ask())
    assert exchange.failure is not None
    assert exchange.failure.reason == "timeout-total"


def test_a_turn_that_was_taken_for_nothing_is_given_back() -> None:
    asked = Asked(FakeWeb({}))

    async def story() -> None:
        await asked.begin()
        asked.asking.unsent(asked.inquiry)

    run(story())
    assert asked.noted == [Sent("a.example:443", A, Reply.UNSENT)]


def test_a_request_that_was_sent_twice_is_told_even_where_it_failed() -> None:
    class Twice(FakeWeb):
        async def send(self, _request: object, _deadline: float):  # type: ignore[no-untyped-def,override]
            error = TransportError("reset", "twice")
            error.sent_again = True
            raise error

    asked = Asked(Twice({}))
    run(asked.ask())
    assert asked.noted == [Sent("a.example:443", A, Reply.UNREACHED, twice=True)]


def test_what_is_asked_beside_a_target_waits_for_a_turn_of_its_own() -> None:
    asked = Asked(FakeWeb({B: page()}))

    async def story() -> Exchange:
        await asked.begin()
        asking = asyncio.create_task(asked.asking.ask_beside(asked.inquiry, B))
        await asyncio.sleep(1)
        assert not asking.done()
        for one in asked.schedule.next(asyncio.get_running_loop().time()).admit:
            asked.asking.admit(one)
        return await asking

    exchange = run(story())
    assert exchange.response is not None
    assert asked.noted == [Sent("b.example:443", B, Reply.WELL)]
