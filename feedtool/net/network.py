"""The network as a command sees it: the engine for many links, and httpx over it for single documents and API calls.

Both go through one guard, one proxy and one set of trusted roots; proxies and netrc files of the environment are
ignored. Only TransportError gets out of here: errors of httpx, of TLS and of sockets become one where they arise.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Callable, Iterator, Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Protocol, Self

import httpx

from feedtool.errors import ConfigError
from feedtool.http.exchange import Response
from feedtool.http.message import Method, TransportError
from feedtool.net.engine import Engine, always
from feedtool.net.guard import Guard
from feedtool.net.resolver import Resolver
from feedtool.net.tls import Trust
from feedtool.net.transport import MAX_BYTES, EngineTransport
from feedtool.urls import Endpoint, endpoint_of, serialised, without_userinfo

CALL_S = 30.0
_QUESTION_S = 5.0  # for a service that is asked whether it works
_MOST_FILES = 4096  # open at a time: half of them connections kept for later
_FILES = 64  # open for other reasons
# All that httpx raises of its own, and ValueError: the IDNA library below it raises that for names it does not know.
_ERRORS = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, httpx.CookieConflict, ValueError)


class Network:
    """All that may be reached. ``begin`` is for a check, which asks for many links; the rest is for single requests.

    It is to be closed when done. Single requests follow no redirects, so that data for one host goes to no other, and
    keep no cookies; a user name and a password in a URL are not sent.
    """

    def __init__(
        self,
        guard: Guard,
        *,
        ca_file: Path | None,
        proxy: str | None,
        user_agent: str,
        per_host: int,
        may_ask: Callable[[], bool] = always,
    ) -> None:
        """Take the file of further roots to trust, an HTTP proxy's URL, and how many requests a host gets at once.

        Where ``may_ask`` says no nobody is asked, and no request gets an answer any more (`engine`).
        Raise ConfigError if no certificates can be read from the file, or if the proxy is no http(s) URL.
        """
        self._engine = Engine(
            guard,
            Resolver(),
            _trust(ca_file),
            proxy=_proxy(proxy),
            user_agent=user_agent,
            idle=_raised_file_limit() // 2 - _FILES,
            idle_per_server=per_host,
            may_ask=may_ask,
        )
        self.begin = self._engine.begin
        self._client = httpx.AsyncClient(
            transport=EngineTransport(self._engine.send),
            trust_env=False,
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            headers=[(b"User-Agent", user_agent.encode("latin-1", "replace"))],
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()
        await self._engine.aclose()

    async def call(
        self,
        method: Method,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes = b"",
        within_s: float = CALL_S,
    ) -> Response:
        """Return the answer to one request for a serialised URL, with its whole body.

        Raise TransportError if there is no answer in time, if its body broke off, or if it is larger than 20 MB.
        """
        response = await self._ask(method, url, headers or {}, content, within_s)
        if response.body_end == "cap":
            raise TransportError("protocol", f"the answer is larger than {MAX_BYTES // 1_000_000} MB")
        if response.body_end not in ("whole", "unread"):
            raise TransportError("protocol", "the answer broke off")
        return response

    async def document(self, url: str, *, within_s: float = CALL_S) -> bytes | None:
        """Return the document at a serialised URL as far as it came, or None if it cannot be fetched."""
        with contextlib.suppress(TransportError):
            response = await self._ask("GET", url, {}, b"", min(within_s, CALL_S))
            return response.body if 200 <= response.status < 300 else None
        return None

    async def is_there(self, url: str) -> bool:
        """Return whether a service works: whether it answers a request for its own status page."""
        with contextlib.suppress(TransportError):
            return (await self._ask("GET", url, {}, b"", _QUESTION_S)).status < 500
        return False

    async def _ask(
        self, method: Method, url: str, headers: Mapping[str, str], content: bytes, within_s: float
    ) -> Response:
        try:
            # httpx would decode the host's name to write this header, and fails at names that hold an emoji.
            headers = {"Host": endpoint_of(url).authority, **headers}
            answer = await self._client.request(
                method, without_userinfo(url), headers=headers, content=content, timeout=within_s
            )
            named = tuple((name.lower(), value) for name, value in answer.headers.multi_items())
            return Response(answer.status_code, named, answer.content, answer.extensions.get("body_end", "whole"))
        except _ERRORS as error:
            raise _ours(error) from error


class Call(Protocol):
    """Makes one request and waits for its answer, as `Network.call` does."""

    def __call__(
        self, method: Method, url: str, *, headers: Mapping[str, str] | None = None, content: bytes = b""
    ) -> Response:
        """Return the answer. Raise TransportError if there is none."""
        ...


@contextlib.contextmanager
def calling(network: Network) -> Iterator[Call]:
    """Yield a function that makes single calls for a caller without an event loop; close the network at the end."""
    with asyncio.Runner() as runner:

        def call(
            method: Method, url: str, *, headers: Mapping[str, str] | None = None, content: bytes = b""
        ) -> Response:
            return runner.run(network.call(method, url, headers=headers, content=content))

        try:
            yield call
        finally:
            runner.run(network.aclose())


def _ours(error: Exception) -> TransportError:
    """Return our error for one of httpx: the engine's error that caused it, if there is one."""
    if isinstance(error.__cause__, TransportError):
        failure = error.__cause__.failure
        return TransportError(failure.reason, failure.detail)
    if isinstance(error, httpx.TimeoutException):
        return TransportError("timeout-read", str(error))
    return TransportError("protocol", f"{type(error).__name__}: {error}")


def _trust(ca_file: Path | None) -> Trust:
    try:
        return Trust(ca_file)
    except OSError as error:
        why = "it holds none in PEM form" if isinstance(error, ssl.SSLError) else error.strerror or error
        raise ConfigError(f"ca-file {ca_file}: no certificates can be read from it: {why}") from error


def _proxy(written: str | None) -> Endpoint | None:
    if written is None:
        return None
    url = serialised(written)
    if url is None:
        raise ConfigError(f"proxy: not an http(s) URL: {written!r}")
    return endpoint_of(url)


def _raised_file_limit() -> int:
    """Return how many files and connections this process may have open, after asking for as many as are useful."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return _MOST_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return _MOST_FILES
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return soft
