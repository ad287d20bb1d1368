"""What an image proxy's answer means by itself, and beside the origin's: a proxy's status alone says nothing. Pure."""

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from feedtool.http.exchange import Response
from feedtool.judge.verdict import Judgement, Past, Verdict
from feedtool.links.proxies import Proxied

if TYPE_CHECKING:
    from feedtool.judge.judge import Evidence

_FINE = (Verdict.OK, Verdict.MOVED)
_GONE = frozenset(
    ("http-404", "http-410", "dns-nxdomain", "dns-no-address", "soft-404", "parked", "redirect-home", "redirect-error",
     "not-an-image", "empty-image")
)  # fmt: skip
# What a proxy refuses to do, though the image may be fine.
_REFUSED = frozenset(("origin-refuses-proxy", "origin-redirects", "origin-too-large", "proxy-bad-url"))
_ITSELF = "show the image itself"
_COPY = "find another copy of the image"
_WAIT = "it is asked again in later runs"
# What weserv's message says → verdict, reason, what was seen. (Only the source of images.weserv.nl documents them.)
_MESSAGES = (
    (
        "hostname of the origin is unresolvable",
        Verdict.BROKEN,
        "proxy-cannot-fetch",
        "the proxy cannot reach the image",
    ),
    ("requested url timed out", Verdict.UNREACHABLE, "origin-timeout", "the image's own server was too slow"),
    ("will not follow", Verdict.BROKEN, "origin-redirects", "the image's own server redirects without end"),
    ("redirection to itself", Verdict.BROKEN, "origin-redirects", "the image's own server redirects to itself"),
    ("too large to be downloaded", Verdict.BROKEN, "origin-too-large", "the image is larger than the proxy accepts"),
    (
        "invalid or unsupported image format",
        Verdict.BROKEN,
        "not-an-image",
        "the proxy got something that is not an image",
    ),
    ("image not readable", Verdict.BROKEN, "truncated-image", "the image is damaged"),
    ("unable to parse uri", Verdict.BROKEN, "proxy-bad-url", "the proxy does not understand the address"),
    ("blocked by policy", Verdict.BROKEN, "proxy-bad-url", "the proxy refuses the address"),
)
_ORIGIN_STATUS = re.compile(r"requested url returned error:? ?(\d{3})", re.IGNORECASE)


def judge_proxied(proxied: Proxied, evidence: "Evidence") -> Judgement:
    """Return what the answer of a proxy means by itself."""
    from feedtool.judge.judge import judge  # here, since who only concludes has no use for all that it knows of pages

    if proxied.service == "weserv" and proxied.origin is None:
        return Judgement(Verdict.BROKEN, "proxy-bad-url", f"the proxy's address names no image; {_COPY}")
    response = evidence.exchange.response
    if response is None:
        judgement = judge(evidence)
        if judgement.verdict is Verdict.SKIPPED:
            return judgement
        return Judgement(Verdict.UNREACHABLE, "proxy-error", f"the proxy cannot be reached; {_WAIT}")
    if response.status == 429:
        return rate_limited()
    if shows_fallback(proxied, response.status):
        return _cannot_fetch(proxied, None)
    if proxied.service == "weserv" and response.status >= 400:
        return _weserv(proxied, response)
    if response.status >= 500:
        return Judgement(Verdict.UNREACHABLE, "proxy-error", f"the proxy answered {response.status}; {_WAIT}")
    if response.status in (404, 410):
        return _cannot_fetch(proxied, None)
    return judge(evidence, image=not proxied.answers_json)


def judge_both(proxied: Proxied, judgement: Judgement, status: int | None, origin: Judgement) -> Judgement:
    """Return what a proxy's answer, as judged by itself, means beside the judgement of the image behind it."""
    if shows_fallback(proxied, status):
        return _hidden(proxied, origin)
    if judgement.reason == "proxy-cannot-fetch":
        return _cannot_fetch(proxied, origin)
    if judgement.reason in _REFUSED and origin.verdict in _FINE:
        seen = judgement.detail.rpartition("; ")[0]
        return replace(judgement, detail=f"{seen}; {_ITSELF}", suggestion=proxied.origin)
    if judgement.verdict in _FINE and _is_gone(origin):
        text = f"the proxy still has it, but the original is gone ({origin.reason}); readers lose it within 31 days"
        return Judgement(Verdict.OK, "cached-origin-gone", text)
    return judgement


def shows_fallback(proxied: Proxied, status: int | None) -> bool:
    """Return whether a proxy leads to the fallback instead of the image."""
    return proxied.fallback is not None and status is not None and 300 <= status < 400


def rate_limited() -> Judgement:
    """Return the judgement of an image whose proxy got too many requests."""
    return Judgement(Verdict.BLOCKED, "proxy-rate-limited", f"the proxy answers no more requests for now; {_WAIT}")


def is_known(past: Past) -> bool:
    """Return whether something better is remembered of an image than that its proxy got too many requests."""
    return past.verdict is not None and past.reason != rate_limited().reason


def proxy_down() -> Judgement:
    """Return the judgement of an image whose proxy does not answer even a question about itself."""
    return Judgement(Verdict.UNREACHABLE, "proxy-down", f"the proxy does not answer; {_WAIT}")


def _weserv(proxied: Proxied, response: Response) -> Judgement:
    message = _message(response)
    found = _ORIGIN_STATUS.search(message)
    if found is not None:
        return _origin_status(int(found[1]))
    for part, verdict, reason, seen in _MESSAGES:
        if part in message.lower():
            if reason == "proxy-cannot-fetch":
                return _cannot_fetch(proxied, None)
            return Judgement(verdict, reason, f"{seen}; {_COPY if verdict is Verdict.BROKEN else _WAIT}")
    if response.status >= 500:
        return Judgement(Verdict.UNREACHABLE, "proxy-error", f"the proxy answered {response.status}; {_WAIT}")
    if response.status == 400:
        return Judgement(Verdict.BROKEN, "proxy-bad-url", f"the proxy does not understand the address; {_COPY}")
    if response.status == 404:
        return _cannot_fetch(proxied, None)
    return Judgement(
        Verdict.BLOCKED, f"http-{response.status}", f"the proxy answered {response.status}; look at it in a browser"
    )


def _origin_status(status: int) -> Judgement:
    if status in (404, 410):
        return Judgement(Verdict.BROKEN, "origin-gone", f"the image's own server answered {status}; {_COPY}")
    if status >= 500:
        return Judgement(Verdict.UNREACHABLE, "origin-error", f"the image's own server answered {status}; {_WAIT}")
    text = f"the image's own server refuses the proxy ({status}); link to the image itself or to a copy"
    return Judgement(Verdict.BLOCKED, "origin-refuses-proxy", text)


def _cannot_fetch(proxied: Proxied, origin: Judgement | None) -> Judgement:
    alive = origin is not None and origin.verdict in _FINE
    if proxied.service != "weserv" and origin is not None and _is_gone(origin):
        return Judgement(Verdict.BROKEN, "origin-gone", f"the image is gone ({origin.reason}); {_COPY}")
    advice = _ITSELF if alive else _COPY
    text = f"the proxy cannot reach the image; {advice}"
    return Judgement(Verdict.BROKEN, "proxy-cannot-fetch", text, proxied.origin if alive else None)


def _hidden(proxied: Proxied, origin: Judgement) -> Judgement:
    """Return the judgement of an image whose proxy shows a fallback: readers see that, but no status tells it."""
    if origin.verdict in (Verdict.UNREACHABLE, Verdict.BLOCKED):
        reason = "origin-error" if origin.verdict is Verdict.UNREACHABLE else "origin-refuses-proxy"
        return Judgement(
            origin.verdict, reason, f"the proxy shows its fallback; the image's own server: {origin.detail}"
        )
    if _is_gone(origin):
        text = f"the proxy shows its fallback: the image is gone ({origin.reason}); {_COPY}"
        return Judgement(Verdict.BROKEN, "origin-gone", text)
    return _cannot_fetch(proxied, origin)


def _is_gone(origin: Judgement) -> bool:
    return origin.verdict is Verdict.BROKEN and origin.reason in _GONE


def _message(response: Response) -> str:
    try:
        message = json.loads(response.body).get("message", "")
    except (ValueError, AttributeError, RecursionError):
        return response.body[:500].decode("utf-8", "replace")
    return str(message)
