"""Whether a link must be asked for again, how and when: every death is confirmed, every refusal tried again. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from feedtool.judge.judge import Try
from feedtool.judge.verdict import Verdict

MAX_REQUESTS = 4  # for one target, redirects not counted
_CONFIRM_S = 2.0  # between a death and its confirmation
MOST_PATIENT_S = 10.0  # what a server may ask us to wait within a run
_BACKOFF_S = (0.5, 1.5)  # before the second and the third try of a server that stumbled
_CONFIRMED = frozenset(
    ("http-404", "http-410", "dns-nxdomain", "dns-no-address", "http-400", "http-405", "http-406", "http-414",
     "redirect-home", "redirect-error", "soft-404", "video-gone", "parked",
     "redirect-loop", "too-many-redirects", "not-an-image", "empty-image")
)  # fmt: skip
# How often a failure that may pass soon is tried again; a 5xx once for each pause of `_BACKOFF_S`, a time-out never.
_RETRIED = {"reset": 2, "protocol": 2, "dns-servfail": 1, "refused": 1, "truncated-image": 1}


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask again after some seconds, perhaps with a browser's headers."""

    after_s: float
    as_browser: bool = False


def next_ask(
    tries: Sequence[Try], *, now: datetime, jitter: float, retries: int = 2, proxied: bool = False
) -> Ask | None:
    """Return how to ask again after some tries, or None if the last judgement stands.

    ``jitter`` is a random number from 0 to 1. ``retries`` bounds the tries after a server stumbled. An image proxy is
    asked again only after a 5xx, and once: it keeps all other answers for days, and would only repeat them.
    """
    judgement = tries[-1].judgement
    if len(tries) >= MAX_REQUESTS or (proxied and (len(tries) > 1 or not judgement.reason.startswith("http-5"))):
        return None
    exchanges = [one.evidence.exchange for one in tries]
    browser_asked = any(one.as_browser for one in exchanges)
    response = exchanges[-1].response
    if response is not None and response.status in (429, 503) and judgement.reason != "challenge":
        wait = retry_after_s(response.header("retry-after"), now)
        waited = sum(1 for one in exchanges if one.response and one.response.status in (429, 503))
        if waited > retries:
            return None
        if wait is not None:
            return Ask(max(wait, _BACKOFF_S[0]) + 0.1 * jitter, browser_asked) if wait <= MOST_PATIENT_S else None
        if response.status == 429:
            return Ask(_CONFIRM_S + jitter, as_browser=True) if waited < 2 else None
    if judgement.verdict is Verdict.BLOCKED:
        return None if browser_asked else Ask(0.0, as_browser=True)
    if judgement.reason in _CONFIRMED:
        return None if browser_asked else Ask(_CONFIRM_S, as_browser=True)
    most = _RETRIED.get(judgement.reason, len(_BACKOFF_S) if judgement.reason.startswith("http-5") else 0)
    stumbled = sum(map(_stumbled, tries))
    if 1 <= stumbled <= min(most, retries):
        return Ask(_BACKOFF_S[stumbled - 1] * (0.75 + 0.5 * jitter), browser_asked)
    return None


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
