"""The requests for a target, one after the other: each waits for its turn, and the schedule is told how it ended.

Here the run meets the network: `schedule` decides when, `chain` says where an answer leads, and this module sends in
between. The first request of a target, whose turn has been taken, is begun and calls back: most targets need no other,
and so no task. What follows a redirect is a coroutine.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property, lru_cache, partial

from feedtool.http.chain import Chain, ended_at_once, start
from feedtool.http.exchange import Exchange, Response
from feedtool.http.faces import Begin, Underway, answer_to
from feedtool.http.message import Request, Room, TransportError, Wanted
from feedtool.judge.reachability import BREAKING, NOT_CONTACTED
from feedtool.judge.retry import MOST_PATIENT_S, retry_after_s
from feedtool.judge.target import Target
from feedtool.net.cdns import is_cdn
from feedtool.net.fetch import fetch, image_wanted, page_wanted, request_headers, step
from feedtool.schedule.aside import PROBE_S
from feedtool.schedule.decisions import Admission, Reply, Sent
from feedtool.schedule.handing import ALONE
from feedtool.schedule.manner import AS_ALL, HostManner, Manner
from feedtool.schedule.schedule import Schedule
from feedtool.schedule.servers import Inquiry, name_of
from feedtool.urls import host_of, server_of

_LONGEST_TURN_S = 600.0  # a redirect waits no longer for the turn of its server
_LEAST_S = 0.05  # for a request
_ADDRESSES = 4096  # for which it is kept in mind whether they are a CDN's


Headers = tuple[tuple[str, str], ...]
# What came of asking for a target: its exchange, a chain that leads to a server of another part, what goes on with its
# redirects, or an error of our own.
Reached = Exchange | Chain
Redirected = Callable[[], Coroutine[None, None, Reached]]
Came = Reached | Redirected | Exception


class ElsewhereError(Exception):
    """A server that would have to be asked belongs to another part of the run; perhaps ``targets`` depend on it."""

    def __init__(self, targets: tuple[Target, ...] = ()) -> None:
        super().__init__()
        self.targets = targets


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
        begin: Begin,
        manner: Manner,
        *,
        now: Callable[[], datetime],
        changed: Callable[[], None],
        owns: Callable[[str], bool] = ALONE.owns,
    ) -> None:
        """``begin`` reaches the network, ``now`` is the date, ``changed`` is told when the schedule has news.

        ``owns`` tells which servers may be asked: others are asked by other parts of the run.
        """
        self.schedule = schedule
        self.network = begin
        self.manner = manner
        self.now = now
        self.changed = changed
        self.owns = owns
        self.is_cdn = lru_cache(_ADDRESSES)(is_cdn)
        self._headers: dict[tuple[str | None, bool, bool], Headers] = {}  # by the name that is sent
        self._waiting: dict[int, asyncio.Future[bool]] = {}  # redirects by ticket; True: its turn is a probe
        self.under_way: set[_First] = set()
        self.shares_address = cache(manner.shares_address)  # of each host: whether it takes part in that budget

    def admit(self, admission: Admission) -> None:
        """Let a redirect go on whose turn has come."""
        waiting = self._waiting.pop(admission.ticket, None)
        if waiting is not None:
            waiting.set_result(admission.probe)
        else:  # the redirect has given up meanwhile
            sent = Sent(admission.server, "", Reply.UNSENT)
            self.schedule.note(sent, self.time())

    def turn_away(self, ticket: int, reason: str = "host-down") -> None:
        """Tell a redirect that the server it leads to is asked no more."""
        waiting = self._waiting.pop(ticket, None)
        if waiting is not None:
            waiting.set_exception(_turned_away(reason))

    def begin(self, inquiry: Inquiry, then: Callable[[Came], None]) -> None:
        """Ask for a target whose turn has been taken, and call back with what came of it.

        The time that redirects waited for their turns, and requests for their addresses, is not counted.
        """
        _First(self, inquiry, then).begin()

    async def ask(self, inquiry: Inquiry) -> Reached:
        """Ask as `begin` does, and return the exchange, or the chain as far as this part may follow it."""
        answered: asyncio.Future[Came] = asyncio.get_running_loop().create_future()
        self.begin(inquiry, lambda came: None if answered.done() else answered.set_result(came))
        came = await answered
        if isinstance(came, Exception):
            raise came
        return came if isinstance(came, Reached) else await came()

    def leave(self) -> None:
        """Give up whatever is on its way: nobody is told any more what comes of it."""
        for first in self.under_way:
            first.leave()
        self.under_way.clear()

    async def ask_beside(self, inquiry: Inquiry, url: str) -> Exchange:
        """Ask for another address on behalf of a target, and return the exchange; it waits for turns of its own.

        Raise ElsewhereError if the address is, or leads to, a server of another part.
        """
        loop = asyncio.get_running_loop()
        wait = _Wait(inquiry.server)

        async def send(request: Request, deadline: float) -> Response:
            server = server_of(request.url)
            if not self.owns(server):
                raise ElsewhereError
            await self.turn(server, wait, most_s=_LONGEST_TURN_S)
            return await self.sent(server, request, deadline + wait.waited_s, url, wait, probe=False)

        return await fetch(
            url,
            send,
            headers=self.headers(url),
            wanted=page_wanted(()),
            deadline=loop.time() + self.manner.timeout_s,
            now=loop.time,
        )

    def unsent(self, inquiry: Inquiry) -> None:
        """Tell the schedule that a target's turn was taken and not used."""
        sent = Sent(inquiry.server, inquiry.target.url, Reply.UNSENT)
        self.schedule.note(sent, self.time())

    def headers(self, url: str, *, image: bool = False, as_browser: bool = False) -> Headers:
        """Return the headers of a request for a URL."""
        return self.headers_for(self.own(url), image=image, as_browser=as_browser)

    def headers_for(self, own: HostManner, *, image: bool, as_browser: bool) -> Headers:
        """Return the headers of a request to a host with settings of its own, made once for all that are alike."""
        kind = own.user_agent, image, as_browser
        known = self._headers.get(kind)
        if known is None:
            name = own.user_agent or self.manner.user_agent
            known = request_headers(name, image=image, as_browser=as_browser, extra=self.manner.headers)
            self._headers[kind] = known
        return known

    @cached_property
    def time(self) -> Callable[[], float]:
        """What returns the loop's time. Before Python 3.12 each search for the loop is a system call."""
        return asyncio.get_running_loop().time

    def own(self, url: str) -> HostManner:
        """Return the settings of a URL's host."""
        hosts = self.manner.hosts
        return hosts.get(host_of(url), AS_ALL) if hosts else AS_ALL

    async def turn(self, server: str, wait: "_Wait", *, most_s: float | None = None) -> bool:
        """Wait for the turn of a server or an address, add to the time waited, and return whether it is a probe."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        ticket = self.schedule.waiting.ask_for_turn(wait.source, server, began)
        if isinstance(ticket, str):
            raise _turned_away(ticket)
        waiting: asyncio.Future[bool] = loop.create_future()
        self._waiting[ticket] = waiting
        self.changed()
        try:
            await asyncio.wait((waiting,), timeout=most_s)
        finally:
            wait.waited_s += loop.time() - began
            if not waiting.done():  # the run is being stopped, or the turn did not come
                self._waiting.pop(ticket, None)
            self.schedule.waiting.leave(ticket, wait.source, loop.time())
        if not waiting.done():
            raise TransportError("timeout-total", "the redirect's host had no turn left")
        return waiting.result()

    async def sent(
        self, server: str, request: Request, deadline: float, target: str, wait: _Wait, *, probe: bool
    ) -> Response:
        """Send a request whose turn was taken, once its address has room, and tell the schedule what came of it."""
        turn = _Turn(self, server, target, wait, probe=probe)
        answer: Response | Exception | None = None  # this is noted even if the run is stopped meanwhile
        try:
            answer = await answer_to(self.network, replace(request, room=turn.room), deadline)
        except Exception as error:
            answer = error
            raise
        finally:
            turn.note(answer, self.time())
        return answer


class _Turn:
    """A turn that was taken, until the request is over that it was taken for."""

    __slots__ = ("_asking", "_host", "_probe", "_server", "_taken", "_target", "_wait")

    def __init__(self, asking: Asking, server: str, target: str, wait: _Wait | None, *, probe: bool) -> None:
        self._asking, self._server, self._target, self._wait, self._probe = asking, server, target, wait, probe
        self._host = server.rpartition(":")[0]
        self._taken: str | None = None  # the name of the address whose turn was taken too

    @property
    def room(self) -> Room | None:
        """What gives the request a turn of its address, or None if its host takes no part in an address's budget."""
        return self._room if self._asking.shares_address(self._host) else None

    def note(self, answer: Response | Exception | None, now: float) -> None:
        """Tell the schedule what came of the request; None if the run is being stopped."""
        asking = self._asking
        reply, wish_s, twice = Reply.WELL, None, False
        if isinstance(answer, Response):
            twice = answer.sent_again
            if answer.status >= 400:
                if answer.status in (429, 503):
                    wish_s = retry_after_s(answer.header("retry-after"), asking.now())
                reply = _reply_to(answer.status, put_off=wish_s is not None)
        elif isinstance(answer, TransportError):
            reply, twice = _reply_of(answer.failure.reason), answer.sent_again
        pause_s = min(wish_s, MOST_PATIENT_S) if wish_s else 0.0
        sent = Sent(self._server, self._target, reply, pause_s, wish_s is not None, twice, self._probe)
        asking.schedule.note(sent, now)
        if self._taken:
            asking.schedule.waiting.give_back(self._taken, now, twice=twice)
        asking.changed()

    def _room(self, address: str) -> Awaitable[float] | None:
        asking = self._asking
        if self._taken or asking.is_cdn(address):
            return None
        self._taken = asking.schedule.waiting.room_at(address, self._host, asking.time())
        return None if self._taken else self._room_later(address)

    async def _room_later(self, address: str) -> float:
        wait = self._waits()
        before = wait.waited_s
        await self._asking.turn(name_of(address), wait)
        self._taken = name_of(address)
        return wait.waited_s - before

    def _waits(self) -> _Wait:
        """Return how long the target has waited: most wait for nothing, and need no such note."""
        if self._wait is None:
            self._wait = _Wait(self._server)
        return self._wait


class _First(_Turn):
    """The turn of a target's first request."""

    __slots__ = ("_address", "_began", "_headers", "_inquiry", "_method", "_then", "_underway")

    def __init__(self, asking: Asking, inquiry: Inquiry, then: Callable[[Came], None]) -> None:
        target = inquiry.target
        super().__init__(asking, inquiry.server, target.url, None, probe=False)
        self._inquiry, self._then = inquiry, then
        self._address = target.address
        own = asking.own(self._address)
        self._headers = asking.headers_for(own, image=target.image, as_browser=inquiry.as_browser)
        self._method = own.method
        self._began = asking.time()
        self._underway: Underway | None = None

    def begin(self) -> None:
        """Send it."""
        asking, chain = self._asking, self._inquiry.chain
        left_s = _left_s(self._inquiry)
        if chain is None:
            fresh = self._inquiry.as_browser
            request = Request(self._address, self._headers, self._wanted(), self._method, fresh, room=self.room)
        else:
            request = chain.request(self._headers, self._wanted(), method=self._method, room=self.room)
        asking.under_way.add(self)
        self._underway = asking.network(request, self._began + left_s, self._answered)

    def leave(self) -> None:
        """Give up."""
        if self._underway is not None:
            self._underway.leave()

    def _wanted(self) -> Wanted:
        target = self._inquiry.target
        return image_wanted if target.image or target.proxied else page_wanted(target.fragments)

    def _answered(self, answer: Response | Exception) -> None:
        asking = self._asking
        if self not in asking.under_way:
            return  # it was given up
        asking.under_way.discard(self)
        self._underway = None
        now = asking.time()
        self.note(answer, now)
        took_s = now - self._began
        if isinstance(answer, Response):
            self._then(self._reached(answer, took_s))
        elif isinstance(answer, TransportError):
            self._then(self._counted(_chain_of(self._inquiry).failed(answer.failure, took_s)))
        else:
            self._then(answer)

    def _reached(self, answer: Response, took_s: float) -> Came:
        """Return what an answer came to: an exchange, a chain for another part, or what follows redirects."""
        inquiry = self._inquiry
        if inquiry.chain is None:
            ended = ended_at_once(self._address, answer, took_s, as_browser=inquiry.as_browser)
            if ended is not None:
                return self._counted(ended)
        reached = _chain_of(inquiry).take(answer, took_s)
        if isinstance(reached, Chain) and self._asking.owns(server_of(reached.here)):
            return partial(self._go_on, reached)
        return self._counted(reached)

    async def _go_on(self, reached: Reached) -> Reached:
        """Follow redirects, each in a turn of the server that it leads to, and return what that came to."""
        asking, wait = self._asking, self._waits()

        async def send(request: Request, deadline: float) -> Response:
            server = server_of(request.url)
            probe = await asking.turn(server, wait, most_s=_LONGEST_TURN_S)
            until = deadline + wait.waited_s
            until = min(until, asking.time() + PROBE_S) if probe else until
            return await asking.sent(server, request, until, self._target, wait, probe=probe)

        method, wanted = self._method, self._wanted()
        while isinstance(reached, Chain) and asking.owns(server_of(reached.here)):
            reached = await step(reached, send, headers=self._headers, wanted=wanted, now=asking.time, method=method)
        return self._counted(reached)

    def _counted(self, reached: Reached) -> Reached:
        """Return an exchange or a chain without the time it waited."""
        if self._wait is None or not self._wait.waited_s:
            return reached
        waited_s = self._wait.waited_s
        if isinstance(reached, Chain):
            return replace(reached, left_s=reached.left_s + waited_s, took_s=reached.took_s - waited_s)
        waited_ms = round(waited_s * 1000)
        return replace(reached, elapsed_ms=reached.elapsed_ms - waited_ms) if waited_ms else reached


def _chain_of(inquiry: Inquiry) -> Chain:
    """Return the chain of a target: as far as another part has come with it, or its beginning."""
    target, left_s = inquiry.target, _left_s(inquiry)
    if inquiry.chain is not None:
        return replace(inquiry.chain, left_s=left_s)
    only_host = target.proxied is not None and target.proxied.fallback is not None
    return start(target.address, left_s, only_host=only_host, as_browser=inquiry.as_browser)


def _left_s(inquiry: Inquiry) -> float:
    """Return the seconds left for a target, or for its chain if those are fewer; never none at all."""
    left_s = inquiry.left_s if inquiry.chain is None else min(inquiry.chain.left_s, inquiry.left_s)
    return max(left_s, _LEAST_S)


def turned_away(chain: Chain, reason: str) -> Exchange:
    """Return the exchange of a chain that leads to a server which is asked no more, and why."""
    return chain.failed(_turned_away(reason).failure, 0.0)


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
