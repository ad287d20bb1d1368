"""A chain of redirects as a frozen value: what to send next, and where an answer leads. Pure.

Rules
1. A chain holds all that its next request depends on: where it leads, the redirects so far, the cookies that these
   set, what was asked already, and the seconds that are left. So it may go on in another process: pickle, JSON and
   msgpack carry it as it is.
2. An answer that redirects makes a new chain; any other answer ends it, as an `Exchange`. So every chain has a next
   request: a chain that is over does not exist.
3. At most 20 redirects are followed (Fetch Standard section 4.4; RFC 9110 section 15.4 leaves the number open).
4. A loop is the same URL with the same cookies: a page that sends its visitor back with a cookie is no loop.
5. Cookies live as long as their chain and go back only to the hosts they are for (RFC 6265 section 5).

Sending, waiting and headers are left to `fetch`; what an exchange means for a link is left to `feedtool.judge`.
"""

import contextlib
from dataclasses import replace
from typing import NamedTuple

from feedtool.http.exchange import Exchange, Failure, Hop, Response
from feedtool.http.message import Method, Request, Room, Wanted
from feedtool.quick import quick
from feedtool.urls import BadUrl, host_of, resolve, without_fragment

MAX_REDIRECTS = 20
REDIRECTS = frozenset((301, 302, 303, 307, 308))
_MAX_COOKIES = 50  # of a chain (RFC 6265 section 6.1 asks for as many of a domain)
_COOKIE_CHARACTERS = 4096


class Cookie(NamedTuple):
    """A cookie for one host, or, if its domain begins with a dot, for all hosts below it."""

    domain: str
    name: str
    value: str


@quick(frozen=True, slots=True)
class Chain:
    """A URL with its redirects so far; ``here`` is what to ask next.

    ``asked`` are the URLs sent so far, each with its Cookie header; ``left_s`` are the seconds left for all that
    follows, ``took_s`` those that the answers so far took. With ``only_host`` a redirect to another host is not
    followed but is the last answer. ``as_browser`` tells that the requests carry a browser's headers.
    """

    url: str
    here: str
    left_s: float
    hops: tuple[Hop, ...] = ()
    cookies: tuple[Cookie, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    took_s: float = 0.0
    only_host: bool = False
    as_browser: bool = False

    def request(
        self,
        headers: tuple[tuple[str, str], ...],
        wanted: Wanted,
        *,
        method: Method = "GET",
        room: Room | None = None,
    ) -> Request:
        """Return the next request: with these headers and the cookies of this chain."""
        cookie = _cookie_header(self.cookies, self.here)
        sent = (*headers, ("Cookie", cookie)) if cookie else headers
        return Request(self.here, sent, wanted, method, fresh=self.as_browser, room=room)

    def take(self, response: Response, took_s: float) -> "Chain | Exchange":
        """Return the chain to go on with after an answer that took so many seconds, or the exchange if it ends here."""
        if response.status not in REDIRECTS:
            return _exchange(self, took_s, response=response)
        onward = _onward(self.here, response)
        if isinstance(onward, Failure):
            return _exchange(self, took_s, response=response, failure=onward)
        if self.only_host and host_of(onward) != host_of(self.url):
            return _exchange(self, took_s, response=response)
        chain = replace(
            self,
            hops=(*self.hops, Hop(response.status, self.here)),
            cookies=_cookies_after(self.cookies, self.here, response),
            asked=(*self.asked, _state(self.here, self.cookies)),
        )
        if len(chain.hops) > MAX_REDIRECTS:
            failure = Failure("too-many-redirects", f"more than {MAX_REDIRECTS} redirects")
            return _exchange(chain, took_s, response=response, failure=failure)
        chain = replace(chain, here=onward)
        if _state(onward, chain.cookies) in chain.asked:
            failure = Failure("redirect-loop", f"it leads back to {onward}")
            return _exchange(chain, took_s, response=response, failure=failure)
        return replace(chain, left_s=self.left_s - took_s, took_s=self.took_s + took_s)

    def failed(self, failure: Failure, took_s: float) -> Exchange:
        """Return the exchange of a chain whose last request got no answer after so many seconds."""
        return _exchange(self, took_s, failure=failure)


def start(url: str, left_s: float, *, only_host: bool = False, as_browser: bool = False) -> Chain:
    """Return the chain that begins with a serialised URL and may take so many seconds."""
    return Chain(url, url, left_s, only_host=only_host, as_browser=as_browser)


def ended_at_once(url: str, response: Response, took_s: float, *, as_browser: bool = False) -> Exchange | None:
    """Return the exchange of a chain whose first answer is its last, None if that redirects: most need no chain."""
    if response.status in REDIRECTS:
        return None
    return Exchange(url, url, (), response, None, round(took_s * 1000), as_browser)


def _exchange(
    chain: Chain, took_s: float, *, response: Response | None = None, failure: Failure | None = None
) -> Exchange:
    return Exchange(
        chain.url,
        chain.here,
        chain.hops,
        response,
        failure,
        elapsed_ms=round((chain.took_s + took_s) * 1000),
        as_browser=chain.as_browser,
    )


def _state(url: str, cookies: tuple[Cookie, ...]) -> tuple[str, str]:
    """Return all that a server can see of a request for a URL: the URL and its cookies."""
    return without_fragment(url), _cookie_header(cookies, url)


def _onward(here: str, response: Response) -> str | Failure:
    """Return the serialised URL that a redirect leads to, or why it leads nowhere."""
    written = response.header("location")
    if not written.strip():
        return Failure("redirect-invalid", f"status {response.status} without a Location")
    with contextlib.suppress(UnicodeError):
        written = written.encode("latin-1").decode("utf-8")  # raw UTF-8, as browsers read it
    onward = resolve(written.strip(), here)
    if isinstance(onward, BadUrl):
        return Failure("redirect-invalid", f"it leads to {written.strip()[:200]!r}, which is no http(s) URL")
    return onward


def _cookies_after(cookies: tuple[Cookie, ...], url: str, response: Response) -> tuple[Cookie, ...]:
    """Return the cookies of a chain after an answer of a URL (RFC 6265 section 5.3, without what outlives a chain)."""
    held = {(one.domain, one.name): one for one in cookies}
    for written in response.all("set-cookie"):
        pair, *attributes = written.split(";")
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals or not name or len(written) > _COOKIE_CHARACTERS:
            continue
        domain, gone = _domain_and_end(host_of(url), attributes)
        if gone:
            held.pop((domain, name), None)
        elif len(held) < _MAX_COOKIES:
            held[domain, name] = Cookie(domain, name, value)
    return tuple(held.values())


def _domain_and_end(host: str, attributes: list[str]) -> tuple[str, bool]:
    """Return the domain that a cookie is for, and whether its attributes tell to delete it."""
    domain, gone = host, False
    for attribute in attributes:
        key, _, value = attribute.strip().partition("=")
        asked = value.strip().lstrip(".").lower()
        if key.lower() == "domain" and "." in asked and (host == asked or host.endswith("." + asked)):
            domain = "." + asked
        gone |= key.lower() == "max-age" and value.strip().startswith(("0", "-"))
    return domain, gone


def _cookie_header(cookies: tuple[Cookie, ...], url: str) -> str:
    """Return the Cookie header of a request for a URL, or the empty string."""
    if not cookies:
        return ""
    host = host_of(url)
    return "; ".join(
        f"{one.name}={one.value}"
        for one in cookies
        if one.domain == host or (one.domain.startswith(".") and ("." + host).endswith(one.domain))
    )
