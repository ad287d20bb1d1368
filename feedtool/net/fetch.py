"""Ask for a URL once, redirect by redirect, and say what came of it. Facts only: `judge` decides."""

import contextlib
from collections.abc import Callable, Collection, Sequence
from typing import Literal

from feedtool.net.engine import Send
from feedtool.net.exchange import Exchange, Failure, Hop, Response
from feedtool.net.message import Request, TransportError, Wanted
from feedtool.urls import BadUrl, host_of, resolve, without_fragment

MAX_REDIRECTS = 20
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_ENCODINGS = "gzip, deflate"
_LANGUAGES = "zh-CN,zh;q=0.9,en;q=0.8"
_PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_IMAGE = "image/avif,image/webp,image/svg+xml,image/*,*/*;q=0.8"
_BROWSER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
PAGE_BYTES = 64 * 1024
FRAGMENT_BYTES = 1024 * 1024

Now = Callable[[], float]


def request_headers(
    user_agent: str, *, image: bool = False, as_browser: bool = False, extra: Sequence[tuple[str, str]] = ()
) -> tuple[tuple[str, str], ...]:
    """Return the headers of a request: an honest name with a browser's preferences, or a browser's whole set."""
    headers = {
        "User-Agent": _BROWSER if as_browser else user_agent,
        "Accept": _IMAGE if image else _PAGE,
        "Accept-Language": _LANGUAGES,
        "Accept-Encoding": _ENCODINGS,
    }
    if as_browser:
        headers |= {
            "Sec-Fetch-Dest": "image" if image else "document",
            "Sec-Fetch-Mode": "no-cors" if image else "navigate",
            "Sec-Fetch-Site": "none",
        }
        if not image:
            headers |= {"Sec-Fetch-User": "?1", "Upgrade-Insecure-Requests": "1"}
    return tuple((headers | dict(extra)).items())


def page_wanted(fragments: Collection[str]) -> Wanted:
    """Return how much to read of a page: what is needed to know it, more where fragments must be found in it."""
    limit = FRAGMENT_BYTES if fragments else PAGE_BYTES

    def wanted(status: int, headers: Sequence[tuple[str, str]]) -> int:
        if status in _REDIRECTS:
            return 0
        kind = next((value for name, value in headers if name == "content-type"), "").lower()
        if kind and not any(part in kind for part in ("html", "text/", "xml", "json")):
            return 1 if 200 <= status < 300 else 0
        return limit

    return wanted


def image_wanted(status: int, _headers: Sequence[tuple[str, str]]) -> int:
    """Want enough of an image to know it by its bytes."""
    return 0 if status in _REDIRECTS else PAGE_BYTES


async def fetch(
    url: str,
    send: Send,
    *,
    headers: tuple[tuple[str, str], ...],
    wanted: Wanted,
    deadline: float,
    now: Now,
    only_host: bool = False,
    as_browser: bool = False,
    method: Literal["GET", "HEAD"] = "GET",
) -> Exchange:
    """Ask for a serialised URL, following its redirects one at a time, and return all that was seen.

    At most 20 redirects are followed (RFC 9110 section 15.4), each with the cookies of this chain alone; with
    ``only_host`` none that leads to another host. ``deadline`` and ``now`` are seconds of the same clock. Whatever
    goes wrong is in the exchange: nothing is raised.
    """
    started = now()
    hops: list[Hop] = []
    seen: set[tuple[str, str]] = set()
    cookies = _Cookies()
    here = url
    response: Response | None = None
    failure: Failure | None = None
    while True:
        cookie = cookies.header(here)
        state = (without_fragment(here), cookie)
        if state in seen:
            failure = Failure("redirect-loop", f"it leads back to {here}")
            break
        seen.add(state)
        sent = (*headers, ("Cookie", cookie)) if cookie else headers
        try:
            response = await send(Request(here, sent, wanted, method, fresh=as_browser), deadline)
        except TransportError as error:
            response, failure = None, error.failure
            break
        cookies.take(here, response)
        if response.status not in _REDIRECTS:
            break
        onward = _onward(here, response)
        if isinstance(onward, Failure):
            failure = onward
            break
        if only_host and host_of(onward) != host_of(url):
            break
        hops.append(Hop(response.status, here))
        if len(hops) > MAX_REDIRECTS:
            failure = Failure("too-many-redirects", f"more than {MAX_REDIRECTS} redirects")
            break
        here = onward
    return Exchange(
        url,
        here,
        tuple(hops),
        response,
        failure,
        elapsed_ms=round((now() - started) * 1000),
        as_browser=as_browser,
    )


def _onward(here: str, response: Response) -> str | Failure:
    """Return where a redirect leads, as a serialised URL."""
    written = response.header("location")
    if not written.strip():
        return Failure("redirect-invalid", f"status {response.status} without a Location")
    with contextlib.suppress(UnicodeError):
        written = written.encode("latin-1").decode("utf-8")  # raw UTF-8, as browsers read it
    onward = resolve(written.strip(), here)
    if isinstance(onward, BadUrl):
        return Failure("redirect-invalid", f"it leads to {written.strip()[:200]!r}, which is no http(s) URL")
    return onward


class _Cookies:
    """The cookies of one chain of redirects (RFC 6265 section 5, without what outlives a chain)."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], str] = {}  # by domain and name

    def take(self, url: str, response: Response) -> None:
        host = host_of(url)
        for written in response.all("set-cookie"):
            pair, *attributes = written.split(";")
            name, equals, value = pair.partition("=")
            name = name.strip()
            if not equals or not name or len(written) > 4096:
                continue
            domain = host
            gone = False
            for attribute in attributes:
                key, _, what = attribute.strip().partition("=")
                asked = what.strip().lstrip(".").lower()
                if key.lower() == "domain" and "." in asked and (host == asked or host.endswith("." + asked)):
                    domain = "." + asked
                gone |= key.lower() == "max-age" and what.strip().startswith(("0", "-"))
            if gone:
                self._held.pop((domain, name), None)
            elif len(self._held) < 50:
                self._held[domain, name] = value.strip()

    def header(self, url: str) -> str:
        host = host_of(url)
        return "; ".join(
            f"{name}={value}"
            for (domain, name), value in self._held.items()
            if domain == host or (domain.startswith(".") and ("." + host).endswith(domain))
        )
