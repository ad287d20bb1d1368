"""Ask for a URL once, redirect by redirect, and return the exchange.

A `chain` is kept from request to request, and the engine moves the bytes; here are the loop, the headers, and how much
of an answer is wanted. What an exchange means for a link is left to `feedtool.judge`.
"""

from collections.abc import Callable, Collection, Sequence
from functools import cache, lru_cache

from feedtool.http.chain import REDIRECTS, Chain, start
from feedtool.http.exchange import Exchange
from feedtool.http.faces import Send
from feedtool.http.message import Method, TransportError, Wanted

_ENCODINGS = "gzip, deflate"
_LANGUAGES = "zh-CN,zh;q=0.9,en;q=0.8"
_PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_IMAGE = "image/avif,image/webp,image/svg+xml,image/*,*/*;q=0.8"
_BROWSER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
_TYPES = 256  # that are kept in mind
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
    """Return what says how much of a page to read: enough to judge it, and more if fragments must be found in it."""
    return _page_wanted(FRAGMENT_BYTES if fragments else PAGE_BYTES)


@cache
def _page_wanted(limit: int) -> Wanted:
    def wanted(status: int, headers: Sequence[tuple[str, str]]) -> int:
        if status in REDIRECTS:
            return 0
        for name, value in headers:
            if name == "content-type":
                return limit if _is_text(value) else 1 if 200 <= status < 300 else 0
        return limit

    return wanted


@lru_cache(_TYPES)
def _is_text(content_type: str) -> bool:
    """Return whether a Content-Type names something that is read, or nothing."""
    kind = content_type.lower()
    return not kind or any(part in kind for part in ("html", "text/", "xml", "json"))


def image_wanted(status: int, _headers: Sequence[tuple[str, str]]) -> int:
    """Return how much of an image to read: enough to tell its format by its bytes."""
    return 0 if status in REDIRECTS else PAGE_BYTES


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
    method: Method = "GET",
) -> Exchange:
    """Ask for a serialised URL, follow its redirects one at a time, and return the exchange.

    With ``only_host`` a redirect to another host is not followed. ``deadline`` and ``now`` are seconds of the same
    clock. Whatever goes wrong is told in the exchange; nothing is raised.
    """
    chain = start(url, deadline - now(), only_host=only_host, as_browser=as_browser)
    return await follow(chain, send, headers=headers, wanted=wanted, now=now, method=method)


async def follow(
    chain: Chain,
    send: Send,
    *,
    headers: tuple[tuple[str, str], ...],
    wanted: Wanted,
    now: Now,
    method: Method = "GET",
) -> Exchange:
    """Go on with a chain, wherever it was begun, within the seconds it has left, and return the exchange."""
    reached: Chain | Exchange = chain
    while isinstance(reached, Chain):
        reached = await step(reached, send, headers=headers, wanted=wanted, now=now, method=method)
    return reached


async def step(
    chain: Chain,
    send: Send,
    *,
    headers: tuple[tuple[str, str], ...],
    wanted: Wanted,
    now: Now,
    method: Method = "GET",
) -> Chain | Exchange:
    """Send the next request of a chain, and return the chain to go on with, or the exchange if it ends there."""
    began = now()
    try:
        response = await send(chain.request(headers, wanted, method=method), began + chain.left_s)
    except TransportError as error:
        return chain.failed(error.failure, now() - began)
    return chain.take(response, now() - began)
