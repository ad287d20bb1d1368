"""The loop over a chain: what is sent with which headers, until when, and that nothing is raised."""

import asyncio
from collections.abc import Mapping

import pytest

from feedtool.http.chain import start
from feedtool.http.exchange import Exchange, Failure, Hop, Response
from feedtool.http.message import Request, TransportError
from feedtool.net.fetch import fetch, follow, image_wanted, page_wanted, request_headers

HEADERS = request_headers("feedtool/test")
A, B = "https://a.example/", "https://b.example/"


class Answers:
    """Answers by URL, each after some seconds of a clock of its own; a text is the reason of a failure."""

    def __init__(self, answers: Mapping[str, Response | str], *, takes_s: float = 0.25) -> None:
        self._answers = answers
        self._takes_s = takes_s
        self._clock = 100.0
        self.sent: list[tuple[Request, float]] = []

    def now(self) -> float:
        return self._clock

    async def send(self, request: Request, deadline: float) -> Response:
        self.sent.append((request, deadline))
        self._clock += self._takes_s
        answer = self._answers[request.url]
        if isinstance(answer, str):
            raise TransportError(answer, "closed")
        return answer

    def fetch(self, url: str, **more: bool) -> Exchange:
        return asyncio.run(
            fetch(url, self.send, headers=HEADERS, wanted=page_wanted(()), deadline=105.0, now=self.now, **more)
        )


def page(status: int = 200, body: bytes = b"there") -> Response:
    return Response(status, (("content-type", "text/html"),), body)


def to(location: str, *cookies: str, status: int = 302) -> Response:
    return Response(status, (("location", location), *(("set-cookie", one) for one in cookies)))


def test_an_answer_is_kept_as_it_is() -> None:
    web = Answers({A: page(404, b"gone")})
    assert web.fetch(A) == Exchange(A, A, (), page(404, b"gone"), None, elapsed_ms=250)
    [(request, deadline)] = web.sent
    assert (request.url, request.headers, request.method, deadline) == (A, HEADERS, "GET", 105.0)


def test_redirects_are_followed_with_their_cookies_until_one_deadline() -> None:
    web = Answers({A: to(B, "a=1; Domain=b.example", status=301), B: to("/x", "b=2"), B + "x": page()})
    found = web.fetch(A)
    assert (found.final_url, found.redirects) == (B + "x", (Hop(301, A), Hop(302, B)))
    assert (found.response, found.elapsed_ms) == (page(), 750)
    assert [dict(request.headers).get("Cookie") for request, _ in web.sent] == [None, None, "b=2"]
    assert {deadline for _, deadline in web.sent} == {105.0}


@pytest.mark.parametrize("where", [A, B])
def test_a_request_without_an_answer_is_a_failure(where: str) -> None:
    web = Answers({A: to(B), B: page()} | {where: "reset"})
    found = web.fetch(A)
    assert (found.failure, found.response, found.final_url) == (Failure("reset", "closed"), None, where)


def test_a_loop_ends_and_is_not_asked_again() -> None:
    web = Answers({A: to(B), B: to(A)})
    found = web.fetch(A)
    assert found.failure is not None
    assert found.failure.reason == "redirect-loop"
    assert [request.url for request, _ in web.sent] == [A, B]


def test_a_fallback_on_another_host_is_not_followed_where_that_is_asked() -> None:
    web = Answers({A: to(B), B: page()})
    found = web.fetch(A, only_host=True)
    assert found.response is not None
    assert (found.response.status, len(web.sent)) == (302, 1)


def test_what_is_asked_as_a_browser_goes_over_fresh_connections_and_is_told() -> None:
    web = Answers({A: to(B), B: page()})
    assert web.fetch(A, as_browser=True).as_browser
    assert [request.fresh for request, _ in web.sent] == [True, True]


def test_a_chain_from_elsewhere_goes_on_in_the_seconds_it_has_left() -> None:
    begun = start(A, 5.0).take(to(B, "a=1; Domain=example"), 3.0)
    assert not isinstance(begun, Exchange)
    web = Answers({B: to("/x"), B + "x": page()})
    found = asyncio.run(follow(begun, web.send, headers=HEADERS, wanted=page_wanted(()), now=web.now))
    assert [deadline for _, deadline in web.sent] == [102.0, 102.0]
    assert (found.url, found.final_url, found.elapsed_ms) == (A, B + "x", 3500)
    assert found.redirects == (Hop(302, A), Hop(302, B))


def test_how_much_of_a_body_is_wanted() -> None:
    html, pdf = [("content-type", "text/html")], [("content-type", "application/pdf")]
    assert page_wanted(())(200, html) == 64 * 1024
    assert page_wanted({"part"})(200, html) == 1024 * 1024
    assert page_wanted(())(301, html) == 0
    assert page_wanted(())(200, pdf) == 1
    assert page_wanted(())(404, pdf) == 0
    assert image_wanted(200, pdf) == 64 * 1024
    assert image_wanted(302, pdf) == 0


def test_a_browsers_headers_are_a_browsers_and_honest_ones_say_who_asks() -> None:
    honest, browser = dict(request_headers("feedtool/1")), dict(request_headers("feedtool/1", as_browser=True))
    assert honest["User-Agent"] == "feedtool/1"
    assert "Mozilla" in browser["User-Agent"]
    assert "Sec-Fetch-Mode" in browser
    assert honest["Accept-Language"].startswith("zh")
    assert dict(request_headers("a", extra=[("User-Agent", "b")]))["User-Agent"] == "b"
