"""What a run asks besides its links: made-up addresses beside them, and whether the network is what it seems."""

import asyncio
from contextlib import closing
from datetime import timedelta

import pytest

from feedtool.net.exchange import Response
from feedtool.net.message import Request
from feedtool.state.state import State
from tests.checker.fakes import START, FakeWeb, check, page, reasons

A = "https://a.example/2020/story"


CASINO = page(body=b"<title>Best odds</title><h1>Best odds</h1><p>" + b"Spin the wheel and win. " * 200)


def test_one_long_page_for_every_address_is_no_page_once_two_links_show_it() -> None:
    links = [f"https://a.example/{number}" for number in range(3)]
    report, _ = check(FakeWeb({"*a.example": CASINO}), *links, per_host=1)
    assert reasons(report) == dict.fromkeys(links, "broken/soft-404")


def test_one_long_page_at_another_address_for_all_links_is_no_page() -> None:
    links = [f"https://a.example/{number}" for number in range(3)]
    web = FakeWeb({"*a.example": page(302, location="https://b.example/win"), "https://b.example/win": CASINO})
    assert reasons(check(web, *links, per_host=1)[0]) == dict.fromkeys(links, "broken/soft-404")


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
