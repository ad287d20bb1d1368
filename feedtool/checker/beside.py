"""What a run asks besides its targets, to judge them rightly: made-up addresses, image proxies, the network itself."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from datetime import datetime

from feedtool.checker.asking import Asking
from feedtool.checker.book import Book
from feedtool.checker.manner import Manner
from feedtool.checker.schedule import PROBE_S, Schedule
from feedtool.checker.servers import Inquiry
from feedtool.dates import to_epoch_ms
from feedtool.judge.judge import judge, look
from feedtool.judge.proxied import proxy_down, rate_limited
from feedtool.judge.reachability import Reachability
from feedtool.judge.verdict import Judgement
from feedtool.net.engine import Send
from feedtool.net.exchange import Exchange
from feedtool.net.fetch import fetch, request_headers
from feedtool.net.message import Request, TransportError, no_body
from feedtool.pages.siblings import likeness
from feedtool.urls import endpoint_of, host_of, resolve, server_of

_WITNESSES = 3  # hosts asked whether the network is there, where none of a run's own answers

Canary = Callable[[str], Coroutine[None, None, bool]]


class Siblings:
    """Pages at made-up addresses beside real ones: what a server shows at both, it shows at every address."""

    def __init__(self, book: Book, asking: Asking, *, now: Callable[[], datetime]) -> None:
        """Ask as ``asking`` does; a book knows what was shown within the day."""
        self._book = book
        self._asking = asking
        self._now = now
        self._shown: dict[str, asyncio.Task[bytes | None]] = {}  # by server

    async def shown_beside(self, inquiry: Inquiry, exchange: Exchange) -> bytes | None:
        """Return the likeness of the page at a made-up address beside where a target ended; asked once a server."""
        server = server_of(exchange.final_url)
        if server not in self._shown:
            self._shown[server] = asyncio.create_task(self._ask(inquiry, exchange.final_url))
        return await asyncio.shield(self._shown[server])

    async def _ask(self, inquiry: Inquiry, url: str) -> bytes | None:
        name, now_ms = host_of(url), to_epoch_ms(self._now())
        known = self._book.made_up(name, now_ms)
        if known is not None:
            return known
        made_up = resolve(f"./{secrets.token_hex(8)}", url)
        if not isinstance(made_up, str):
            return None
        exchange = await self._asking.ask_beside(inquiry, made_up)
        shown = likeness(exchange, look(exchange).page)
        if exchange.response is not None:
            self._book.note_made_up(name, shown or b"", now_ms)
        return shown


class ProxyDoors:
    """Image proxies: each is asked once whether it works at all, and is left alone after its first 429."""

    def __init__(self, schedule: Schedule, canary: Canary) -> None:
        """``canary`` tells whether a service answers a question about itself."""
        self._schedule = schedule
        self._canary = canary
        self._there: dict[str, asyncio.Task[bool]] = {}  # by server
        self._limited: set[str] = set()

    async def closed_to(self, inquiry: Inquiry) -> Judgement | None:
        """Return why a target's proxy is not asked for it, or None if it may be asked."""
        proxied = inquiry.target.proxied
        if proxied is None or proxied.service != "weserv" or proxied.origin is None:
            return None
        if inquiry.server not in self._there:
            endpoint = endpoint_of(inquiry.target.url)
            url = f"{endpoint.scheme}://{endpoint.authority}/quota"
            self._there[inquiry.server] = asyncio.create_task(self._canary(url))
            await asyncio.shield(self._there[inquiry.server])
            await asyncio.sleep(self._schedule.interval_s(inquiry.server))  # it was a request too
            self._schedule.also_sent(inquiry.server, asyncio.get_running_loop().time())
        if not await asyncio.shield(self._there[inquiry.server]):
            return proxy_down()
        return rate_limited() if inquiry.server in self._limited else None

    def note(self, inquiry: Inquiry, exchange: Exchange) -> None:
        """Take note of a proxy's answer: after the first 429 it is asked no more in this run."""
        if inquiry.target.proxied is not None and exchange.response is not None and exchange.response.status == 429:
            self._limited.add(inquiry.server)


class Surroundings:
    """The network around a run: whether it works, and whether something on the way answers in place of the servers."""

    def __init__(self, book: Book, send: Send, asking: Asking, manner: Manner) -> None:
        """Take note in a `Reachability` of its own, which the run's answers are noted in too."""
        self._book = book
        self._send = send
        self._asking = asking
        self._manner = manner
        self._witnessed = False
        self.reachability = Reachability()

    async def has_witnesses(self, within_s: float) -> bool:
        """Return whether any host answers; if none of this run does, ask some that did lately: its own may be dead."""
        if not self._witnessed:
            self._witnessed = True
            async with asyncio.TaskGroup() as group:
                for url in self._book.witnesses(_WITNESSES):
                    group.create_task(self._ask_witness(url, within_s))
        return not self.reachability.nobody_answered

    async def is_intercepted(self) -> bool:
        """Ask for a name that cannot exist (RFC 6761 section 6.4): an answer comes from somebody in between."""
        request = Request(f"http://{secrets.token_hex(8)}.invalid/", request_headers(self._manner.user_agent))
        try:
            response = await self._send(request, asyncio.get_running_loop().time() + PROBE_S)
        except TransportError:
            return False
        return response.status == 200

    async def _ask_witness(self, url: str, within_s: float) -> None:
        loop = asyncio.get_running_loop()
        exchange = await fetch(
            url,
            self._send,
            headers=self._asking.headers(url),
            wanted=no_body,
            deadline=loop.time() + within_s,
            now=loop.time,
        )
        self.reachability.note(host_of(url), exchange, judge(look(exchange)))
