"""The requests for a target, one after the other: each waits for its turn, and the schedule is told how it ended.

Here the run meets the network: `schedule` decides when, `fetch` follows redirects, and this module sends in between.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from feedtool.checker.aside import PROBE_S
from feedtool.checker.decisions import Admission, Reply, Sent
from feedtool.checker.manner import AS_ALL, HostManner, Manner
from feedtool.checker.schedule import Schedule
from feedtool.checker.servers import Inquiry, name_of
from feedtool.judge.reachability import BREAKING, NOT_CONTACTED
from feedtool.judge.retry import MOST_PATIENT_S, retry_after_s
from feedtool.net.cdns import is_cdn
from feedtool.net.engine import Send
from feedtool.net.exchange import Exchange, Response
from feedtool.net.fetch import fetch, image_wanted, page_wanted, request_headers
from feedtool.net.message import Request, TransportError
from feedtool.urls import host_of, server_of

_LONGEST_TURN_S = 600.0  # a redirect waits no longer for the turn of its server
_ADDRESSES = 4096  # for which it is kept in mind whether they are a CDN's


@dataclass(slots=True)
class _Wait:
    """How long a target of a server, the ``source``, has waited for turns so far."""

    source: str
    waited_s: float = 0.0


class Asking:
    """Asks for targets over the network, as the schedule allows."""

    def __init__(
        self,
        schedule: Schedule,
        send: Send,
        manner: Manner,
        *,
        now: Callable[[], datetime],
        changed: Callable[[], None],
    ) -> None:
        """``send`` reaches the network, ``now`` is the date, ``changed`` is told when the schedule has news."""
        self._schedule = schedule
        self._send = send
        self._manner = manner
        self._now = now
        self._changed = changed
        self._is_cdn = lru_cache(_ADDRESSES)(is_cdn)
        self._waiting: dict[int, asyncio.Future[bool]] = {}  # redirects by ticket; True: its turn is a probe

    def admit(self, admission: Admission) -> None:
        """Let a redirect go on whose turn has come."""
        waiting = self._waiting.pop(admission.ticket, None)
        if waiting is not None:
            waiting.set_result(admission.probe)
        else:  # the redirect has given up meanwhile
            sent = Sent(admission.server, "", Reply.UNSENT)
            self._schedule.note(sent, asyncio.get_running_loop().time())

    def turn_away(self, ticket: int, reason: str = "host-down") -> None:
        """Tell a redirect that the server it leads to is asked no more."""
        waiting = self._waiting.pop(ticket, None)
        if waiting is not None:
            waiting.set_exception(_turned_away(reason))

    async def ask(self, inquiry: Inquiry) -> Exchange:
        """Ask for a target whose turn has been taken, follow its redirects, and return the exchange.

        The time that redirects waited for their turns, and requests for their addresses, is not counted.
        """
        target, loop = inquiry.target, asyncio.get_running_loop()
        turn_taken, wait = True, _Wait(inquiry.server)

        async def send(request: Request, deadline: float) -> Response:
            nonlocal turn_taken
            if turn_taken:
                turn_taken = False
                return await self._sent(inquiry.server, request, deadline, target.url, wait, probe=False)
            server = server_of(request.url)
            probe = await self._turn(server, wait, most_s=_LONGEST_TURN_S)
            until = min(deadline + wait.waited_s, loop.time() + PROBE_S) if probe else deadline + wait.waited_s
            return await self._sent(server, request, until, target.url, wait, probe=probe)

        try:
            exchange = await fetch(
                target.address,
                send,
                headers=self.headers(target.address, image=target.image, as_browser=inquiry.as_browser),
                wanted=image_wanted if target.image or target.proxied else page_wanted(target.fragments),
                deadline=loop.time() + max(inquiry.left_s, 0.05),
                now=loop.time,
                only_host=target.proxied is not None and target.proxied.fallback is not None,
                as_browser=inquiry.as_browser,
                method=self._own(target.address).method,
            )
        finally:
            if turn_taken:  # and not used
                self.unsent(inquiry)
        waited_ms = round(wait.waited_s * 1000)
        return replace(exchange, elapsed_ms=exchange.elapsed_ms - waited_ms) if waited_ms else exchange

    async def ask_beside(self, inquiry: Inquiry, url: str) -> Exchange:
        """Ask for another address on behalf of a target, and return the exchange; it waits for turns of its own."""
        loop = asyncio.get_running_loop()
        wait = _Wait(inquiry.server)

        async def send(request: Request, deadline: float) -> Response:
            server = server_of(request.url)
            await self._turn(server, wait, most_s=_LONGEST_TURN_S)
            return await self._sent(server, request, deadline + wait.waited_s, url, wait, probe=False)

        return await fetch(
            url,
            send,
            headers=self.headers(url),
            wanted=page_wanted(()),
            deadline=loop.time() + self._manner.timeout_s,
            now=loop.time,
        )

    def unsent(self, inquiry: Inquiry) -> None:
        """Tell the schedule that a target's turn was taken and not used."""
        sent = Sent(inquiry.server, inquiry.target.url, Reply.UNSENT)
        self._schedule.note(sent, asyncio.get_running_loop().time())

    def headers(self, url: str, *, image: bool = False, as_browser: bool = False) -> tuple[tuple[str, str], ...]:
        """Return the headers of a request for a URL."""
        agent = self._own(url).user_agent or self._manner.user_agent
        return request_headers(agent, image=image, as_browser=as_browser, extra=self._manner.headers)

    def _own(self, url: str) -> HostManner:
        return self._manner.hosts.get(host_of(url), AS_ALL)

    async def _turn(self, server: str, wait: "_Wait", *, most_s: float | None = None) -> bool:
        """Wait for the turn of a server or an address, add to the time waited, and return whether it is a probe."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        ticket = self._schedule.waiting.ask_for_turn(wait.source, server, began)
        if isinstance(ticket, str):
            raise _turned_away(ticket)
        waiting: asyncio.Future[bool] = loop.create_future()
        self._waiting[ticket] = waiting
        self._changed()
        try:
            await asyncio.wait((waiting,), timeout=most_s)
        finally:
            wait.waited_s += loop.time() - began
            if not waiting.done():  # the run is being stopped, or the turn did not come
                self._waiting.pop(ticket, None)
                self._schedule.waiting.leave(ticket, loop.time())
        if not waiting.done():
            raise TransportError("timeout-total", "the redirect's host had no turn left")
        return waiting.result()

    async def _sent(
        self, server: str, request: Request, deadline: float, target: str, wait: "_Wait", *, probe: bool
    ) -> Response:
        """Send a request whose turn was taken, once its address has room, and tell the schedule what came of it."""
        reply, twice = Reply.WELL, False  # this is noted even if the run is stopped meanwhile
        wish_s: float | None = None
        taken = ""  # the name of the address whose turn was taken

        async def room(address: str) -> float:
            nonlocal taken
            if taken or self._is_cdn(address):
                return 0.0
            before = wait.waited_s
            if not self._schedule.waiting.room_at(address, host, asyncio.get_running_loop().time()):
                await self._turn(name_of(address), wait)
            taken = name_of(address)
            return wait.waited_s - before

        host = server.rpartition(":")[0]
        if self._manner.shares_address(host):
            request = replace(request, room=room)
        try:
            response = await self._send(request, deadline)
            if response.status in (429, 503):
                wish_s = retry_after_s(response.header("retry-after"), self._now())
            reply, twice = _reply_to(response.status, put_off=wish_s is not None), response.sent_again
        except TransportError as error:
            reply, twice = _reply_of(error.failure.reason), error.sent_again
            raise
        finally:
            now, pause_s = asyncio.get_running_loop().time(), min(wish_s or 0.0, MOST_PATIENT_S)
            self._schedule.note(Sent(server, target, reply, pause_s, wish_s is not None, twice, probe), now)
            if taken:
                self._schedule.waiting.give_back(taken, now, twice=twice)
            self._changed()
        return response


def _turned_away(reason: str) -> TransportError:
    return TransportError(reason, "" if reason == "host-down" else "its host put off other links")


def _reply_to(status: int, *, put_off: bool) -> Reply:
    if status == 429 or put_off:
        return Reply.REFUSED
    return Reply.STRAINED if status >= 500 else Reply.WELL


def _reply_of(reason: str) -> Reply:
    if reason in BREAKING:
        return Reply.UNREACHED
    return Reply.UNSENT if reason in NOT_CONTACTED else Reply.WELL
