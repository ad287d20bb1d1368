"""The network as a run sees it: one engine, and httpx over it for single documents."""

import contextlib
from pathlib import Path
from typing import Self

import httpx

from feedtool.net.engine import Engine
from feedtool.net.guard import Guard
from feedtool.net.resolver import Resolver
from feedtool.net.tls import Trust
from feedtool.net.transport import EngineTransport
from feedtool.urls import endpoint_of

_DOCUMENT_S = 30.0
_MOST_FILES = 4096  # open at a time: half of them connections kept for later
_FILES = 64  # open for other reasons
_FAILURES = (httpx.HTTPError, httpx.InvalidURL)  # all that a request through our transport can raise


class Network:
    """Everything that may be reached, through the guard. ``send`` is for `fetch`; to be closed when done."""

    def __init__(
        self, guard: Guard, *, ca_file: Path | None, proxy: str | None, user_agent: str, per_host: int
    ) -> None:
        """Take the roots, a proxy's serialised URL, and how many requests at a time a host gets.

        Roots that cannot be read raise OSError.
        """
        through = endpoint_of(proxy) if proxy else None
        self._engine = Engine(
            guard,
            Resolver(),
            Trust(ca_file),
            proxy=through,
            user_agent=user_agent,
            idle=_raised_file_limit() // 2 - _FILES,
            idle_per_server=per_host,
        )
        self.send = self._engine.send
        self._client = httpx.AsyncClient(
            transport=EngineTransport(self.send), trust_env=False, headers={"User-Agent": user_agent}
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()
        await self._engine.aclose()

    async def is_there(self, url: str) -> bool:
        """Return whether a service answers a question about itself."""
        with contextlib.suppress(*_FAILURES):
            return (await self._client.get(url)).status_code < 500
        return False

    async def document(self, url: str, *, within_s: float = _DOCUMENT_S) -> bytes | None:
        """Return a document, or None where it cannot be had."""
        with contextlib.suppress(*_FAILURES):
            return (await self._client.get(url, timeout=min(within_s, _DOCUMENT_S))).content
        return None


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
