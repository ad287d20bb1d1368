"""Exchange → judgement: tables, and the few questions that a status alone cannot answer. Pure.

The tables are those of `docs/checking.md`. What decides in doubt: a refusal is never called broken, a single bad minute
never dead, and a page that a browser would show is fine.
"""

import re
from collections.abc import Callable
from functools import cache
from urllib.parse import unquote

from feedtool.html.fragments import missing_fragments
from feedtool.http.exchange import Exchange, Response
from feedtool.judge.pictures import Picture, picture_of
from feedtool.judge.plain import is_plain
from feedtool.judge.verdict import Judgement, Verdict
from feedtool.pages import leads
from feedtool.pages.drawn import is_drawn
from feedtool.pages.kinds import PageKind, has_headline, is_challenge, kind_of, refusal_of
from feedtool.pages.page import Page, page_of
from feedtool.pages.rule import SHORT
from feedtool.quick import quick
from feedtool.urls import resolve

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
    "http-429": (Verdict.BLOCKED, _LATER),  # a redirect to a host that put off others and is asked no more
    "http-503": (Verdict.UNREACHABLE, _LATER),
    "proxy-unknown": (Verdict.UNREACHABLE, "look at the setting proxy"),
    "proxy-refused": (Verdict.UNREACHABLE, "look at the setting proxy"),
    "redirect-loop": (Verdict.BROKEN, _REMOVE),
    "too-many-redirects": (Verdict.BROKEN, _REMOVE),
    "redirect-invalid": (Verdict.BROKEN, _REMOVE),
    "not-http": (Verdict.BROKEN, "look at the scheme and the port"),
    "tls-expired": (Verdict.BROKEN, "tell the site, or link to a copy"),
    "tls-not-yet-valid": (Verdict.BROKEN, "tell the site, or link to a copy"),
    "tls-hostname": (Verdict.BROKEN, "look at the host's name; perhaps http or another name is right"),
    "tls-self-signed": (Verdict.BROKEN, "tell the site, or trust it with the setting ca-file"),
    "tls-untrusted": (Verdict.BROKEN, "tell the site, or trust its root with the setting ca-file"),
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
    429: (Verdict.BLOCKED, "it got too many requests; ask it more slowly"),
    408: (Verdict.UNREACHABLE, _LATER),
    425: (Verdict.UNREACHABLE, _LATER),
}
# What a CDN says in the body of a 530 if the origin's name does not exist.
_ORIGIN_UNKNOWN = (b"error code: 1016", b"origin dns error", b"error 1016")
_HUNDREDS = {
    1: (Verdict.UNREACHABLE, _LATER),
    3: (Verdict.UNREACHABLE, _LATER),
    4: (Verdict.BLOCKED, _HUMAN),  # a refusal in other words
    5: (Verdict.UNREACHABLE, _LATER),
}


# What pages that answer 200 turn out to be, by the reason of their rule.
_REFUSED = {
    "challenge": "the site asks visitors to prove they are human",
    "captcha": "the site asks for a captcha",
    "login": "the page is only shown to those who log in",
    "access-denied": "the site refuses this visitor",
    "consent": "the site asks its visitors for consent or for their age first",
    "maintenance": "the site is closed while it is worked on",
}
_DEAD = {
    "parked": "its domain is parked or for sale",
    "soft-404": "the page says that it does not exist",
    "video-gone": "the video is no longer there",
}


@quick(frozen=True, slots=True)
class Evidence:
    """An exchange with what its body is: looked at once, judged for every link that shares it.

    ``missing`` are those of its links' fragments that are not in the page. ``kind`` is what the page is, if it is not
    what the link promised. ``neutral`` tells that a made-up address beside it shows the same page, ``everywhere`` that
    the front page does too, and that the page may turn every visitor away. ``plain`` tells that it is surely fine if
    it is not neutral.
    """

    exchange: Exchange
    page: Page | None = None
    image: Picture | None = None
    missing: frozenset[str] = frozenset()
    kind: PageKind | None = None
    neutral: bool = False
    everywhere: bool = False
    plain: bool = False


@quick(frozen=True, slots=True)
class Try:
    """One exchange for a target, and what it means by itself."""

    evidence: Evidence
    judgement: Judgement


def look(exchange: Exchange, *, fragments: frozenset[str] = frozenset(), image: bool = False) -> Evidence:
    """Return what an exchange brought; ``fragments`` are those that links want, ``image`` tells to expect an image."""
    response = exchange.response
    if response is None:
        return Evidence(exchange)
    picture = picture_of(response.body, whole=response.body_end == "whole") if image and response.body else None
    page = page_of(response)
    if not fragments and not image and is_plain(exchange, page):
        return Evidence(exchange, page, plain=True)
    missing: frozenset[str] = frozenset()
    if page is not None and fragments and _is_fine(response.status) and page.whole and not is_drawn(page):
        missing = frozenset(missing_fragments(page.source, fragments))
    kind = kind_of(page, exchange.final_url) if page is not None and _is_fine(response.status) and not image else None
    return Evidence(exchange, page, picture, missing, kind)


def judge(evidence: Evidence, *, image: bool = False, fragment: str = "") -> Judgement:
    """Return what an exchange means for a link: one shown as an image, or one that leads to a fragment."""
    exchange = evidence.exchange
    if exchange.failure is not None:
        verdict, advice = _FAILURES.get(exchange.failure.reason, (Verdict.UNREACHABLE, _LATER))
        return Judgement(verdict, exchange.failure.reason, _sentence(exchange.failure.detail, advice))
    assert exchange.response is not None
    if evidence.plain and not evidence.neutral:
        return _answered(exchange.response.status)
    case = _Case(evidence, exchange.response, image, fragment)
    for question in _QUESTIONS:
        answer = question(case)
        if answer is not None:
            return answer
    return _fine(evidence, exchange.response, fragment)


@quick(frozen=True, slots=True)
class _Case:
    """An answer, and what the judged link wants: an image, a fragment of a page, or the page itself."""

    evidence: Evidence
    response: Response
    image: bool
    fragment: str


# Questions in the order they are asked; the first that has an answer decides.


def _challenge(case: _Case) -> Judgement | None:
    challenged = any("challenge" in case.response.header(name) for name in ("cf-mitigated", "x-amzn-waf-action"))
    if not challenged and case.evidence.page is not None:
        status = case.response.status
        challenged = not _is_fine(status) and is_challenge(case.evidence.page, hints=status not in (404, 410))
    if not challenged:
        return None
    return Judgement(Verdict.BLOCKED, "challenge", _sentence("the site asks visitors to prove they are human", _HUMAN))


def _status(case: _Case) -> Judgement | None:
    status = case.response.status
    if _is_fine(status):
        return None
    body = case.response.body[:4096].lower()
    if status == 530 and any(mark in body for mark in _ORIGIN_UNKNOWN):
        return Judgement(Verdict.BROKEN, "dns-nxdomain", _sentence("the site's own server has no name", _REMOVE))
    verdict, advice = _STATUSES.get(status) or _HUNDREDS.get(status // 100, (Verdict.UNREACHABLE, _LATER))
    return Judgement(verdict, f"http-{status}", _sentence(f"the server answered {status}", advice))


def _broken_off(case: _Case) -> Judgement | None:
    reason = _BROKEN_OFF.get(case.response.body_end)
    if reason is None or (case.image and case.response.body):
        return None  # some bytes of an image came: `_image` judges them
    if case.response.body_end == "short" and case.evidence.page is not None:
        return None  # a browser shows the part that came
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
            Verdict.BROKEN,
            "not-an-image",
            _sentence("the server sent something that is not an image", "find another copy of it"),
        )
    if case.evidence.image.truncated or case.response.body_end in _BROKEN_OFF:
        return Judgement(
            Verdict.BROKEN,
            "truncated-image",
            _sentence("the end of the image is missing", "find another copy of it"),
        )
    return None


def _refused(case: _Case) -> Judgement | None:
    exchange, page = case.evidence.exchange, case.evidence.page
    if page is None or case.image:
        return None
    kind = refusal_of(page, exchange.final_url) if case.evidence.neutral else case.evidence.kind
    if kind is not None and kind.reason in _REFUSED:
        return Judgement(Verdict.BLOCKED, kind.reason, _sentence(_REFUSED[kind.reason], _HUMAN))
    if leads.is_login(exchange.url):
        return None
    if any(map(leads.is_login, _onward(page, exchange))):
        return Judgement(Verdict.BLOCKED, "login", _sentence("it leads to a login form", _HUMAN))
    if not exchange.redirects:
        return None
    if leads.is_captcha(exchange.final_url) and not leads.is_captcha(exchange.url):
        return Judgement(Verdict.BLOCKED, "captcha", _sentence(_REFUSED["captcha"], _HUMAN))
    if leads.is_login(exchange.final_url) or (page.has_password_field and is_gate(page, exchange)):
        return Judgement(Verdict.BLOCKED, "login", _sentence("it leads to a login form", _HUMAN))
    return None


def _led_astray(case: _Case) -> Judgement | None:
    """Judge by the address that a redirect, or the page's own refresh, leads to."""
    exchange = case.evidence.exchange
    ends = [exchange.final_url] if exchange.redirects else []
    if case.evidence.page is not None and not case.image:
        ends += _onward(case.evidence.page, exchange)
    for end in ends:
        if leads.leads_to_sale(exchange.url, end):
            return Judgement(Verdict.BROKEN, "parked", _sentence("its domain is for sale", _REMOVE))
        if case.image:
            continue
        if leads.leads_to_error(exchange.url, end):
            text = f"it leads to {end}, the address of an error page"
            return Judgement(Verdict.BROKEN, "redirect-error", _sentence(text, _REMOVE))
        if leads.leads_home(exchange.url, end):
            return Judgement(
                Verdict.BROKEN, "redirect-home", _sentence(f"it leads to the front page {end} instead", _REMOVE)
            )
    return None


def _onward(page: Page, exchange: Exchange) -> list[str]:
    """Return the address that a page's own refresh or script leads to, if there is one."""
    onward = resolve(page.leads_to, exchange.final_url) if page.leads_to else None
    return [onward] if isinstance(onward, str) else []


def _gone(case: _Case) -> Judgement | None:
    if case.evidence.page is None or case.image:
        return None
    kind = case.evidence.kind
    if kind is not None and kind.reason in _DEAD:
        return Judgement(Verdict.BROKEN, kind.reason, _sentence(_DEAD[kind.reason], _REMOVE))
    if case.evidence.neutral and not case.evidence.everywhere:
        text = "the server shows the same page at an address that does not exist"
        return Judgement(Verdict.BROKEN, "soft-404", _sentence(text, _REMOVE))
    return None


def _fragment(case: _Case) -> Judgement | None:
    if case.fragment not in case.evidence.missing or "#" in case.evidence.exchange.final_url:
        return None  # a redirect's own fragment takes the place of the link's (RFC 9110 section 10.2.2)
    said = f"the page has no place named #{unquote(case.fragment)[:100]}"
    return Judgement(Verdict.BROKEN, "fragment-missing", _sentence(said, "correct the fragment, or leave it out"))


_QUESTIONS: tuple[Callable[[_Case], Judgement | None], ...] = (
    _challenge, _status, _broken_off, _refused, _image, _led_astray, _gone, _fragment,
)  # fmt: skip


def _fine(evidence: Evidence, response: Response, fragment: str) -> Judgement:
    exchange = evidence.exchange
    if exchange.redirects and all(hop.status in (301, 308) for hop in exchange.redirects):
        final = exchange.final_url
        onward = f"{final}#{fragment}" if fragment and "#" not in final else final
        return Judgement(Verdict.MOVED, "moved", f"moved for good; write {onward}", onward)
    if response.status == 204 or (not response.body and response.body_end == "whole" and _is_page(response)):
        return Judgement(Verdict.OK, "empty", "the page is empty; see whether that is intended")
    if response.certificates_completed:
        return Judgement(Verdict.OK, "tls-incomplete", "the server leaves out a certificate; some programs refuse it")
    if evidence.image is not None and evidence.image.pixel:
        return Judgement(Verdict.OK, "pixel", "an image of one pixel; perhaps the picture is gone")
    return _answered(response.status)


@cache
def _answered(status: int) -> Judgement:
    return Judgement(Verdict.OK, "ok", f"the server answered {status}")


def is_gate(page: Page, exchange: Exchange) -> bool:
    """Return whether a redirect to another path ended at a page that has little but a form."""
    paths = [one.partition("?")[0].partition("#")[0].rstrip("/") for one in (exchange.url, exchange.final_url)]
    return paths[0] != paths[1] and (not has_headline(page) or len(page.own) < SHORT)


def _is_fine(status: int) -> bool:
    return 200 <= status < 300


def _is_page(response: Response) -> bool:
    return bool(re.search(r"html|text/|\A\Z", response.header("content-type").lower()))


def _sentence(seen: str, advice: str) -> str:
    return f"{seen}; {advice}" if seen else advice
