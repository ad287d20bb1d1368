"""A run: ask for what has its turn, judge, ask again, until everything is known.

When what is asked is `schedule`'s to say. The deciding is done elsewhere and is pure: `plan`, `turns`, `pace`,
`asking`, `judge`, `proxied`.
"""

import asyncio
import random
import secrets
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime

from feedtool.checker.manner import AS_ALL, HostManner, Manner
from feedtool.checker.schedule import PROBE_S, Book, Inquiry, Schedule, Server
from feedtool.dates import format_day, to_epoch_ms
from feedtool.errors import FeedtoolError
from feedtool.judge.judge import could_be_neutral, judge, likeness, look
from feedtool.judge.proxied import judge_proxied, proxy_down, rate_limited
from feedtool.judge.reachability import BREAKING, INTERCEPTED, NOT_CONTACTED, Reachability
from feedtool.judge.retry import MOST_PATIENT_S, next_ask, retry_after_s
from feedtool.judge.target import Target
from feedtool.judge.verdict import Judgement, Outcome, Verdict
from feedtool.links.feeds import looks_like_feed
from feedtool.net.engine import Send
from feedtool.net.exchange import Exchange, Response
from feedtool.net.fetch import fetch, image_wanted, page_wanted, request_headers
from feedtool.net.message import Request, TransportError, no_body
from feedtool.urls import endpoint_of, host_of, resolve, server_of

_PUT_OFF = 3  # targets in a row that a server puts off, before the rest is
_YEAR_S = 366 * 86_400.0
_WITNESSES = 3  # hosts asked whether the network is there, where none of a run's own answers
_SAVED_S = 0.05  # at most this long an answer is only in memory


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: whether everything is known, or the one finding about the network that makes all worthless.

    ``heard`` is whether anybody answered in what time there was: else what did not is no fault of the links.
    """

    complete: bool
    network: Judgement | None = None
    heard: bool = True


Progress = Callable[[Counter[str], int, int], None]  # verdicts so far, of how many targets, hosts waiting


class Checker:
    """One run over the targets of a book. ``send`` reaches the network; ``now`` is the date."""

    def __init__(
        self,
        book: Book,
        send: Send,
        manner: Manner,
        *,
        now: Callable[[], datetime],
        canary: Callable[[str], Coroutine[None, None, bool]],
        progress: Progress = lambda _verdicts, _of, _waiting: None,
        chance: random.Random | None = None,
    ) -> None:
        self._book = book
        self._of = 0
        self._send = send
        self._manner = manner
        self._now = now
        self._canary = canary
        self._progress = progress
        self._chance = chance or random.Random()  # noqa: S311 - jitter, no secret
        self._schedule = Schedule(book, manner, ask=self._ask, answer=self._settle)
        self._verdicts: Counter[str] = Counter()
        self._reachability = Reachability()
        self._witnessed = False
        self._saving: asyncio.TimerHandle | None = None
        self._began = 0.0

    async def run(self) -> Ended:
        """Ask for everything, and return how that ended. It may be cancelled: what is known by then is in the book."""
        loop = asyncio.get_running_loop()
        self._began = loop.time()
        stop_at = None if self._manner.max_time_s is None else loop.time() + self._manner.max_time_s
        for name, number in self._book.servers():
            self._schedule.server(name).behind = number
            self._of += number
        if self._schedule.servers and await self._is_intercepted():
            return Ended(complete=False, network=INTERCEPTED)
        for server in list(self._schedule.servers.values()):
            self._schedule.put(server)
        try:
            complete = await self._until_all_is_known(stop_at)
        finally:
            for task in list(self._schedule.in_flight):
                task.cancel()
            await asyncio.gather(*self._schedule.in_flight, return_exceptions=True)
            self._save()
        if self._reachability.nobody_answered:
            await self._is_witnessed(self._manner.timeout_s if complete else PROBE_S)
        network = self._reachability.verdict(complete=complete)
        return Ended(complete and network is None, network, complete or self.heard)

    @property
    def heard(self) -> bool:
        """Whether anybody answered, or nobody was asked."""
        return not self._reachability.nobody_answered

    async def _until_all_is_known(self, stop_at: float | None) -> bool:
        """Ask on; return whether that came to its end, rather than to the end of the time or of the network."""
        loop = asyncio.get_running_loop()
        while self._schedule.error is None:
            self._schedule.start(loop.time())
            if not self._schedule.busy() and not self._schedule.turns:
                if self._schedule.probe(last=True):
                    continue
                if not self._schedule.in_flight:
                    return not any(server.left() for server in self._schedule.servers.values())
                for server in [one for one in self._schedule.servers.values() if one.hops]:
                    self._schedule.let_through(server, loop.time(), probe=True)  # nothing else would
            self._schedule.probe_early(loop.time())
            if stop_at is not None and loop.time() >= stop_at:
                return False
            if self._reachability.is_surely_down(loop.time() - self._began) and not await self._is_witnessed(
                self._manner.timeout_s
            ):
                return False
            await self._schedule.wait(stop_at)
        raise self._schedule.error

    # -- asking

    async def _ask(self, server: Server, inquiry: Inquiry) -> None:
        try:
            await self._ask_once_more(server, inquiry)
        except FeedtoolError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a server makes us do wrong, one target costs only itself
            text = f"its answer could not be understood ({type(error).__name__}: {error}); please report this"
            judgement = Judgement(Verdict.UNREACHABLE, "protocol", text)
            self._settle(inquiry.target, judgement)
        finally:
            if inquiry.begun:  # its turn was taken for nothing
                inquiry.begun = False
                server.pace.unsent(asyncio.get_running_loop().time())
            self._schedule.put_host(server)

    async def _ask_once_more(self, server: Server, inquiry: Inquiry) -> None:
        target = inquiry.target
        held = server.put_off_by or await self._held_back(server, target)
        if held is not None:
            self._settle(target, held)
            return
        exchange = await self._fetch(server, inquiry)
        seen = look(exchange, fragments=target.fragments, image=target.image)
        judgement = judge(seen, image=target.image and not _is_metadata(target))
        self._reachability.note(server.name.rpartition(":")[0], exchange, judgement)
        doubtful = judgement.verdict is Verdict.OK and not target.image and could_be_neutral(seen)
        if doubtful and await self._sibling(server, exchange) == likeness(seen):
            seen = replace(seen, neutral=True)
            judgement = judge(seen)
        inquiry.asked.append((seen, judgement))
        inquiry.left_s -= exchange.elapsed_ms / 1000
        again = next_ask(
            inquiry.asked, now=self._now(), jitter=self._chance.random(), retries=self._manner.retries
        )  # fmt: skip
        if inquiry.probe and server.breaker.broken and exchange.failure is not None:
            server.queue.appendleft(inquiry)
            self._schedule.give_up(server)
            return
        if target.proxied is not None and judgement.reason != "http-503" and not judgement.reason.startswith("http-5"):
            again = None  # what a proxy says stays said: it keeps its answers for days
        if again is not None and inquiry.left_s > 0.1:
            inquiry.as_browser = again.as_browser
            due = asyncio.get_running_loop().time() + again.after_s
            self._schedule.again(server, inquiry, due)
        else:
            self._conclude(server, inquiry)

    async def _held_back(self, host: Server, target: Target) -> Judgement | None:
        """Return why an image proxy is not asked, or None. Each is asked once whether it is there at all."""
        proxied = target.proxied
        if proxied is None or proxied.service != "weserv" or proxied.origin is None:
            return None
        if host.canary is None:
            origin = endpoint_of(target.url)
            host.canary = asyncio.create_task(self._canary(f"{origin.scheme}://{origin.authority}/quota"))
            await asyncio.shield(host.canary)
            await asyncio.sleep(host.pace.interval_s)  # it was a request too
            host.pace.next_at = asyncio.get_running_loop().time() + host.pace.interval_s
        if not await asyncio.shield(host.canary):
            return proxy_down()
        return host.proxy_state

    async def _fetch(self, server: Server, inquiry: Inquiry) -> Exchange:
        target = inquiry.target
        loop = asyncio.get_running_loop()
        waited = 0.0

        async def send(request: Request, deadline: float) -> Response:
            nonlocal waited
            here = self._schedule.server(server_of(request.url))
            if inquiry.begun:
                inquiry.begun = False
                return await self._sent(here, request, deadline + waited, target.url)
            took, probe = await self._schedule.turn(server, here)
            waited += took
            until = min(deadline + waited, loop.time() + PROBE_S) if probe else deadline + waited
            return await self._sent(here, request, until, target.url, probe=probe)

        exchange = await fetch(
            target.url,
            send,
            headers=self._headers(target.url, image=target.image, as_browser=inquiry.as_browser),
            wanted=image_wanted if target.image or target.proxied else page_wanted(target.fragments),
            deadline=loop.time() + max(inquiry.left_s, 0.05),
            now=loop.time,
            only_host=target.proxied is not None and target.proxied.fallback is not None,
            as_browser=inquiry.as_browser,
            method=self._own(target.url).method,
        )
        return replace(exchange, elapsed_ms=exchange.elapsed_ms - round(waited * 1000))

    def _own(self, url: str) -> HostManner:
        return self._manner.hosts.get(host_of(url), AS_ALL)

    def _headers(self, url: str, *, image: bool = False, as_browser: bool = False) -> tuple[tuple[str, str], ...]:
        agent = self._own(url).user_agent or self._manner.user_agent
        return request_headers(agent, image=image, as_browser=as_browser, extra=self._manner.headers)

    async def _sent(
        self, server: Server, request: Request, deadline: float, target: str, *, probe: bool = False
    ) -> Response:
        """Send a request whose turn was taken, and tell pace and breaker what came of it."""
        loop = asyncio.get_running_loop()
        try:
            response = await self._send(request, deadline)
            strained = response.status == 429 or response.status >= 500
            wish = None
            if response.status in (429, 503):
                wish = retry_after_s(response.header("retry-after"), self._now())
            self._note_patience(server, target, wish)
            server.pace.answered(loop.time(), well=not strained, pause_s=min(wish or 0.0, MOST_PATIENT_S))
            server.breaker.answered()
            server.given_up = False
            if response.sent_again:
                server.pace.sent_again()
        except TransportError as error:
            if error.sent_again:
                server.pace.sent_again()
            if error.failure.reason in BREAKING:
                server.pace.unreached()
                server.breaker.unreached(target)
                if probe:
                    self._schedule.give_up(server)
            elif error.failure.reason in NOT_CONTACTED:
                server.pace.unsent(loop.time())
            else:
                server.pace.answered(loop.time(), well=True)
                server.breaker.answered()
            raise
        except asyncio.CancelledError:  # the run is being stopped
            server.pace.answered(loop.time(), well=True)
            raise
        finally:
            self._schedule.put_host(server)
            self._schedule.woken.set()
        return response

    def _note_patience(self, server: Server, target: str, wish_s: float | None) -> None:
        """Note whether a server wants to be asked later; where it says so of several in a row, it is left alone."""
        if wish_s is None:
            server.put_off.clear()
        else:
            server.put_off.add(target)

    async def _sibling(self, source: Server, exchange: Exchange) -> bytes | None:
        """Return what a made-up address beside a page shows; asked once a server."""
        server = self._schedule.server(server_of(exchange.final_url))
        if server.sibling is None:
            server.sibling = asyncio.create_task(self._ask_sibling(source, exchange))
        return await asyncio.shield(server.sibling)

    async def _ask_sibling(self, source: Server, exchange: Exchange) -> bytes | None:
        loop = asyncio.get_running_loop()
        name, now_ms = host_of(exchange.final_url), to_epoch_ms(self._now())
        known = self._book.made_up(name, now_ms)
        if known is not None:
            return known
        made_up = resolve(f"./{secrets.token_hex(8)}", exchange.final_url)
        if not isinstance(made_up, str):
            return None

        async def send(request: Request, deadline: float) -> Response:
            here = self._schedule.server(server_of(request.url))
            waited, _ = await self._schedule.turn(source, here)
            return await self._sent(here, request, deadline + waited, made_up)

        found = await fetch(
            made_up,
            send,
            headers=self._headers(made_up),
            wanted=page_wanted(()),
            deadline=loop.time() + self._manner.timeout_s,
            now=loop.time,
        )
        shown = likeness(look(found))
        if found.response is not None:
            self._book.note_made_up(name, shown or b"", now_ms)
        return shown

    # -- concluding

    def _conclude(self, host: Server, inquiry: Inquiry) -> None:
        target = inquiry.target
        seen, judgement = inquiry.asked[-1]
        exchange = seen.exchange
        if target.proxied is not None and (target.image or target.proxied.origin is not None):
            if exchange.response is not None and exchange.response.status == 429:
                host.proxy_state = rate_limited()
            judgement = judge_proxied(target.proxied, seen)
        judgement = self._with_date(host, judgement, exchange)
        status = exchange.redirects[-1].status if exchange.redirects else None
        outcome = Outcome(
            judgement,
            {fragment: judge(seen, fragment=fragment) for fragment in sorted(target.fragments)},
            exchange.response.status if exchange.response else status,
            exchange.final_url,
            exchange.redirects,
            to_epoch_ms(self._now()),
            round(sum(one.exchange.elapsed_ms for one, _ in inquiry.asked)),
            0
            if exchange.failure and exchange.failure.reason in NOT_CONTACTED and not exchange.redirects
            else len(inquiry.asked),
            exchange.final_url if _is_feed(exchange) else None,
        )
        self._finish(target, outcome)

    def _with_date(self, server: Server, judgement: Judgement, exchange: Exchange) -> Judgement:
        """Say until when a server wants to be left alone; where several of it do the rest is not asked."""
        response = exchange.response
        if response is None or response.status not in (429, 503):
            return judgement
        wish = retry_after_s(response.header("retry-after"), self._now())
        if wish is None or judgement.reason != f"http-{response.status}":
            return judgement
        if wish > MOST_PATIENT_S:
            until = format_day(to_epoch_ms(self._now()) + round(min(wish, _YEAR_S) * 1000))
            judgement = replace(judgement, detail=f"{judgement.detail}; it wants to be asked again on {until}")
        if len(server.put_off) >= _PUT_OFF and server is self._schedule.server(server_of(exchange.final_url)):
            text = f"not asked: {len(server.put_off)} others of its host were put off ({response.status})"
            server.put_off_by = replace(judgement, detail=f"{text}; it is asked in later runs")
            self._schedule.answer_all(server, server.put_off_by)
        return judgement

    def _settle(self, target: Target, judgement: Judgement) -> None:
        """Give a target a judgement without asking."""
        self._finish(target, Outcome(judgement, checked_ms=to_epoch_ms(self._now())))

    def _finish(self, target: Target, outcome: Outcome) -> None:
        self._book.put(target.url, outcome)
        if self._saving is None:
            self._saving = asyncio.get_running_loop().call_later(_SAVED_S, self._save)
        self._verdicts[outcome.judgement.verdict.value] += 1
        self._progress(self._verdicts, self._of, len(self._schedule.turns))

    def _save(self) -> None:
        if self._saving is not None:
            self._saving.cancel()
        self._saving = None
        try:
            self._book.flush()
        except FeedtoolError as error:  # there is nowhere to put an answer: no use in asking on
            self._schedule.error = self._schedule.error or error
            self._schedule.woken.set()

    # -- the network itself

    async def _is_witnessed(self, within_s: float) -> bool:
        """Return whether hosts that answered lately still do, where none of this run does: those may all be dead."""
        if not self._witnessed:
            self._witnessed = True
            async with asyncio.TaskGroup() as group:
                for url in self._book.witnesses(_WITNESSES):
                    group.create_task(self._ask_witness(url, within_s))
        return not self._reachability.nobody_answered

    async def _ask_witness(self, url: str, within_s: float) -> None:
        loop = asyncio.get_running_loop()
        exchange = await fetch(
            url,
            self._send,
            headers=self._headers(url),
            wanted=no_body,
            deadline=loop.time() + within_s,
            now=loop.time,
        )
        self._reachability.note(host_of(url), exchange, judge(look(exchange)))

    async def _is_intercepted(self) -> bool:
        """Ask for a name that cannot exist (RFC 6761 section 6.4): an answer comes from somebody in between."""
        request = Request(f"http://{secrets.token_hex(8)}.invalid/", request_headers(self._manner.user_agent))
        try:
            response = await self._send(request, asyncio.get_running_loop().time() + PROBE_S)
        except TransportError:
            return False
        return response.status == 200


def _is_feed(exchange: Exchange) -> bool:
    response = exchange.response
    if response is None or not 200 <= response.status < 300:
        return False
    kind = response.header("content-type").lower()
    return any(part in kind for part in ("rss", "atom", "feed+json")) or looks_like_feed(
        response.body[:5000].decode("utf-8", "replace")
    )


def _is_metadata(target: Target) -> bool:
    return target.proxied is not None and target.proxied.answers_json
