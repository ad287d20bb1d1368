"""Whether a link is asked for again, how and when."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest

from feedtool.http.exchange import Exchange, Failure, Response
from feedtool.judge.judge import Try, judge, look
from feedtool.judge.retry import MAX_REQUESTS, Ask, is_refused, next_ask, retry_after_s
from feedtool.judge.verdict import Judgement, Verdict

NOW = datetime(1994, 11, 6, 8, 49, 30, tzinfo=UTC)
URL = "https://a.example/2020/story"
CHALLENGE = b"<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"


def answer(status: int, *, as_browser: bool = False, body: bytes = b"<p>A page.", after: str = "") -> Try:
    headers = (("content-type", "text/html"), *((("retry-after", after),) if after else ()))
    exchange = Exchange(URL, URL, (), Response(status, headers, body), as_browser=as_browser)
    evidence = look(exchange)
    return Try(evidence, judge(evidence))


def failure(reason: str, *, as_browser: bool = False) -> Try:
    evidence = look(Exchange(URL, URL, failure=Failure(reason), as_browser=as_browser))
    return Try(evidence, judge(evidence))


def found(reason: str) -> Try:
    """Return a try of a page that answered 200 and was judged to be none."""
    evidence = look(Exchange(URL, URL, (), Response(200, (("content-type", "text/html"),), b"<p>Gone")))
    return Try(evidence, Judgement(Verdict.BROKEN, reason, "seen"))


def after(
    *tries: Try, retries: int = 2, proxied: bool = False, jitter: float = 0.5, answers: bool = False
) -> Ask | None:
    return next_ask(tries, now=NOW, jitter=jitter, retries=retries, proxied=proxied, answers=answers)


@pytest.mark.parametrize("one", [answer(200), answer(206), failure("tls-expired"), failure("private-address")])
def test_what_is_known_is_not_asked_again(one: Try) -> None:
    assert after(one) is None


@pytest.mark.parametrize(
    "one",
    [
        *(answer(status) for status in (404, 410, 400, 405, 406, 414)),
        *(failure(reason) for reason in ("dns-nxdomain", "dns-no-address", "redirect-loop", "too-many-redirects")),
        *(found(reason) for reason in ("soft-404", "parked", "redirect-home", "redirect-error", "not-an-image")),
    ],
    ids=lambda one: one.judgement.reason,
)
def test_a_death_is_confirmed_once_after_a_pause_as_a_browser(one: Try) -> None:
    again = after(one)
    assert again is not None
    assert again.as_browser
    assert again.after_s >= 1
    confirmed = Try(look(Exchange(URL, URL, failure=Failure("dns-nxdomain"), as_browser=True)), one.judgement)
    assert after(one, confirmed) is None


def test_a_death_is_confirmed_even_where_nothing_is_retried() -> None:
    assert after(answer(404), retries=0) is not None


@pytest.mark.parametrize("one", [answer(401), answer(403), answer(451), answer(999), answer(503, body=CHALLENGE)])
def test_a_refusal_is_tried_once_more_as_a_browser_at_once(one: Try) -> None:
    assert after(one) == Ask(0.0, as_browser=True)
    assert after(one, answer(403, as_browser=True)) is None


@pytest.mark.parametrize("reason", ["timeout-connect", "timeout-read", "timeout-total", "dns-timeout"])
def test_a_time_out_is_not_tried_again(reason: str) -> None:
    assert after(failure(reason)) is None


@pytest.mark.parametrize(
    ("one", "more"),
    [(answer(500), 2), (answer(502), 2), (answer(503), 2), (failure("reset"), 2), (failure("dns-servfail"), 1), (failure("refused"), 1)],
    ids=lambda one: one.judgement.reason if isinstance(one, Try) else None,
)  # fmt: skip
def test_a_server_that_stumbles_is_asked_once_or_twice_more_as_itself(one: Try, more: int) -> None:
    for tries in range(1, more + 1):
        again = after(*[one] * tries)
        assert again is not None
        assert not again.as_browser
        assert again.after_s > 0
    assert after(*[one] * (more + 1), retries=9) is None


def test_the_second_pause_is_longer_than_the_first_whatever_the_jitter() -> None:
    first = [after(answer(500), jitter=jitter) for jitter in (0.0, 1.0)]
    second = [after(answer(500), answer(500), jitter=jitter) for jitter in (0.0, 1.0)]
    waits = [one.after_s for one in (*first, *second) if one is not None]
    assert waits == sorted(set(waits))
    assert len(waits) == 4, "and each is a little different by chance"


def test_retries_bound_how_often_a_stumble_is_tried_again() -> None:
    assert after(answer(500), retries=0) is None
    assert after(answer(500), retries=1) is not None
    assert after(answer(500), answer(500), retries=1) is None


def test_only_what_stumbled_is_counted_as_a_stumble() -> None:
    assert after(answer(429, after="1"), answer(500), retries=1) is not None, "the first was put off, and did answer"
    assert after(answer(404), answer(500, as_browser=True), retries=1) is not None
    assert after(answer(500), failure("reset"), retries=1) is None


def test_an_answer_as_a_browser_is_followed_by_requests_as_a_browser() -> None:
    again = after(answer(403), answer(500, as_browser=True))
    assert again is not None
    assert again.as_browser


def test_a_target_is_asked_four_times_at_most() -> None:
    assert MAX_REQUESTS == 4
    mixed = [answer(503, after="1"), answer(500), answer(404)]
    assert after(*mixed) is not None
    assert after(*mixed, answer(404)) is None


# -- patience that a server asks for


@pytest.mark.parametrize(
    ("one", "refused"),
    [
        (answer(429), True),
        (answer(429, after="5"), True),
        (answer(429, after="soon"), True),
        (answer(503, after="86400"), True),
        (answer(503, after="Sun, 06 Nov 1994 08:49:37 GMT"), True),
        (answer(503), False),
        (answer(500, after="5"), False),
        (answer(200, after="5"), False),
        (answer(503, body=CHALLENGE, after="5"), False),
        (failure("reset"), False),
    ],
)
def test_a_host_that_got_too_many_requests_says_so_by_429_or_by_503_with_a_wish(one: Try, refused: bool) -> None:
    assert is_refused(one.judgement, one.evidence.exchange, NOW) is refused


@pytest.mark.parametrize("wish", ["", "1"])
def test_what_a_host_refuses_is_asked_again_after_its_other_links_each_time_later(wish: str) -> None:
    one = answer(429, after=wish)
    waits = []
    for tries in range(1, MAX_REQUESTS):
        again = after(*[one] * tries, answers=True)
        assert again is not None
        assert again.last
        waits.append(again.after_s)
    assert [later / 2 < earlier < later for earlier, later in pairwise(waits)] == [True, True]
    assert after(*[one] * MAX_REQUESTS, answers=True) is None


def test_a_death_after_a_refusal_is_confirmed_as_any_other() -> None:
    dead = answer(404, as_browser=True)
    again = after(answer(429), dead)
    assert again is not None
    assert again.as_browser
    assert after(answer(429), dead, dead) is None


@pytest.mark.parametrize("reason", ["http-429", "http-503"])
def test_a_redirect_to_a_host_that_is_asked_no_more_ends_there(reason: str) -> None:
    assert after(failure(reason)) is None


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("wish", ["3", "Sun, 06 Nov 1994 08:49:33 GMT"])
def test_a_short_wish_is_kept(status: int, wish: str) -> None:
    again = after(answer(status, after=wish))
    assert again is not None
    assert 3 <= again.after_s < 4
    assert not again.as_browser


@pytest.mark.parametrize("status", [429, 503])
def test_ten_seconds_are_waited_for_and_more_is_not(status: int) -> None:
    assert after(answer(status, after="10")) is not None
    assert after(answer(status, after="11")) is None
    assert after(answer(status, after="Mon, 07 Nov 1994 08:49:37 GMT")) is None


@pytest.mark.parametrize("wish", ["0", "Sun, 06 Nov 1994 08:00:00 GMT"])
def test_a_wish_that_is_over_is_no_reason_to_ask_without_any_pause(wish: str) -> None:
    again = after(answer(503, after=wish))
    assert again is not None
    assert again.after_s >= 0.3


def test_too_many_requests_without_a_wish_are_asked_once_more_as_a_browser_after_a_pause() -> None:
    again = after(answer(429))
    assert again is not None
    assert again.as_browser
    assert again.after_s >= 2
    assert after(answer(429), answer(429, as_browser=True)) is None


def test_a_server_that_goes_on_asking_for_patience_is_not_asked_for_ever() -> None:
    wish = answer(429, after="1")
    assert after(wish, wish) is not None
    assert after(wish, wish, wish) is None
    assert after(wish, retries=0) is None


def test_a_challenge_asks_for_a_browser_and_not_for_patience() -> None:
    assert after(answer(503, body=CHALLENGE, after="5")) == Ask(0.0, as_browser=True)


# -- image proxies


@pytest.mark.parametrize("one", [answer(404), answer(403), answer(429), failure("reset"), failure("dns-nxdomain")])
def test_a_proxy_says_again_what_it_said_so_it_is_not_asked(one: Try) -> None:
    assert after(one, proxied=True) is None


def test_a_proxy_that_stumbles_is_asked_once_more_after_a_pause() -> None:
    again = after(answer(502), proxied=True)
    assert again is not None
    assert again.after_s > 0


# -- the header


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        (" 7 ", 7.0),
        # The three forms of a date that RFC 9110 section 5.6.7 wants understood.
        ("Sun, 06 Nov 1994 08:49:37 GMT", 7.0),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 7.0),
        ("Sun Nov  6 08:49:37 1994", 7.0),
        ("Sun, 06 Nov 1994 08:49:00 GMT", 0.0),
    ],
)
def test_a_wish_is_in_seconds_or_a_date(written: str, seconds: float) -> None:
    assert retry_after_s(written, NOW) == seconds


def test_a_date_is_compared_as_a_moment() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=8)))
    assert retry_after_s("Sun, 06 Nov 1994 08:49:37 GMT", there) == 7.0


@pytest.mark.parametrize("written", ["", "soon", "1.5", "-1", "٣", "7 s", "Sun, 99 Nov 1994 08:49:37 GMT"])
def test_what_is_no_wish_is_none(written: str) -> None:
    assert retry_after_s(written, NOW) is None


def test_no_number_is_too_long() -> None:
    assert retry_after_s("9" * 5000, NOW) is not None


@pytest.mark.parametrize("one", [answer(502), answer(503), answer(503, after="1")])
def test_an_image_proxy_that_fails_is_asked_once_more(one: Try) -> None:
    assert after(one, proxied=True) is not None
    assert after(one, one, proxied=True) is None
