"""Whether a link must be asked for again, how and when: every death is confirmed, every refusal tried again. Pure."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime

from feedtool.http.exchange import Exchange
from feedtool.judge.judge import Try
from feedtool.judge.verdict import Judgement, Verdict
from feedtool.quick import quick

MAX_REQUESTS = 4  # for one target, redirects not counted
_CONFIRM_S = 2.0  # between a death and its confirmation
MOST_PATIENT_S = 10.0  # what a server may ask us to wait within a run
_REFUSED_S = 2.0  # before a target is asked for again that its host refused, and twice as long each time
_BACKOFF_S = (0.5, 1.5)  # before the second and the third try of a server that stumbled
_CONFIRMED = frozenset(
    ("http-404", "http-410", "dns-nxdomain", "dns-no-address", "http-400", "http-405", "http-406", "http-414",
     "redirect-home", "redirect-error", "soft-404", "video-gone", "parked",
     "redirect-loop", "too-many-redirects", "not-an-image", "empty-image")
)  # fmt: skip
# How often a failure that may pass soon is tried again; a 5xx once for each pause of `_BACKOFF_S`, a time-out never.
_RETRIED = {"reset": 2, "protocol": 2, "dns-servfail": 1, "refused": 1, "truncated-image": 1}


@quick(frozen=True, slots=True)
class Ask:
    """Ask again after some seconds, perhaps with a browser's headers; ``last``: after all other links of the host."""

    after_s: float
    as_browser: bool = False
    last: bool = False


def next_ask(
    tries: Sequence[Try],
    *,
    now: datetime,
    jitter: float,
    retries: int = 2,
    proxied: bool = False,
    answers: bool = False,
) -> Ask | None:
    """Return how to ask again after some tries, or None if the last judgement stands.

    ``jitter`` is a random number from 0 to 1. ``retries`` bounds the tries after a server stumbled. An image proxy is
    asked again only after a 5xx, and once: it keeps all other answers for days, and would only repeat them.
    ``answers`` tells that the host answered for other links: one that refuses this link got too many requests at once.
    """
    judgement = tries[-1].judgement
    if len(tries) >= MAX_REQUESTS or (proxied and (len(tries) > 1 or not judgement.reason.startswith("http-5"))):
        return None
    exchange = tries[-1].evidence.exchange
    if exchange.response is None and judgement.reason.startswith("http-"):
        return None  # a redirect to a host that is asked no more
    refused = sum(is_refused(one.judgement, one.evidence.exchange, now) for one in tries)
    browser_asked = any(one.evidence.exchange.as_browser for one in tries)
    if is_refused(judgement, exchange, now):
        return _after_refusal(exchange, refused, now, jitter, retries, answers=answers, browser_asked=browser_asked)
    if judgement.verdict is Verdict.BLOCKED:
        return None if browser_asked else Ask(0.0, as_browser=True)
    if judgement.reason in _CONFIRMED:
        return None if browser_asked and len(tries) - refused > 1 else Ask(_CONFIRM_S, as_browser=True)
    most = _RETRIED.get(judgement.reason, len(_BACKOFF_S) if judgement.reason.startswith("http-5") else 0)
    stumbled = sum(map(_stumbled, tries))
    if 1 <= stumbled <= min(most, retries):
        return Ask(_BACKOFF_S[stumbled - 1] * (0.75 + 0.5 * jitter), browser_asked)
    return None


def is_refused(judgement: Judgement, exchange: Exchange, now: datetime) -> bool:
    """Return whether a host refused a request since it got too many: with 429, or 503 and a wish when to come back."""
    response = exchange.response
    if response is None or response.status not in (429, 503) or judgement.reason != f"http-{response.status}":
        return False
    return response.status == 429 or retry_after_s(response.header("retry-after"), now) is not None


def _after_refusal(
    exchange: Exchange,
    refused: int,
    now: datetime,
    jitter: float,
    retries: int,
    *,
    answers: bool,
    browser_asked: bool,
) -> Ask | None:
    """Return how to ask for a target again whose host got too many requests: after all others of its host.

    A host that answers for none of its links may refuse for another reason: then once more is enough.
    """
    assert exchange.response is not None
    wish_s = retry_after_s(exchange.response.header("retry-after"), now)
    enough = 1 if wish_s is None else retries
    if not retries or (wish_s or 0.0) > MOST_PATIENT_S or (refused > enough and not answers):
        return None
    after_s = max(wish_s or 0.0, _REFUSED_S * 2 ** (refused - 1))
    return Ask(after_s + jitter, as_browser=browser_asked or wish_s is None, last=True)


def _stumbled(one: Try) -> bool:
    return one.judgement.verdict is Verdict.UNREACHABLE or one.judgement.reason in _RETRIED


def retry_after_s(written: str, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110 section 10.2.3), or None where it names none."""
    text = written.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=now.tzinfo)
    return max((moment - now).total_seconds(), 0.0)
