"""Exchange → judgement: tables, and the few questions that a status alone cannot answer. Pure.

The tables are those of `docs/checking.md`. What decides in doubt: a refusal is never called broken, a single bad minute
never dead, and a page that a browser would show is fine.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import parse_qsl, unquote

from feedtool.judge import signatures
from feedtool.judge.pages import Page, missing_fragments, page_of
from feedtool.judge.pictures import Picture, picture_of
from feedtool.judge.verdict import Judgement, Verdict
from feedtool.net.exchange import Exchange, Response
from feedtool.urls import endpoint_of, host_of

_REMOVE = "remove the link, or find where the page went"
_LATER = "it is asked again in later runs"
_HUMAN = "look at it in a browser"

# Reason of a failure → verdict, and what to do.
_FAILURES: dict[str, tuple[Verdict, str]] = {
    "dns-nxdomain": (Verdict.BROKEN, _REMOVE),
    "dns-no-address": (Verdict.BROKEN, _REMOVE),
    "dns-servfail": (Verdict.UNREACHABLE, _LATER),
    "dns-timeout": (Verdict.UNREACHABLE, _LATER),
    "timeout-connect": (Verdict.UNREACHABLE, _LATER),
    "timeout-read": (Verdict.UNREACHABLE, _LATER),
    "timeout-total": (Verdict.UNREACHABLE, _LATER),
    "refused": (Verdict.UNREACHABLE, _LATER),
    "reset": (Verdict.UNREACHABLE, _LATER),
    "protocol": (Verdict.UNREACHABLE, _LATER),
    "no-route": (Verdict.UNREACHABLE, _LATER),
    "host-down": (Verdict.UNREACHABLE, _LATER),
    "proxy-unknown": (Verdict.UNREACHABLE, "look at --proxy"),
    "proxy-refused": (Verdict.UNREACHABLE, "look at --proxy"),
    "redirect-loop": (Verdict.BROKEN, _REMOVE),
    "too-many-redirects": (Verdict.BROKEN, _REMOVE),
    "redirect-invalid": (Verdict.BROKEN, _REMOVE),
    "not-http": (Verdict.BROKEN, "look at the scheme and the port"),
    "tls-expired": (Verdict.BROKEN, "tell the site, or link to a copy"),
    "tls-not-yet-valid": (Verdict.BROKEN, "tell the site, or link to a copy"),
    "tls-hostname": (Verdict.BROKEN, "look at the host's name; perhaps http or another name is right"),
    "tls-self-signed": (Verdict.BROKEN, "tell the site, or trust it with --ca-file"),
    "tls-untrusted": (Verdict.BROKEN, "tell the site, or trust its root with --ca-file"),
    "tls-version": (Verdict.BROKEN, "browsers refuse it too; link to a copy"),
    "tls-protocol": (Verdict.BROKEN, "perhaps the link should say http"),
    "private-address": (
        Verdict.SKIPPED,
        "a public link must not lead inside; --allow-private opens addresses of yours",
    ),
    "port": (Verdict.SKIPPED, "an unusual port; open it in the configuration"),
    "onion": (Verdict.SKIPPED, "only Tor reaches it"),
}
# What some failures in the middle of a body are called.
_BROKEN_OFF = {
    "reset": "reset",
    "bad-chunks": "protocol",
    "short": "protocol",
}
# Status → verdict and what to do; those that are not here go by their hundred.
_STATUSES: dict[int, tuple[Verdict, str]] = {
    **dict.fromkeys((400, 404, 405, 406, 410, 414), (Verdict.BROKEN, _REMOVE)),
    **dict.fromkeys((401, 402, 403, 407, 451, 999), (Verdict.BLOCKED, _HUMAN)),
    429: (Verdict.BLOCKED, "it answers too many requests; ask it more slowly"),
    408: (Verdict.UNREACHABLE, _LATER),
    425: (Verdict.UNREACHABLE, _LATER),
}
_HUNDREDS = {
    1: (Verdict.UNREACHABLE, _LATER),
    3: (Verdict.UNREACHABLE, _LATER),
    4: (Verdict.BLOCKED, _HUMAN),  # a refusal in other words
    5: (Verdict.UNREACHABLE, _LATER),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """An exchange with what its body is: looked at once, judged for every link that shares it.

    ``missing`` are those of its links' fragments that are not in the page. ``neutral`` tells that a made-up address
    beside it shows the same page.
    """

    exchange: Exchange
    page: Page | None = None
    image: Picture | None = None
    missing: frozenset[str] = frozenset()
    neutral: bool = False


@dataclass(frozen=True, slots=True)
class Try:
    """One exchange for a target, and what it means by itself."""

    evidence: Evidence
    judgement: Judgement


def look(exchange: Exchange, *, fragments: frozenset[str] = frozenset(), image: bool = False) -> Evidence:
    """Return what an exchange brought; ``fragments`` are those that links want, ``image`` that one should be there."""
    response = exchange.response
    if response is None:
        return Evidence(exchange)
    picture = picture_of(response.body, whole=response.body_end == "whole") if image and response.body else None
    page = page_of(response)
    missing: frozenset[str] = frozenset()
    if page is not None and fragments and _is_fine(response.status) and page.whole and not page.is_script_shell():
        missing = frozenset(missing_fragments(page, fragments))
    return Evidence(exchange, page, picture, missing)


def judge(evidence: Evidence, *, image: bool = False, fragment: str = "") -> Judgement:
    """Return what an exchange means for a link: one shown as an image, or one that leads to a fragment."""
    exchange = evidence.exchange
    if exchange.failure is not None:
        verdict, advice = _FAILURES.get(exchange.failure.reason, (Verdict.UNREACHABLE, _LATER))
        return Judgement(verdict, exchange.failure.reason, _sentence(exchange.failure.detail, advice))
    assert exchange.response is not None
    case = _Case(evidence, exchange.response, image, fragment)
    for question in _QUESTIONS:
        answer = question(case)
        if answer is not None:
            return answer
    return _fine(evidence, exchange.response, fragment)


@dataclass(frozen=True, slots=True)
class _Case:
    """An answer, and what the link that is judged wants of it."""

    evidence: Evidence
    response: Response
    image: bool
    fragment: str


# Questions in the order they are asked; the first that has an answer decides.


def _challenge(case: _Case) -> Judgement | None:
    challenged = any("challenge" in case.response.header(name) for name in ("cf-mitigated", "x-amzn-waf-action"))
    if not challenged and case.evidence.page is not None:
        hints = not _is_fine(case.response.status) and case.response.status not in (404, 410)
        challenged = case.evidence.page.is_challenge(hints=hints)
    if not challenged:
        return None
    return Judgement(Verdict.BLOCKED, "challenge", _sentence("the site asks visitors to prove they are human", _HUMAN))


def _status(case: _Case) -> Judgement | None:
    status = case.response.status
    if _is_fine(status):
        return None
    body = case.response.body[:4096].lower()
    if status == 530 and any(mark.encode() in body for mark in signatures.ORIGIN_UNKNOWN_MARKS):
        return Judgement(Verdict.BROKEN, "dns-nxdomain", _sentence("the site's own server has no name", _REMOVE))
    verdict, advice = _STATUSES.get(status) or _HUNDREDS.get(status // 100, (Verdict.UNREACHABLE, _LATER))
    return Judgement(verdict, f"http-{status}", _sentence(f"the server answered {status}", advice))


def _broken_off(case: _Case) -> Judgement | None:
    reason = _BROKEN_OFF.get(case.response.body_end)
    if reason is None or (case.image and case.response.body):
        return None  # something of an image is there: that is looked at as one
    if case.response.body_end == "short" and case.evidence.page is not None:
        return None  # a browser shows what there is
    return Judgement(Verdict.UNREACHABLE, reason, _sentence("the answer broke off", _LATER))


def _image(case: _Case) -> Judgement | None:
    if not case.image or (case.response.body_end == "unread" and case.response.status != 204):
        return None  # a host that is only asked for its headers cannot be judged by its bytes
    if not case.response.body:
        return Judgement(Verdict.BROKEN, "empty-image", _sentence("the image has no bytes", "find another copy of it"))
    if case.evidence.image is None or case.evidence.image.format is None:
        if case.response.undecoded:
            return None
        return Judgement(
            Verdict.BROKEN, "not-an-image", _sentence("what is there is no image", "find another copy of it")
        )
    if case.evidence.image.cut or case.response.body_end in _BROKEN_OFF:
        return Judgement(
            Verdict.BROKEN,
            "truncated-image",
            _sentence("the end of the image is missing", "find another copy of it"),
        )
    return None


def _refused_politely(case: _Case) -> Judgement | None:
    if case.evidence.page is not None and not case.image and case.evidence.page.is_captcha():
        return Judgement(Verdict.BLOCKED, "captcha", _sentence("the site asks for a captcha", _HUMAN))
    exchange = case.evidence.exchange
    if (
        exchange.redirects
        and case.evidence.page is not None
        and _is_login(exchange.final_url)
        and not _is_login(exchange.url)
    ):
        return Judgement(Verdict.BLOCKED, "login", _sentence("it leads to a login form", _HUMAN))
    return None


def _home(case: _Case) -> Judgement | None:
    exchange = case.evidence.exchange
    if case.image or not exchange.redirects or not leads_home(exchange.url, exchange.final_url):
        return None
    seen_there = f"it leads to the front page {exchange.final_url} instead"
    return Judgement(Verdict.BROKEN, "redirect-home", _sentence(seen_there, _REMOVE))


def _gone(case: _Case) -> Judgement | None:
    page = case.evidence.page
    host = host_of(case.evidence.exchange.final_url)
    sold = any(host == one or host.endswith("." + one) for one in signatures.PARKED_HOSTS)
    if sold and host_of(case.evidence.exchange.url) != host:
        return Judgement(Verdict.BROKEN, "parked", _sentence("its domain is for sale", _REMOVE))
    if page is None or case.image:
        return None
    if page.is_parked():
        return Judgement(Verdict.BROKEN, "parked", _sentence("its domain is parked or for sale", _REMOVE))
    if page.says_not_found():
        return Judgement(Verdict.BROKEN, "soft-404", _sentence("the page says that it does not exist", _REMOVE))
    if case.evidence.neutral:
        text = "a made-up address beside it shows the same page"
        return Judgement(Verdict.BROKEN, "soft-404", _sentence(text, _REMOVE))
    return None


def _fragment(case: _Case) -> Judgement | None:
    if case.fragment not in case.evidence.missing or "#" in case.evidence.exchange.final_url:
        return None  # a redirect's own fragment takes the place of the link's (RFC 9110 section 10.2.2)
    said = f"the page has no place named #{unquote(case.fragment)[:100]}"
    return Judgement(Verdict.BROKEN, "fragment-missing", _sentence(said, "find the place, or leave it out"))


_QUESTIONS: tuple[Callable[[_Case], Judgement | None], ...] = (
    _challenge, _status, _broken_off, _refused_politely, _image, _home, _gone, _fragment,
)  # fmt: skip


def _fine(evidence: Evidence, response: Response, fragment: str) -> Judgement:
    exchange = evidence.exchange
    if exchange.redirects and all(hop.status in (301, 308) for hop in exchange.redirects):
        final = exchange.final_url
        onward = f"{final}#{fragment}" if fragment and "#" not in final else final
        return Judgement(Verdict.MOVED, "moved", f"moved for good; write {onward}", onward)
    if response.status == 204 or (not response.body and response.body_end == "whole" and _is_page(response)):
        return Judgement(Verdict.OK, "empty", "the page is empty; look whether that is meant")
    if response.certificates_completed:
        return Judgement(Verdict.OK, "tls-incomplete", "the server leaves out a certificate; some programs refuse it")
    if evidence.image is not None and evidence.image.pixel:
        return Judgement(Verdict.OK, "pixel", "an image of one pixel; perhaps the picture is gone")
    return Judgement(Verdict.OK, "ok", f"the server answered {response.status}")


def checked_fragment(url: str) -> str:
    """Return a serialised URL's fragment if a page must hold it, else the empty string.

    Not held by a page: an empty one, ``top``, text fragments, routes of a script, what some hosts' scripts read.
    """
    fragment = url.partition("#")[2].partition(":~:")[0]
    if not fragment or fragment.lower() == "top" or fragment.startswith(("/", "!")) or "=" in fragment:
        return ""
    host = host_of(url)
    if any(hosts.search(host) and pattern.match(fragment) for hosts, pattern in signatures.FRAGMENT_QUIRKS):
        return ""
    return fragment


def leads_home(url: str, final_url: str) -> bool:
    """Return whether a deep link ends at a bare front page, where it was not made to lead to one."""
    if not _is_home(final_url) or _is_home(url):
        return False
    host, final = host_of(url).removeprefix("www."), host_of(final_url).removeprefix("www.")
    if host == final:
        return True
    if host in signatures.SHORTENERS:
        return False
    return final not in unquote(url.partition("//")[2].partition("/")[2]).lower()  # a link made to lead there


def could_be_neutral(evidence: Evidence) -> bool:
    """Return whether a made-up address beside a page should be asked, to see whether that shows the same page."""
    response = evidence.exchange.response
    return (
        response is not None
        and response.status == 200
        and response.body_end == "whole"
        and evidence.page is not None
        and "html" in response.header("content-type").lower()
        and not _is_home(evidence.exchange.final_url)
        and evidence.page.could_be_neutral()
    )


def likeness(evidence: Evidence) -> bytes | None:
    """Return what two answers of a host must share to show one and the same page, or None if it is no page."""
    response, page = evidence.exchange.response, evidence.page
    if response is None or page is None or not _is_fine(response.status):
        return None
    path = endpoint_of(evidence.exchange.url).target.partition("?")[0]
    return blake2b(page.likeness(path).encode("utf-8", "replace"), digest_size=16).digest()


def _is_home(url: str) -> bool:
    path, _, query = endpoint_of(url).target.partition("?")
    if any(not signatures.TRACKING.match(name) for name, _ in parse_qsl(query, keep_blank_values=True)):
        return False
    return bool(signatures.HOME_PATH.fullmatch(path) or signatures.LANGUAGE_PATH.fullmatch(path))


def _is_login(url: str) -> bool:
    endpoint = endpoint_of(url)
    path = endpoint.target.partition("?")[0]
    return bool(signatures.LOGIN_PATH.search(path) or signatures.LOGIN_HOST.match(endpoint.host))


def _is_fine(status: int) -> bool:
    return 200 <= status < 300


def _is_page(response: Response) -> bool:
    return bool(re.search(r"html|text/|\A\Z", response.header("content-type").lower()))


def _sentence(seen: str, advice: str) -> str:
    return f"{seen}; {advice}" if seen else advice
