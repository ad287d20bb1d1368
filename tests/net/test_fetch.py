import asyncio
import inspect

import httpx
import pytest
import respx

from feedtool.net.exchange import Exchange, Hop
from feedtool.net.fetch import MAX_REDIRECTS, fetch, image_wanted, page_wanted, request_headers
from feedtool.net.transport import sender

HEADERS = request_headers("feedtool/test")


def ask(url: str, *, only_host: bool = False) -> Exchange:
    async def run() -> Exchange:
        clock = asyncio.get_running_loop().time
        async with httpx.AsyncClient() as client:
            return await fetch(
                url, sender(client, clock), headers=HEADERS, wanted=page_wanted(()), deadline=clock() + 5, now=clock,
                only_host=only_host,
            )  # fmt: skip

    return asyncio.run(run())


def to(location: str, status: int = 302, **more: str) -> httpx.Response:
    return httpx.Response(status, headers={"location": location, **more})


@pytest.fixture
def web() -> respx.MockRouter:
    return respx.MockRouter(using="httpx", assert_all_called=False)


def test_an_answer_is_kept_as_it_is(web: respx.MockRouter) -> None:
    with web:
        web.get("https://a.example/").respond(404, text="gone", headers={"X-A": "b"})
        found = ask("https://a.example/")
    assert found.response is not None
    assert (found.response.status, found.response.body, found.response.header("x-a")) == (404, b"gone", "b")
    assert (found.final_url, found.redirects, found.failure) == ("https://a.example/", (), None)


@pytest.mark.parametrize(
    ("location", "final"),
    [
        ("/b", "https://a.example/b"),
        ("../b", "https://a.example/b"),
        ("//b.example/b", "https://b.example/b"),
        ("HTTPS://B.example/b", "https://b.example/b"),
        ("?q=1", "https://a.example/x/y?q=1"),
        (" /b ", "https://a.example/b"),
        ("/b c", "https://a.example/b%20c"),
        ("/b#part", "https://a.example/b#part"),
    ],
)
def test_redirects_are_followed_as_browsers_follow_them(web: respx.MockRouter, location: str, final: str) -> None:
    with web:
        web.get("https://a.example/x/y", params__eq={}).mock(return_value=to(location))
        web.route().respond(200, text="there")
        found = ask("https://a.example/x/y")
    assert found.final_url == final
    assert found.redirects == (Hop(302, "https://a.example/x/y"),)


def test_raw_utf8_in_a_location_is_understood(web: respx.MockRouter) -> None:
    with web:
        raw = [(b"location", "/章".encode())]
        web.get("https://a.example/").mock(return_value=httpx.Response(301, headers=raw))
        web.route().respond(200)
        assert ask("https://a.example/").final_url == "https://a.example/%E7%AB%A0"


@pytest.mark.parametrize("location", ["", "file:///etc/passwd", "http://", "http://a b/", "ftp://a.example/"])
def test_a_location_that_leads_nowhere_is_a_failure(web: respx.MockRouter, location: str) -> None:
    with web:
        web.get("https://a.example/").mock(return_value=to(location))
        found = ask("https://a.example/")
    assert found.failure is not None
    assert found.failure.reason == "redirect-invalid"


def test_a_loop_is_found_at_once(web: respx.MockRouter) -> None:
    with web:
        web.get("https://a.example/1").mock(return_value=to("/2"))
        second = web.get("https://a.example/2").mock(return_value=to("/1"))
        found = ask("https://a.example/1")
    assert found.failure is not None
    assert found.failure.reason == "redirect-loop"
    assert second.call_count == 1


def test_a_page_that_wants_its_cookie_back_gets_it(web: respx.MockRouter) -> None:
    with web:
        web.get("https://a.example/", headers={"Cookie": "seen=1"}).respond(200)
        web.get("https://a.example/").mock(return_value=to("/", **{"set-cookie": "seen=1; Path=/; HttpOnly"}))
        found = ask("https://a.example/")
    assert found.response is not None
    assert found.response.status == 200


def test_cookies_stay_with_their_host(web: respx.MockRouter) -> None:
    with web:
        web.get("https://a.example/").mock(
            return_value=to("https://b.example/", **{"set-cookie": "a=1; Domain=example"})
        )
        other = web.get("https://b.example/").respond(200)
        ask("https://a.example/")
    assert "cookie" not in other.calls.last.request.headers


@pytest.mark.parametrize(("hops", "fine"), [(12, True), (MAX_REDIRECTS, True), (MAX_REDIRECTS + 1, False)])
def test_as_many_redirects_as_may_be_are_followed(web: respx.MockRouter, hops: int, fine: bool) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        number = int(request.url.path[1:])
        return to(f"/{number + 1}", 301) if number < hops else httpx.Response(200)

    with web:
        web.route().mock(side_effect=answer)
        found = ask("https://a.example/0")
    assert (found.failure is None) is fine
    assert fine or (found.failure is not None and found.failure.reason == "too-many-redirects")


def test_a_fallback_on_another_host_is_not_followed_where_that_is_asked(web: respx.MockRouter) -> None:
    with web:
        web.get("https://a.example/").mock(return_value=to("https://fallback.example/"))
        other = web.get("https://fallback.example/").respond(200)
        found = ask("https://a.example/", only_host=True)
    assert found.response is not None
    assert (found.response.status, other.called) == (302, False)


def errors() -> list[type[Exception]]:
    """Every error of httpx that a transport could raise."""
    return [
        one
        for _, one in inspect.getmembers(httpx, inspect.isclass)
        if issubclass(one, httpx.HTTPError | httpx.InvalidURL | httpx.StreamError)
    ]


@pytest.mark.parametrize("kind", errors(), ids=lambda kind: kind.__name__)
def test_no_error_of_httpx_gets_out(web: respx.MockRouter, kind: type[Exception]) -> None:
    try:
        error = kind("x")
    except TypeError:
        pytest.skip("made by httpx alone")
    with web:
        web.get("https://a.example/").mock(side_effect=error)
        found = ask("https://a.example/")
    assert found.failure is not None


def test_a_fragment_is_never_sent(web: respx.MockRouter) -> None:
    with web:
        route = web.get("https://a.example/x").respond(200)
        ask("https://a.example/x#part")
    assert "#" not in str(route.calls.last.request.url.raw_path)


def test_how_much_of_a_body_is_wanted() -> None:
    html, pdf = [("content-type", "text/html")], [("content-type", "application/pdf")]
    assert page_wanted(())(200, html) == 64 * 1024
    assert page_wanted({"part"})(200, html) == 1024 * 1024
    assert page_wanted(())(301, html) == 0
    assert page_wanted(())(200, pdf) == 1
    assert image_wanted(200, pdf) == 64 * 1024
    assert image_wanted(302, pdf) == 0


def test_a_browsers_headers_are_a_browsers_and_honest_ones_say_who_asks() -> None:
    honest, browser = dict(request_headers("feedtool/1")), dict(request_headers("feedtool/1", as_browser=True))
    assert honest["User-Agent"] == "feedtool/1"
    assert "Mozilla" in browser["User-Agent"]
    assert "Sec-Fetch-Mode" in browser
    assert honest["Accept-Language"].startswith("zh")
    assert dict(request_headers("a", extra=[("User-Agent", "b")]))["User-Agent"] == "b"
