"""What the tries of a target come to."""

from datetime import UTC, datetime

import pytest

from feedtool.http.exchange import Exchange, Failure, Hop, Response
from feedtool.judge.asked import judge_try, outcome_of
from feedtool.judge.judge import Try, look
from feedtool.judge.target import Target
from feedtool.judge.verdict import Verdict
from feedtool.links.proxies import read_proxied
from tests.judge.test_pictures import png

NOW = datetime(2026, 1, 1, tzinfo=UTC)
NOW_MS = 1_767_225_600_000  # the same
URL = "https://a.example/2020/story"
PAGE = b"<!DOCTYPE html><title>A story</title><h1 id=part>A story</h1><p>" + b"The mill turned again today. " * 20
ATOM = b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>'


def got(status: int = 200, body: bytes = PAGE, *, kind: str = "text/html", ms: int = 10, **more: str) -> Exchange:
    headers = (("content-type", kind), *((name.replace("_", "-"), value) for name, value in more.items()))
    return Exchange(URL, URL, (), Response(status, headers, body), elapsed_ms=ms)


def failed(reason: str, *, redirects: tuple[Hop, ...] = (), ms: int = 10) -> Exchange:
    return Exchange(URL, URL, redirects, failure=Failure(reason), elapsed_ms=ms)


def tried(target: Target, *exchanges: Exchange) -> list[Try]:
    return [judge_try(target, look(one, fragments=target.fragments, image=target.image)) for one in exchanges]


def test_the_last_try_counts_and_the_requests_of_all_are_told() -> None:
    target = Target(URL)
    outcome = outcome_of(target, tried(target, got(404, ms=30), got(200, ms=12)), now=NOW)
    assert (outcome.judgement.verdict, outcome.status) == (Verdict.OK, 200)
    assert (outcome.attempts, outcome.elapsed_ms, outcome.checked_ms) == (2, 42, NOW_MS)


def test_an_image_is_judged_as_one_and_a_page_as_one() -> None:
    assert tried(Target(URL, image=True), got())[0].judgement.reason == "not-an-image"
    assert tried(Target(URL), got())[0].judgement.reason == "ok"
    assert tried(Target(URL, image=True), got(body=png(), kind="image/png"))[0].judgement.reason == "ok"


def test_the_metadata_of_a_proxied_image_need_not_be_an_image() -> None:
    url = "https://images.weserv.nl/?url=o.example/a.png&output=json"
    target = Target(url, image=True, proxied=read_proxied(url))
    assert tried(target, got(body=b'{"format":"png"}', kind="application/json"))[0].judgement.reason == "ok"


def test_each_fragment_has_a_judgement_of_its_own() -> None:
    target = Target(URL, fragments=frozenset(("part", "other")))
    outcome = outcome_of(target, tried(target, got()), now=NOW)
    assert outcome.judgement.verdict is Verdict.OK
    assert {name: one.reason for name, one in outcome.by_fragment.items()} == {
        "part": "ok",
        "other": "fragment-missing",
    }


def test_of_a_page_that_is_gone_every_fragment_is() -> None:
    target = Target(URL, fragments=frozenset(("part",)))
    assert outcome_of(target, tried(target, got(404)), now=NOW).by_fragment["part"].reason == "http-404"


def test_a_proxied_image_is_judged_by_what_the_proxy_says() -> None:
    url = "https://images.weserv.nl/?url=o.example/a.png"
    target = Target(url, image=True, proxied=read_proxied(url))
    refusal = got(404, b'{"message": "The requested URL returned error: 410"}', kind="application/json")
    assert outcome_of(target, tried(target, refusal), now=NOW).judgement.reason == "origin-gone"
    linked = Target(url, proxied=read_proxied(url))
    assert outcome_of(linked, tried(linked, refusal), now=NOW).judgement.reason == "origin-gone"


def test_an_image_of_a_proxy_that_is_given_none_has_a_bad_url() -> None:
    url = "https://images.weserv.nl/?w=300"
    target = Target(url, image=True, proxied=read_proxied(url))
    assert outcome_of(target, tried(target, got(body=png())), now=NOW).judgement.reason == "proxy-bad-url"


def test_a_page_of_a_proxy_that_is_linked_and_names_no_image_is_a_page() -> None:
    url = "https://images.weserv.nl/?w=300"
    target = Target(url, proxied=read_proxied(url))
    assert outcome_of(target, tried(target, got()), now=NOW).judgement.reason == "ok"


def test_what_we_refuse_to_contact_took_no_request() -> None:
    target = Target(URL)
    assert outcome_of(target, tried(target, failed("private-address")), now=NOW).attempts == 0
    assert outcome_of(target, tried(target, failed("timeout-read")), now=NOW).attempts == 1
    inside = failed("private-address", redirects=(Hop(302, URL),))
    outcome = outcome_of(target, tried(target, inside), now=NOW)
    assert (outcome.attempts, outcome.status) == (1, 302), "a redirect inside was asked for"


def test_without_an_answer_the_status_is_that_of_the_last_redirect_or_none() -> None:
    target = Target(URL)
    hops = (Hop(301, URL), Hop(307, "https://b.example/"))
    assert outcome_of(target, tried(target, failed("reset", redirects=hops)), now=NOW).status == 307
    assert outcome_of(target, tried(target, failed("reset")), now=NOW).status is None


def test_the_chain_is_kept_as_evidence() -> None:
    target, final = Target(URL), "https://b.example/2020/story"
    exchange = Exchange(URL, final, (Hop(301, URL),), Response(200, (("content-type", "text/html"),), PAGE))
    outcome = outcome_of(target, tried(target, exchange), now=NOW)
    assert (outcome.final_url, outcome.redirects) == (final, (Hop(301, URL),))


@pytest.mark.parametrize(
    ("exchange", "is_feed"),
    [
        (got(body=ATOM, kind="application/atom+xml"), True),
        (got(body=ATOM, kind="text/xml"), True),
        (got(body=b'<rss version="2.0"><channel></channel></rss>', kind="text/plain"), True),
        (got(body=b'{"version":"https://jsonfeed.org/version/1.1"}', kind="application/feed+json"), True),
        (got(body=b"\x1f\x8b", kind="application/rss+xml"), True),
        (got(), False),
        (got(body=b"<svg xmlns='http://www.w3.org/2000/svg'/>", kind="text/xml"), False),
        (got(404, ATOM, kind="application/atom+xml"), False),
        (failed("reset"), False),
    ],
)
def test_a_feed_is_known_by_its_type_or_its_text_where_the_answer_is_good(exchange: Exchange, is_feed: bool) -> None:
    target = Target(URL)
    found = outcome_of(target, tried(target, exchange), now=NOW).feed_url
    assert found == (URL if is_feed else None)


# -- patience


@pytest.mark.parametrize(
    ("wish", "day"),
    [
        ("86400", "2026-01-02"),
        ("Sat, 10 Jan 2026 12:00:00 GMT", "2026-01-10"),
        ("10", None),
        ("999999999", "2027-01-02"),  # not farther than a year
    ],
)
def test_a_wish_beyond_this_run_is_told_with_its_day(wish: str, day: str | None) -> None:
    target = Target(URL)
    outcome = outcome_of(target, tried(target, got(503, retry_after=wish)), now=NOW)
    assert outcome.judgement.reason == "http-503"
    assert ("asked again on" in outcome.judgement.detail) is (day is not None)
    assert day is None or day in outcome.judgement.detail
