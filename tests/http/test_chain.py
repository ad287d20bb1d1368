"""A chain of redirects as a value: what it sends next, how it ends, and that it goes on anywhere."""

import json
import pickle
from collections.abc import Callable, Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.http.chain import MAX_REDIRECTS, Chain, start
from feedtool.http.exchange import Exchange, Failure, Hop, Response
from feedtool.http.message import no_body

HEADERS = (("User-Agent", "feedtool/test"),)
HERE = "https://a.example/x/y"


def to(location: str, *cookies: str, status: int = 302) -> Response:
    return Response(status, (("location", location), *(("set-cookie", cookie) for cookie in cookies)))


def fine(status: int = 200) -> Response:
    return Response(status, (("content-type", "text/html"),), b"there")


def going_on(found: Chain | Exchange) -> Chain:
    assert isinstance(found, Chain), found
    return found


def ended(found: Chain | Exchange) -> Exchange:
    assert isinstance(found, Exchange), found
    return found


def cookie(chain: Chain) -> str | None:
    return dict(chain.request(HEADERS, no_body).headers).get("Cookie")


def failure(found: Chain | Exchange) -> str:
    exchange = ended(found)
    assert exchange.failure is not None
    return exchange.failure.reason


def test_a_chain_begins_with_its_url_and_the_headers_it_is_given() -> None:
    request = start(HERE, 20.0).request(HEADERS, no_body, method="HEAD")
    assert (request.url, request.headers, request.method, request.fresh) == (HERE, HEADERS, "HEAD", False)
    assert start(HERE, 20.0, as_browser=True).request(HEADERS, no_body).fresh


def test_an_answer_that_does_not_redirect_ends_it() -> None:
    found = start(HERE, 20.0, as_browser=True).take(fine(404), 0.25)
    assert found == Exchange(HERE, HERE, (), fine(404), None, elapsed_ms=250, as_browser=True)


def test_no_answer_ends_it_and_leaves_the_redirects_so_far() -> None:
    chain = going_on(start(HERE, 20.0).take(to("/b", status=301), 1.0))
    found = chain.failed(Failure("reset", "closed"), 0.5)
    assert (found.final_url, found.redirects) == ("https://a.example/b", (Hop(301, HERE),))
    assert (found.response, found.failure, found.elapsed_ms) == (None, Failure("reset", "closed"), 1500)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_redirect_is_followed_and_its_time_counted(status: int) -> None:
    chain = going_on(start(HERE, 20.0).take(to("/b", status=status), 2.5))
    assert (chain.here, chain.hops) == ("https://a.example/b", (Hop(status, HERE),))
    assert (chain.left_s, chain.took_s) == (17.5, 2.5)


@pytest.mark.parametrize("status", [300, 304, 305, 306])
def test_other_statuses_with_a_location_are_answers(status: int) -> None:
    assert ended(start(HERE, 20.0).take(to("/b", status=status), 0.0)).final_url == HERE


@pytest.mark.parametrize(
    ("location", "onward"),
    [
        ("/b", "https://a.example/b"),
        ("../b", "https://a.example/b"),
        ("//b.example/b", "https://b.example/b"),
        ("HTTPS://B.example/b", "https://b.example/b"),
        ("?q=1", "https://a.example/x/y?q=1"),
        (" /b ", "https://a.example/b"),
        ("/b c", "https://a.example/b%20c"),
        ("/b#part", "https://a.example/b#part"),
        ("/章".encode().decode("latin-1"), "https://a.example/%E7%AB%A0"),
        ("/caf\xe9", "https://a.example/caf%C3%A9"),
    ],
)
def test_redirects_are_resolved_as_browsers_resolve_them(location: str, onward: str) -> None:
    assert going_on(start(HERE, 20.0).take(to(location), 0.0)).here == onward


@pytest.mark.parametrize("location", ["", " ", "file:///etc/passwd", "http://", "http://a b/", "ftp://a.example/"])
def test_a_location_that_leads_nowhere_is_a_failure(location: str) -> None:
    found = start(HERE, 20.0).take(to(location), 0.0)
    assert failure(found) == "redirect-invalid"
    assert ended(found).response == to(location)


def test_a_redirect_without_a_location_is_a_failure() -> None:
    assert failure(start(HERE, 20.0).take(Response(302, ()), 0.0)) == "redirect-invalid"


def test_a_loop_is_found_before_anything_is_asked_again() -> None:
    second = going_on(start("https://a.example/1", 20.0).take(to("/2"), 0.0))
    found = ended(second.take(to("/1#part"), 0.0))
    assert failure(found) == "redirect-loop"
    assert found.final_url == "https://a.example/1#part"
    assert found.redirects == (Hop(302, "https://a.example/1"), Hop(302, "https://a.example/2"))


def test_a_page_that_wants_its_cookie_back_is_no_loop() -> None:
    again = going_on(start(HERE, 20.0).take(to(HERE, "a=1; Path=/; HttpOnly"), 0.0))
    assert cookie(again) == "a=1"
    assert failure(again.take(to(HERE, "a=1"), 0.0)) == "redirect-loop"


@pytest.mark.parametrize(
    ("set_cookie", "onward", "sent"),
    [
        ("a=1", "https://a.example/", "a=1"),
        ("a=1", "https://b.example/", None),
        ("a=1", "https://sub.a.example/", None),
        ("a=1; Domain=a.example", "https://sub.a.example/", "a=1"),
        ("a=1; Domain=.A.example", "https://sub.a.example/", "a=1"),
        ("a=1; Domain=a.example", "https://not-a.example/", None),
        ("a=1; Domain=example", "https://b.example/", None),
        ("a=1; Domain=b.example", "https://b.example/", None),
        (" a = 1 ; Secure", "https://a.example/", "a=1"),
        ("a=1; Max-Age=0", "https://a.example/", None),
        ("a=1; Max-Age=-1", "https://a.example/", None),
        ("a=1; max-age=60", "https://a.example/", "a=1"),
        ("no pair", "https://a.example/", None),
        ("=1", "https://a.example/", None),
        (f"a={'x' * 4096}", "https://a.example/", None),
    ],
)
def test_cookies_go_back_only_to_whom_they_are_for(set_cookie: str, onward: str, sent: str | None) -> None:
    assert cookie(going_on(start(HERE, 20.0).take(to(onward, set_cookie), 0.0))) == sent


def test_cookies_are_changed_and_deleted_by_later_answers() -> None:
    chain = going_on(start(HERE, 20.0).take(to("/1", "a=1", "b=2"), 0.0))
    assert cookie(chain) == "a=1; b=2"
    chain = going_on(chain.take(to("/2", "a=3", "b=; Max-Age=0"), 0.0))
    assert cookie(chain) == "a=3"
    chain = going_on(chain.take(to("/3", *(f"c{number}=x" for number in range(60))), 0.0))
    assert len(chain.cookies) == 50


def test_cookies_are_not_those_of_another_chain() -> None:
    going_on(start(HERE, 20.0).take(to("/1", "a=1"), 0.0))
    assert cookie(start(HERE, 20.0)) is None


@pytest.mark.parametrize(("redirects", "fine_"), [(12, True), (MAX_REDIRECTS, True), (MAX_REDIRECTS + 1, False)])
def test_as_many_redirects_as_may_be_are_followed(redirects: int, fine_: bool) -> None:
    found: Chain | Exchange = start("https://a.example/0", 20.0)
    for number in range(1, redirects + 1):
        found = going_on(found).take(to(f"/{number}"), 0.0)
    if fine_:
        assert ended(going_on(found).take(fine(), 0.0)).failure is None
    else:
        assert failure(found) == "too-many-redirects"
        assert len(ended(found).redirects) == MAX_REDIRECTS + 1


def test_a_redirect_to_another_host_is_the_answer_where_only_one_host_is_asked() -> None:
    chain = start(HERE, 20.0, only_host=True)
    found = ended(chain.take(to("https://fallback.example/"), 0.0))
    assert (found.response, found.redirects, found.failure) == (to("https://fallback.example/"), (), None)
    assert going_on(chain.take(to("http://a.example:8080/"), 0.0)).here == "http://a.example:8080/"


def test_what_is_handed_on_is_never_changed() -> None:
    first = start(HERE, 20.0)
    before = (first, hash(first))
    second = going_on(first.take(to("/1", "a=1"), 1.0))
    second.take(to("/2", "a=2"), 1.0)
    assert (first, hash(first)) == before == (start(HERE, 20.0), hash(start(HERE, 20.0)))
    assert cookie(second) == "a=1"


def by_msgpack(chain: Chain) -> Chain:
    return msgspec.msgpack.decode(msgspec.msgpack.encode(chain), type=Chain)


def by_json(chain: Chain) -> Chain:
    return msgspec.convert(json.loads(json.dumps(msgspec.to_builtins(chain))), Chain)


def by_pickle(chain: Chain) -> Chain:
    found = pickle.loads(pickle.dumps(chain))
    assert isinstance(found, Chain)
    return found


ROADS = {"pickle": by_pickle, "msgpack": by_msgpack, "json": by_json}
SCRIPTS = st.lists(
    st.builds(
        lambda status, location, cookies: to(location, *cookies, status=status),
        st.sampled_from([301, 302, 307, 200, 404]),
        st.sampled_from(["/1", "/2", "/3", "https://b.example/", "https://sub.a.example/#x", "//a.example/x/y", "", "mailto:x", "/章"]),
        st.lists(st.sampled_from(["a=1", "b=2; Domain=a.example", "a=; Max-Age=0", "c=é"]), max_size=3),
    ),
    min_size=1,
    max_size=MAX_REDIRECTS + 2,
)  # fmt: skip


def walked(chain: Chain, answers: Sequence[Response], road: Callable[[Chain], Chain]) -> list[object]:
    """Everything that a chain sends and comes to, when it goes this road before each of its requests."""
    told: list[object] = []
    for answer in answers:
        chain = road(chain)
        request = chain.request(HEADERS, no_body)
        told.append((request.url, request.headers, request.fresh, chain.left_s))
        found = chain.take(answer, 0.25)
        if isinstance(found, Exchange):
            return [*told, found]
        chain = found
    return [*told, chain.failed(Failure("reset"), 0.125)]


@pytest.mark.parametrize("name", ROADS)
@given(answers=SCRIPTS, only_host=st.booleans(), as_browser=st.booleans())
def test_a_chain_goes_on_elsewhere_as_if_it_had_stayed(
    name: str, answers: list[Response], only_host: bool, as_browser: bool
) -> None:
    chain = start(HERE, 20.0, only_host=only_host, as_browser=as_browser)
    assert walked(chain, answers, ROADS[name]) == walked(chain, answers, lambda one: one)
