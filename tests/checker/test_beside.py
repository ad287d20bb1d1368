"""What a run asks besides its targets: made-up addresses, image proxies, the network itself."""

import asyncio
from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import pytest

from feedtool.checker.asking import Asking
from feedtool.checker.beside import ProxyDoors, Siblings
from feedtool.dates import to_epoch_ms
from feedtool.http.exchange import Exchange, Failure, Hop, Response
from feedtool.http.message import Request
from feedtool.judge.judge import Try, judge, look
from feedtool.judge.target import Target
from feedtool.links.link import Kind
from feedtool.links.proxies import read_proxied
from feedtool.schedule.manner import Manner
from feedtool.schedule.schedule import Schedule
from feedtool.schedule.servers import Inquiry
from feedtool.state.state import State
from tests.checker.fakes import START, FakeLoop, FakeWeb, Limit, Report, check, image, page, reasons
from tests.schedule.test_schedule import Made

T = TypeVar("T")
A, B = "https://a.example/2020/story", "https://b.example/2020/story"
NEUTRAL = page(body=b"<title>The Gazette</title><p>News from the valley, every week since 1921.</p>")


def test_the_same_page_for_every_address_is_no_page() -> None:
    report, _ = check(FakeWeb({"*a.example": NEUTRAL, B: page()}), A, B)
    assert reasons(report) == {A: "broken/soft-404", B: "ok/ok"}


def test_a_proxy_that_is_down_is_not_asked_for_its_images() -> None:
    urls = [f"https://images.weserv.nl/?url=pics.example/{number}.png" for number in range(9)]
    web = FakeWeb({"*images.weserv.nl": image(), "*pics.example": image()})
    report, _ = check(web, *urls, kind=Kind.IMAGE, canary=False)
    assert {reasons(report)[url] for url in urls} == {"unreachable/proxy-down"}
    assert not any("weserv" in url for _, url in web.asked)


def test_a_public_proxy_is_asked_one_at_a_time_a_second_apart_until_it_has_enough() -> None:
    urls = [f"https://images.weserv.nl/?url=pics.example/{number}.png" for number in range(9)]
    web = FakeWeb({urls[4]: page(429), "*images.weserv.nl": image(), "*pics.example": image()})
    report, _ = check(web, *urls, kind=Kind.IMAGE)
    times = [moment for moment, url in web.asked if "weserv" in url]
    assert web.most_at_a_time["images.weserv.nl"] == 1
    assert all(later - earlier >= 1 for earlier, later in pairwise(times))
    found = {url: reasons(report)[url] for url in urls[:5]}
    assert list(found.values()) == ["ok/ok"] * 4 + ["blocked/proxy-rate-limited"]
    assert [report.rows[url].judgement.reason for url in urls[5:]] == ["not-asked"] * 4
    assert len(times) == 5
    assert report.complete


def test_when_a_proxy_has_enough_the_rest_of_its_images_keeps_its_verdict_and_comes_first_next_time(
    tmp_path: Path,
) -> None:
    urls = [f"https://images.weserv.nl/?url=pics.example/{number}.png" for number in range(30)]
    asked, told = [], []
    for day, limit in enumerate((30, 12, 12, 12)):
        web = FakeWeb(
            {"*images.weserv.nl": image(), "*pics.example": image()}, 0.01, {"images.weserv.nl": Limit(0.0, limit)}
        )
        with closing(State.open(tmp_path / "state.sqlite3")) as state:
            report, _ = check(
                web, *urls, kind=Kind.IMAGE, state=state, now=START + timedelta(hours=6 * day), everything=True
            )
        assert report.complete
        asked.append([url for _, url in web.asked if "weserv" in url])
        told.append([f"{row.judgement.verdict}/{row.judgement.reason}" for row in map(report.rows.get, urls) if row])
        assert sum(url in report.outcomes for url in urls) == min(limit, 30)
    assert told == [["ok/ok"] * 30] * 4
    assert [len(one) for one in asked] == [30, 13, 13, 13]
    assert asked[2] == urls[12:25]
    assert asked[3] == [*urls[24:], *urls[:7]], "the one that was refused first, then those not asked for longest"


def test_an_image_that_a_proxy_refuses_is_told_so_only_where_nothing_is_known_of_it(tmp_path: Path) -> None:
    one = "https://images.weserv.nl/?url=pics.example/a.png"
    for hours, answer, expected in (
        (0, page(429), "blocked/proxy-rate-limited"),
        (1, page(429), "blocked/proxy-rate-limited"),
        (2, image(), "ok/ok"),
        (3, page(429), "ok/ok"),
    ):
        web = FakeWeb({one: answer, "*pics.example": image()})
        with closing(State.open(tmp_path / "state.sqlite3")) as state:
            report, _ = check(
                web, one, kind=Kind.IMAGE, state=state, now=START + timedelta(hours=hours), everything=True
            )
        row = report.rows[one]
        assert f"{row.judgement.verdict}/{row.judgement.reason}" == expected


def test_an_image_that_a_proxy_stumbled_over_keeps_that_answer_when_it_has_enough() -> None:
    urls = [f"https://images.weserv.nl/?url=pics.example/{number}.png" for number in range(9)]
    web = FakeWeb({urls[0]: page(502), urls[1]: page(429), "*images.weserv.nl": image(), "*pics.example": image()})
    report, _ = check(web, *urls, kind=Kind.IMAGE, retries=2, proxy_interval_s=0.3)
    assert [reasons(report)[url] for url in urls[:2]] == ["unreachable/proxy-error", "blocked/proxy-rate-limited"]
    assert sum("weserv" in url for _, url in web.asked) == 2
    assert report.complete


def test_the_made_up_address_is_asked_of_the_host_that_showed_the_page() -> None:
    short = {f"https://s.example/{name}": page(302, location=f"https://{name}.example/2020/x") for name in "ab"}
    web = FakeWeb({**short, "https://a.example/2020/x": NEUTRAL, "*a.example": page(404), "*b.example": NEUTRAL})
    report, _ = check(web, *short)
    assert reasons(report) == {"https://s.example/a": "ok/ok", "https://s.example/b": "broken/soft-404"}


def made_up(web: FakeWeb, *known: str) -> list[str]:
    """Return what was asked that no link names."""
    return [url for _, url in web.asked if url not in known and ".invalid" not in url]


def test_a_made_up_address_is_asked_once_a_server_beside_where_the_page_stands() -> None:
    links = [f"https://a.example/2020/{number}" for number in range(5)]
    web = FakeWeb({**dict.fromkeys(links, NEUTRAL), "*a.example": page(404)})
    report, _ = check(web, *links)
    assert set(reasons(report).values()) == {"ok/ok"}
    (asked,) = made_up(web, *links)
    assert asked.startswith("https://a.example/2020/")
    assert len(asked) - len("https://a.example/2020/") == 16


def test_what_a_made_up_address_shows_is_known_for_a_day(tmp_path: Path) -> None:
    for hours, asked in ((0, 1), (23, 0), (49, 1)):
        web = FakeWeb({A: NEUTRAL, "*a.example": page(404)})
        with closing(State.open(tmp_path / "state.sqlite3")) as state:
            check(web, A, state=state, now=START + timedelta(hours=hours), everything=True)
        assert len(made_up(web, A)) == asked, hours


def test_where_no_page_is_known_to_be_shown_at_a_made_up_address_few_links_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    judged = Siblings.judged

    async def noted(self: Siblings, inquiry: Inquiry, found: Try) -> tuple[Try, list[tuple[Target, Try]]]:
        compared.append(inquiry.target.url)
        return await judged(self, inquiry, found)

    monkeypatch.setattr(Siblings, "judged", noted)
    links = [f"https://a.example/2020/{number}" for number in range(30)]
    for hours in (0, 1):
        compared.clear()
        web = FakeWeb({**dict.fromkeys(links, NEUTRAL), "*a.example": page(404)})
        with closing(State.open(tmp_path / "state.sqlite3")) as state:
            check(web, *links, state=state, now=START + timedelta(hours=hours), everything=True)
        assert 0 < len(compared) < 10, hours


def test_what_is_known_of_a_made_up_address_still_shows_a_missing_page(tmp_path: Path) -> None:
    for hours in (0, 23):
        web = FakeWeb({"*a.example": NEUTRAL})
        with closing(State.open(tmp_path / "state.sqlite3")) as state:
            report, _ = check(web, A, state=state, now=START + timedelta(hours=hours), everything=True)
        assert reasons(report) == {A: "broken/soft-404"}, hours


def test_what_a_made_up_address_shows_says_nothing_of_the_hosts_other_ports(tmp_path: Path) -> None:
    other = "https://a.example:8443/2020/x"
    for hours, link, web in (
        (0, A, FakeWeb({A: NEUTRAL, "*a.example": page(404)})),
        (1, other, FakeWeb({"*a.example": NEUTRAL})),
    ):
        with closing(State.open(tmp_path / "state.sqlite3")) as state:
            report, _ = check(web, link, state=state, now=START + timedelta(hours=hours))
    assert reasons(report)[other] == "broken/soft-404"


def test_nothing_is_made_up_beside_a_story_or_an_image() -> None:
    web = FakeWeb({A: page(), B: image()})
    check(web, A)
    check(web, B, kind=Kind.IMAGE)
    assert made_up(web, A, B) == []


def test_a_made_up_address_that_fails_says_nothing_against_the_page() -> None:
    report, _ = check(FakeWeb({A: NEUTRAL, "*a.example": "reset", B: page()}), A, B)
    assert reasons(report)[A] == "ok/ok"


# It could not be the same everywhere: its words stand before other pages, too.
GATE = page(
    body=b"<title>The Gazette</title><p>News from the valley. Please sign in for the letters of our readers.</p>"
)


def beside_silence(**manner: float) -> tuple[Report, float]:
    """Check a page that waits for a made-up address, which never answers, and after it others that need not wait."""
    gates = [f"https://a.example/gate/{number:02}" for number in range(40)]
    web = FakeWeb({A: NEUTRAL, **dict.fromkeys(gates, GATE), "*a.example": "timeout-read"})
    report, took = check(web, A, *gates, **manner)
    assert made_up(web, A, *gates)
    return report, took


def answered_after_s(report: Report) -> dict[str, float]:
    at = {url: outcome.checked_ms for url, outcome in report.outcomes.items()}
    return {url: (moment - to_epoch_ms(START)) / 1000 for url, moment in at.items() if moment is not None}


def test_a_page_that_need_not_wait_for_a_silent_made_up_address_waits_a_second_at_most() -> None:
    after_s = answered_after_s(beside_silence()[0])
    assert after_s.pop(A) > 20
    assert max(after_s.values()) < 0.055 * len(after_s) + 1  # they are asked for one after the other


def test_pages_that_come_after_others_waited_in_vain_do_not_wait() -> None:
    after_s = answered_after_s(beside_silence()[0])
    assert after_s["https://a.example/gate/20"] < after_s["https://a.example/gate/00"] + 0.2
    assert after_s["https://a.example/gate/20"] < after_s["https://a.example/gate/18"]


def test_no_page_beside_a_silent_made_up_address_loses_its_verdict() -> None:
    assert set(reasons(beside_silence()[0]).values()) == {"ok/ok"}


def test_a_run_that_waits_for_a_silent_made_up_address_ends_when_its_time_is_over() -> None:
    report, took = beside_silence(max_time_s=3.0)
    assert (report.complete, took) == (False, 3.0)
    assert A not in report.outcomes


# -- front pages

REFUSAL = page(body=b"<title>Halt</title><h1>Halt</h1><p>Nur von innen zu sehen, im Haus am Fluss.</p>")
LIVING = page(body=b"<title>The Gazette</title><p>News from the valley, every week since 1921.</p>")


def test_a_page_that_speaks_to_its_visitor_and_is_the_front_page_too_says_nothing_of_the_link() -> None:
    web = FakeWeb({"*a.example": REFUSAL, B: page()})
    report, _ = check(web, A, B)
    assert reasons(report) == {A: "ok/ok", B: "ok/ok"}
    assert web.times("https://a.example/") == 1


def test_one_that_bears_two_marks_and_leads_nowhere_says_nothing_whatever_the_front_page_is() -> None:
    refusal = page(body=b"<title>Halt</title><p>Your line is being looked at, please hold it.</p>")
    web = FakeWeb({"https://a.example/": LIVING, "*a.example": refusal})
    assert reasons(check(web, A)[0]) == {A: "ok/ok"}
    assert made_up(web, A) == []


LEADING = page(
    body=b"<title>The Gazette</title><p>News: <a href=/about>us</a> <a href='/2020/the-mill'>The mill</a></p>"
)


def test_it_is_a_missing_page_where_the_front_page_leads_to_another() -> None:
    web = FakeWeb({"https://a.example/": LEADING, "https://a.example/2020/the-mill": page(), "*a.example": REFUSAL})
    assert reasons(check(web, A)[0]) == {A: "broken/soft-404"}


@pytest.mark.parametrize(
    "shown",
    [REFUSAL, page(403), page(404), "reset", page(302, location="/login?next=/2020/the-mill")],
    ids=["the same", "refused", "not there", "no answer", "led to the same"],
)
def test_one_that_stands_before_what_the_front_page_leads_to_says_nothing_of_the_link(shown: Response | str) -> None:
    web = FakeWeb({"https://a.example/": LEADING, "https://a.example/2020/the-mill": shown, "*a.example": REFUSAL})
    assert reasons(check(web, A, retries=0)[0]) == {A: "ok/ok"}


def test_one_whose_front_page_leads_nowhere_says_nothing_of_the_link() -> None:
    web = FakeWeb({"https://a.example/": LIVING, "*a.example": REFUSAL})
    assert reasons(check(web, A)[0]) == {A: "ok/ok"}


def test_what_the_front_page_leads_to_is_asked_once_a_server() -> None:
    links = [f"https://a.example/{number}/story" for number in range(30)]
    web = FakeWeb({"https://a.example/": LEADING, "https://a.example/2020/the-mill": page(), "*a.example": REFUSAL})
    report, _ = check(web, *links)
    assert set(reasons(report).values()) == {"broken/soft-404"}
    assert len(made_up(web, *links)) == 3, "a made-up address, the front page, and what that leads to"


@pytest.mark.parametrize("front", [page(403), page(429), page(503), "timeout-read", "reset"])
def test_a_front_page_that_is_refused_or_does_not_answer_tells_nothing_of_its_site(front: Response | str) -> None:
    web = FakeWeb({"https://a.example/": front, "*a.example": REFUSAL})
    assert reasons(check(web, A, retries=0)[0]) == {A: "ok/ok"}


def test_a_front_page_is_asked_once_a_server_however_many_links_there_are() -> None:
    links = [f"https://a.example/{number}/story" for number in range(30)]
    web = FakeWeb({"*a.example": REFUSAL})
    report, _ = check(web, *links)
    assert set(reasons(report).values()) == {"ok/ok"}
    assert len(made_up(web, *links)) == 2, "a made-up address and the front page"


def test_a_front_page_that_is_a_link_itself_is_asked_again_only_for_where_it_leads() -> None:
    front = "https://a.example/"
    for shown, times, verdict in ((LEADING, 2, "broken/soft-404"), (REFUSAL, 1, "ok/ok")):
        web = FakeWeb({front: shown, "https://a.example/2020/the-mill": page(), "*a.example": REFUSAL})
        report, _ = check(web, front, A, per_host=1)
        assert reasons(report) == {front: "ok/ok", A: verdict}
        assert web.times(front) == times


def test_a_refusal_may_repeat_the_address_that_was_asked_for() -> None:
    class Repeating(FakeWeb):
        async def send(self, request: Request, deadline: float) -> Response:
            await super().send(request, deadline)
            path = request.url.removeprefix("https://a.example")
            return page(body=f"<title>Halt</title><p>A guard stands before you at {path} of this house.".encode())

    assert reasons(check(Repeating({"*a.example": REFUSAL}), A)[0]) == {A: "ok/ok"}


@pytest.mark.parametrize(
    "body",
    [
        b"<title>a.example</title><p>The domain may be yours: ask us for its price, please.</p>",
        b"<title>Oops</title><h1>Oops</h1><p>You are lost here. Ask us, please.</p>",
        b"<title>Slot gacor</title><h1>Slot gacor</h1><p>You win here, and you win there, too.</p>",
    ],
    ids=["a domain", "a missing page", "a hijacker"],
)
def test_the_front_page_is_not_asked_about_what_turns_nobody_away(body: bytes) -> None:
    web = FakeWeb({"*a.example": page(body=body)})
    assert reasons(check(web, A)[0]) == {A: "broken/soft-404"}
    assert web.times("https://a.example/") == 0


def test_the_front_page_is_asked_neither_about_a_story_nor_about_what_speaks_to_nobody() -> None:
    for answer in (page(), NEUTRAL):
        web = FakeWeb({"*a.example": answer})
        check(web, A)
        assert web.times("https://a.example/") == 0


def test_a_refusal_at_the_end_of_a_redirect_is_compared_with_the_front_page_of_where_it_stands() -> None:
    web = FakeWeb({A: page(302, location="https://b.example/2020/x"), "*b.example": REFUSAL, "*a.example": page()})
    assert reasons(check(web, A)[0]) == {A: "ok/ok"}
    assert web.times("https://b.example/") == 1


# -- image proxies


class Doors:
    """Image proxies beside a schedule that has no target left to start; ``questions`` are those about a proxy itself."""

    def __init__(self, *, there: bool = True) -> None:
        self.questions: list[str] = []
        self._there = there
        schedule = Schedule(Made({}), Manner(proxy_interval_s=1.0))
        self.doors = ProxyDoors(schedule, self._canary)

    async def _canary(self, url: str) -> bool:
        self.questions.append(url)
        return self._there

    def closed_to(self, *inquiries: Inquiry, limited: Inquiry | None = None) -> list[str | None]:
        async def ask() -> list[str | None]:
            if limited is not None:
                self.doors.note(limited, answered(limited, 429))
            closed = [await self.doors.closed_to(one) for one in inquiries]
            return [one and one.reason for one in closed]

        with asyncio.Runner(loop_factory=FakeLoop) as runner:
            return runner.run(ask())


def proxied(url: str, server: str = "images.weserv.nl:443", **own: str) -> Inquiry:
    return Inquiry(Target(url, image=True, proxied=read_proxied(url, own)), server, 20.0)


def answered(inquiry: Inquiry, status: int) -> Exchange:
    return Exchange(inquiry.target.url, inquiry.target.url, (), Response(status, ()))


ONE, OTHER = (proxied(f"https://images.weserv.nl/?url=pics.example/{name}.png") for name in "ab")


def test_a_proxy_is_asked_about_itself_once_before_its_images() -> None:
    doors = Doors()
    assert doors.closed_to(ONE, OTHER) == [None, None]
    assert doors.questions == ["https://images.weserv.nl/quota"]


def test_a_proxy_at_a_port_of_ones_own_is_asked_there() -> None:
    doors = Doors()
    url = "http://p.example:8080/?url=pics.example/a.png"
    assert doors.closed_to(proxied(url, "p.example:8080", **{"p.example": "weserv"})) == [None]
    assert doors.questions == ["http://p.example:8080/quota"]


def test_a_proxy_that_does_not_answer_about_itself_is_down_for_all_its_images() -> None:
    doors = Doors(there=False)
    assert doors.closed_to(ONE, OTHER) == ["proxy-down", "proxy-down"]
    assert len(doors.questions) == 1


def test_a_proxy_that_had_enough_is_asked_no_more_and_others_are() -> None:
    doors = Doors()
    elsewhere = proxied("https://wsrv.nl/?url=pics.example/a.png", "wsrv.nl:443")
    assert doors.closed_to(ONE, elsewhere, limited=OTHER) == [None, None]
    assert doors.doors.limited == {OTHER.server}


def test_another_answer_than_429_limits_nothing() -> None:
    doors = Doors()
    doors.doors.note(OTHER, answered(OTHER, 503))
    doors.doors.note(OTHER, Exchange(A, A, failure=Failure("reset")))
    doors.doors.note(Inquiry(Target(A), "images.weserv.nl:443", 20.0), answered(ONE, 429))
    assert doors.closed_to(ONE) == [None]


@pytest.mark.parametrize(
    "inquiry",
    [
        Inquiry(Target(A), "a.example:443", 20.0),
        proxied("https://i0.wp.com/pics.example/a.png", "i0.wp.com:443"),
        proxied("https://images.weserv.nl/?w=300"),
    ],
)
def test_nobody_is_asked_about_what_is_no_image_of_weserv(inquiry: Inquiry) -> None:
    doors = Doors(there=False)
    assert doors.closed_to(inquiry) == [None]
    assert doors.questions == []


# -- runs


CASINO = page(body=b"<title>Best odds</title><h1>Best odds</h1><p>" + b"Spin the wheel and win. " * 200)


def test_one_long_page_for_every_address_is_no_page_once_two_links_show_it() -> None:
    links = [f"https://a.example/{number}" for number in range(3)]
    report, _ = check(FakeWeb({"*a.example": CASINO}), *links, per_host=1)
    assert reasons(report) == dict.fromkeys(links, "broken/soft-404")


def test_one_long_page_at_another_address_for_all_links_is_no_page() -> None:
    links = [f"https://a.example/{number}" for number in range(3)]
    web = FakeWeb({"*a.example": page(302, location="https://b.example/win"), "https://b.example/win": CASINO})
    assert reasons(check(web, *links, per_host=1)[0]) == dict.fromkeys(links, "broken/soft-404")


LURE = page(body=b"<title>Online casino bonus</title><h1>Spin</h1><p>" + b"Spin the wheel and win. " * 200)


def test_one_link_is_enough_where_all_of_its_host_is_led_to_a_hijacker_s_site() -> None:
    web = FakeWeb({"*a.example": page(302, location="https://b.test/welcome"), "https://b.test/welcome": LURE})
    assert reasons(check(web, A)[0]) == {A: "broken/soft-404"}


@pytest.mark.parametrize("elsewhere", [page(404), page()], ids=["no page", "other pages"])
def test_a_story_about_a_casino_that_moved_to_another_site_is_fine(elsewhere: Response) -> None:
    led = page(302, location="https://b.test/2020/story")
    web = FakeWeb({A: led, "*a.example": elsewhere, "https://b.test/2020/story": LURE, "*b.test": page(404)})
    assert reasons(check(web, A)[0]) == {A: "ok/ok"}


def test_a_casino_on_the_link_s_own_site_is_not_doubted_for_its_redirect() -> None:
    web = FakeWeb({A: page(302, location="https://www.a.example/x"), "https://www.a.example/x": LURE})
    assert reasons(check(web, A)[0]) == {A: "ok/ok"}
    assert made_up(web, A, "https://www.a.example/x") != []


def test_one_page_at_two_addresses_is_fine_where_a_made_up_one_shows_another() -> None:
    links = ["https://a.example/story", "https://a.example/story?print=1"]
    web = FakeWeb(dict.fromkeys(links, CASINO) | {"*a.example": page(404)})
    assert reasons(check(web, *links)[0]) == dict.fromkeys(links, "ok/ok")


def portal(**headers: str) -> Response:
    return page(
        body=b"<title>Guest network</title><form><p>Welcome. Log in to go on.<input name=room></form>", **headers
    )


HOSTS = [f"http://{name}.example/2020/story" for name in "abcd"]
AT_PORTAL = page(302, location="http://portal.test/login?from=a")


@pytest.mark.parametrize(
    "answer",
    [portal(), page(511), AT_PORTAL, page(302, location="http://portal.test/welcome")],
    ids=["one page for all", "511", "a login", "a page"],
)
def test_a_portal_is_one_finding_and_no_word_on_any_link(answer: Response) -> None:
    web = FakeWeb({f"*{url[7:16]}": answer for url in HOSTS} | {"*portal.test": portal()})
    report, _ = check(web, *HOSTS)
    assert report.network is not None
    assert report.network.reason == "intercepted"


def test_a_portal_that_answers_for_names_that_cannot_exist_needs_one_host() -> None:
    class Hijacking(FakeWeb):
        async def send(self, _request: Request, _deadline: float) -> Response:
            await asyncio.sleep(0.01)
            return portal()

    report, _ = check(Hijacking({}), HOSTS[0])
    assert report.network is not None
    assert report.network.reason == "intercepted"


class Hijacked(FakeWeb):
    """A network in which every name leads to one server, which knows its front page alone."""

    async def send(self, request: Request, _deadline: float) -> Response:
        await asyncio.sleep(0.01)
        own = self._answers.get(request.url)
        if own is not None and not isinstance(own[0], str):
            return own[0]
        return portal() if request.url.endswith("/") else page(404, body=b"<h1>404 Not Found</h1>")


def test_a_portal_that_has_no_page_but_its_front_page_makes_no_link_dead() -> None:
    report, _ = check(Hijacked({}), *HOSTS)
    assert report.network is not None
    assert report.network.reason == "intercepted"


def test_where_a_provider_answers_for_names_that_do_not_exist_a_page_of_a_host_s_own_is_enough() -> None:
    report, _ = check(Hijacked({HOSTS[0]: page()}), *HOSTS)
    assert report.network is None
    assert reasons(report)[HOSTS[1]] == "broken/http-404"


def test_hosts_of_which_all_links_are_gone_in_one_manner_are_no_portal() -> None:
    web = FakeWeb({f"*{url[7:16]}": page(404, body=b"<h1>404 Not Found</h1>") for url in HOSTS})
    report, _ = check(web, *HOSTS)
    assert report.network is None
    assert set(reasons(report).values()) == {"broken/http-404"}


def test_one_host_with_a_page_of_its_own_shows_that_the_network_is_there() -> None:
    web = FakeWeb({f"*{url[7:16]}": page(511) for url in HOSTS} | {"*own.example": page()})
    report, _ = check(web, *HOSTS, "http://own.example/story")
    assert report.network is None


def test_where_few_links_are_due_hosts_that_were_fine_tell_a_portal_from_three_names_sold_to_one_buyer() -> None:
    sold = {f"*{url[7:16]}": page(302, location="http://buyer.test/") for url in HOSTS[:3]}
    with closing(State.open(None)) as state:
        web = FakeWeb(sold | {"*buyer.test": portal(), "https://a.example/2020/story": page()})
        check(web, *HOSTS[:3], A, state=state)
        report, _ = check(web, *HOSTS[:3], A, state=state, now=START + timedelta(hours=1))
        assert report.network is None
        assert "broken/redirect-home" in reasons(report).values()


LONG = page(
    body=b"<title>Free network</title><form><input name=ok></form><p>" + b"You agree to these conditions. " * 300
)
BILL = page(body=b"<title>Saldo insuficiente</title><p>Su linea esta suspendida: pague su factura en una tienda.")


@pytest.mark.parametrize("answer", [LONG, BILL], ids=["with long conditions", "without a word of a login"])
def test_a_portal_may_show_any_page_as_long_as_all_hosts_show_it(answer: Response) -> None:
    web = FakeWeb({f"*{url[7:16]}": answer for url in HOSTS})
    report, _ = check(web, *HOSTS)
    assert report.network is not None
    assert report.network.reason == "intercepted"


def test_a_page_that_was_there_before_is_no_portal_s(tmp_path: Path) -> None:
    same = page(body=b"<title>A server of ours</title><h1>It serves stories</h1><p>" + b"One and the same story. " * 90)
    other = page(body=b"<title>Hotel</title><h1>Rooms</h1><p>" + b"Breakfast is from seven to ten. " * 90)
    with closing(State.open(tmp_path / "state.sqlite3")) as state:
        web = dict.fromkeys(HOSTS, same)
        assert check(FakeWeb(web), *HOSTS, state=state)[0].network is None
        again, _ = check(FakeWeb(web), *HOSTS, state=state, now=START + timedelta(days=1))
        assert again.network is None
        told, _ = check(FakeWeb(dict.fromkeys(HOSTS, other)), *HOSTS, state=state, now=START + timedelta(days=3))
        assert told.network is not None


def test_a_server_whose_made_up_address_shows_no_page_is_compared_no_more() -> None:
    async def story() -> list[bool]:
        with closing(State.open(None)) as state:
            state.begin(0)
            web = FakeWeb({A: page()})
            asking = Asking(Schedule(Made({}), Manner()), web.begin, Manner(), now=lambda: START, changed=lambda: None)
            siblings, home = Siblings(state.book, asking, now=lambda: START), "a.example:443"
            fine, moved, gone = (
                Try(evidence := look(one), judge(evidence))
                for one in (
                    Exchange(A, A, (), page()),
                    Exchange(A, B, (Hop(301, A),), page()),
                    Exchange(A, A, (), page(404)),
                )
            )
            asked = [siblings.are_asked(home, fine)]
            shown: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()
            siblings._shown[home] = shown  # type: ignore[assignment]  # a task is a future
            asked.append(siblings.are_asked(home, fine))
            shown.set_result(None)
            return [
                *asked,
                siblings.are_asked(home, fine),
                siblings.are_asked(home, moved),
                siblings.are_asked(home, gone),
            ]

    with asyncio.Runner(loop_factory=FakeLoop) as runner:
        assert runner.run(story()) == [True, True, False, True, False]
