"""What an image proxy's answer means, by itself and beside the image behind it: the table of the spec."""

import json

import pytest

from feedtool.http.exchange import Exchange, Failure, Hop, Response
from feedtool.judge.judge import Evidence, look
from feedtool.judge.proxied import judge_both, judge_proxied, proxy_down, rate_limited, shows_fallback
from feedtool.judge.verdict import Judgement, Verdict
from feedtool.links.proxies import Proxied, read_proxied
from tests.judge.test_pictures import png

ORIGIN = "http://o.example/a.png"
OK = Judgement(Verdict.OK, "ok", "the server answered 200")
MOVED = Judgement(Verdict.MOVED, "moved", "moved for good", "http://o.example/b.png")
WALL = Judgement(Verdict.BLOCKED, "http-403", "it refuses robots")
SILENT = Judgement(Verdict.UNREACHABLE, "timeout-read", "nobody answers")


def gone(reason: str = "http-404") -> Judgement:
    return Judgement(Verdict.BROKEN, reason, "it is gone")


def proxied(url: str) -> Proxied:
    found = read_proxied(url)
    assert found is not None
    return found


WESERV = proxied("https://images.weserv.nl/?url=o.example/a.png")
PHOTON = proxied("https://i0.wp.com/o.example/a.png")
WITH_FALLBACK = proxied("https://images.weserv.nl/?url=o.example/a.png&default=https://f.example/none.png")
METADATA = proxied("https://images.weserv.nl/?url=o.example/a.png&output=json")
NO_IMAGE = proxied("https://images.weserv.nl/?w=300")


def answered(
    status: int = 200, body: bytes = b"", kind: str = "image/png", *, redirects: tuple[Hop, ...] = ()
) -> Evidence:
    url = "https://images.weserv.nl/?url=o.example/a.png"
    response = Response(status, (("content-type", kind),), body or png())
    return look(Exchange(url, url, redirects, response), image=True)


def refused(message: str, status: int = 404) -> Evidence:
    written = json.dumps({"status": "error", "code": status, "message": message})
    return answered(status, written.encode(), "application/json")


def failed(reason: str) -> Evidence:
    url = "https://images.weserv.nl/?url=o.example/a.png"
    return look(Exchange(url, url, failure=Failure(reason)))


def told(judgement: Judgement) -> str:
    return f"{judgement.verdict.value}/{judgement.reason}"


@pytest.mark.parametrize(
    ("message", "status", "expected"),
    [
        ("The requested URL returned error: 404", 404, "broken/origin-gone"),
        ("The requested URL returned error: 410", 404, "broken/origin-gone"),
        ("The requested URL returned error: 401", 404, "blocked/origin-refuses-proxy"),
        ("The requested URL returned error: 403", 404, "blocked/origin-refuses-proxy"),
        ("The requested URL returned error: 429", 404, "blocked/origin-refuses-proxy"),
        ("The requested URL returned error: 500", 404, "unreachable/origin-error"),
        ("The requested URL returned error: 503", 404, "unreachable/origin-error"),
        (
            "The hostname of the origin is unresolvable (DNS) or blocked by policy.",
            404,
            "broken/proxy-cannot-fetch",
        ),
        ("The requested URL timed out.", 404, "unreachable/origin-timeout"),
        ("Will not follow more than 10 redirects", 404, "broken/origin-redirects"),
        ("Will not follow a redirection to itself", 404, "broken/origin-redirects"),
        ("The image is too large to be downloaded. Max image size: 100 MB", 404, "broken/origin-too-large"),
        ("Invalid or unsupported image format. Is it a valid image?", 404, "broken/not-an-image"),
        ("Image not readable. Is it a valid image?", 404, "broken/truncated-image"),
        ("Unable to parse URI", 400, "broken/proxy-bad-url"),
        ("The requested address is blocked by policy.", 404, "broken/proxy-bad-url"),
        ("something new", 500, "unreachable/proxy-error"),
        ("something new", 400, "broken/proxy-bad-url"),
        ("something new", 404, "broken/proxy-cannot-fetch"),
        ("something new", 418, "blocked/http-418"),
    ],
)
def test_the_message_of_weserv_tells_the_cause(message: str, status: int, expected: str) -> None:
    assert told(judge_proxied(WESERV, refused(message, status))) == expected


def test_case_and_a_missing_colon_do_not_hide_the_message() -> None:
    assert judge_proxied(WESERV, refused("THE REQUESTED URL RETURNED ERROR 410")).reason == "origin-gone"
    assert judge_proxied(WESERV, refused("THE REQUESTED URL TIMED OUT")).reason == "origin-timeout"


def test_an_origins_status_is_told_to_people() -> None:
    assert "410" in judge_proxied(WESERV, refused("The requested URL returned error: 410")).detail


def test_a_death_asks_for_another_copy_and_a_bad_moment_for_patience() -> None:
    assert "another copy" in judge_proxied(WESERV, refused("Image not readable. Is it a valid image?")).detail
    assert "asked again" in judge_proxied(WESERV, refused("The requested URL timed out.")).detail


def test_a_message_that_is_not_in_json_is_read_all_the_same() -> None:
    evidence = answered(404, b"<p>The requested URL timed out.</p>", "text/html")
    assert judge_proxied(WESERV, evidence).reason == "origin-timeout"


@pytest.mark.parametrize("body", [b'["a list"]', b'"a string"', b"[" * 5000, b"{}", b'{"message": 7}', b"\xff\xfe"])
def test_an_error_of_no_known_form_is_the_proxys_own(body: bytes) -> None:
    assert told(judge_proxied(WESERV, answered(502, body, "application/json"))) == "unreachable/proxy-error"


def test_a_picture_is_judged_by_its_bytes_behind_a_proxy_too() -> None:
    assert told(judge_proxied(WESERV, answered())) == "ok/ok"
    assert told(judge_proxied(WESERV, answered(200, b"<p>An apology.</p>"))) == "broken/not-an-image"
    assert told(judge_proxied(WESERV, answered(200, png()[:40]))) == "broken/truncated-image"


def test_metadata_need_not_be_a_picture() -> None:
    assert told(judge_proxied(METADATA, answered(200, b'{"format":"png"}', "application/json"))) == "ok/ok"


def test_a_proxy_that_is_given_no_image_has_a_bad_url_whatever_it_answers() -> None:
    assert told(judge_proxied(NO_IMAGE, answered())) == "broken/proxy-bad-url"


@pytest.mark.parametrize("proxy", [WESERV, PHOTON])
def test_a_proxy_that_has_enough_refuses(proxy: Proxied) -> None:
    assert judge_proxied(proxy, answered(429, b"slow down")) == rate_limited()
    assert told(rate_limited()) == "blocked/proxy-rate-limited"


@pytest.mark.parametrize("reason", ["timeout-connect", "refused", "dns-nxdomain", "tls-expired"])
def test_the_failure_of_a_proxy_says_nothing_of_the_image(reason: str) -> None:
    assert told(judge_proxied(WESERV, failed(reason))) == "unreachable/proxy-error"


def test_a_proxy_that_must_not_be_contacted_is_skipped() -> None:
    assert told(judge_proxied(WESERV, failed("private-address"))) == "skipped/private-address"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (502, "unreachable/proxy-error"),
        (404, "broken/proxy-cannot-fetch"),
        (410, "broken/proxy-cannot-fetch"),
        (403, "blocked/http-403"),
    ],
)
def test_a_proxy_without_messages_is_judged_by_its_status(status: int, expected: str) -> None:
    assert told(judge_proxied(PHOTON, answered(status, b"no", "text/plain"))) == expected


@pytest.mark.parametrize("proxy", [WESERV, PHOTON])
def test_a_status_beyond_the_table_is_a_refusal_and_no_death(proxy: Proxied) -> None:
    assert judge_proxied(proxy, answered(418, b"no", "text/plain")).verdict is Verdict.BLOCKED


def test_a_redirect_shows_the_fallback_only_where_there_is_one() -> None:
    assert shows_fallback(WITH_FALLBACK, 302)
    assert not any(shows_fallback(WITH_FALLBACK, status) for status in (200, 299, 400, 404, None))
    assert shows_fallback(WITH_FALLBACK, 300)
    assert not shows_fallback(WESERV, 302)
    assert told(judge_proxied(WITH_FALLBACK, answered(302, b"moved", "text/plain"))) == "broken/proxy-cannot-fetch"


def test_a_proxy_that_is_down_is_unreachable() -> None:
    assert told(proxy_down()) == "unreachable/proxy-down"


# -- beside the origin


@pytest.mark.parametrize(
    "reason",
    ["http-404", "http-410", "dns-nxdomain", "dns-no-address", "soft-404", "parked", "redirect-home", "not-an-image"],
)
def test_a_picture_whose_origin_is_gone_is_fine_with_a_warning(reason: str) -> None:
    found = judge_both(WESERV, OK, 200, gone(reason))
    assert told(found) == "ok/cached-origin-gone"
    assert reason in found.detail
    assert "31 days" in found.detail


@pytest.mark.parametrize("origin", [OK, MOVED, WALL, SILENT, gone("tls-expired")])
def test_an_origin_that_is_not_gone_changes_nothing_of_a_picture(origin: Judgement) -> None:
    assert judge_both(WESERV, OK, 200, origin) is OK


def test_a_failure_stays_what_it_is_though_the_origin_is_gone_too() -> None:
    wrong = Judgement(Verdict.BROKEN, "origin-gone", "the image's own server answered 404")
    assert judge_both(WESERV, wrong, 404, gone()) is wrong


@pytest.mark.parametrize("origin", [OK, MOVED])
def test_where_only_the_proxy_cannot_reach_it_the_origin_is_suggested(origin: Judgement) -> None:
    alone = judge_proxied(WESERV, refused("The hostname of the origin is unresolvable (DNS) or blocked by policy."))
    found = judge_both(WESERV, alone, 404, origin)
    assert (told(found), found.suggestion) == ("broken/proxy-cannot-fetch", ORIGIN)
    assert "show the image itself" in found.detail


@pytest.mark.parametrize("origin", [OK, MOVED])
@pytest.mark.parametrize(
    ("message", "status", "expected"),
    [
        ("The requested URL returned error: 403", 404, "blocked/origin-refuses-proxy"),
        ("Unable to parse URI", 400, "broken/proxy-bad-url"),
        ("The requested address is blocked by policy.", 404, "broken/proxy-bad-url"),
        ("Will not follow more than 10 redirects", 404, "broken/origin-redirects"),
        ("The image is too large to be downloaded. Max image size: 100 MB", 404, "broken/origin-too-large"),
    ],
)
def test_where_the_proxy_refuses_an_origin_that_is_fine_the_origin_is_suggested(
    message: str, status: int, expected: str, origin: Judgement
) -> None:
    alone = judge_proxied(WESERV, refused(message, status))
    found = judge_both(WESERV, alone, status, origin)
    assert (told(found), found.suggestion) == (expected, ORIGIN)
    assert found.detail == f"{alone.detail.split('; ')[0]}; show the image itself"
    assert judge_both(WESERV, alone, status, gone()) is alone
    assert judge_both(WESERV, alone, status, SILENT) is alone


def test_an_address_without_image_has_no_origin_to_suggest() -> None:
    alone = judge_proxied(NO_IMAGE, answered())
    assert judge_both(NO_IMAGE, alone, 200, OK).suggestion is None


@pytest.mark.parametrize("origin", [gone(), WALL, SILENT])
def test_an_origin_that_is_not_fine_is_no_suggestion(origin: Judgement) -> None:
    alone = judge_proxied(WESERV, refused("The hostname of the origin is unresolvable (DNS) or blocked by policy."))
    found = judge_both(WESERV, alone, 404, origin)
    assert (told(found), found.suggestion) == ("broken/proxy-cannot-fetch", None)


def test_where_a_proxy_without_messages_has_404_a_dead_origin_is_the_cause() -> None:
    alone = judge_proxied(PHOTON, answered(404, b"no", "text/plain"))
    assert told(judge_both(PHOTON, alone, 404, gone("dns-nxdomain"))) == "broken/origin-gone"
    assert told(judge_both(PHOTON, alone, 404, OK)) == "broken/proxy-cannot-fetch"


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (gone(), "broken/origin-gone"),
        (WALL, "blocked/origin-refuses-proxy"),
        (SILENT, "unreachable/origin-error"),
        (OK, "broken/proxy-cannot-fetch"),
    ],
)
def test_a_fallback_is_a_failure_that_the_origin_explains(origin: Judgement, expected: str) -> None:
    alone = judge_proxied(WITH_FALLBACK, answered(302, b"moved", "text/plain"))
    assert told(judge_both(WITH_FALLBACK, alone, 302, origin)) == expected
