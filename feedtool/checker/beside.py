"""What a run asks besides its targets, to judge them rightly: made-up addresses, front pages, whether a proxy works."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime

from feedtool.checker.asking import Asking, ElsewhereError
from feedtool.dates import to_epoch_ms
from feedtool.http.exchange import Exchange
from feedtool.judge.asked import judge_try
from feedtool.judge.judge import Evidence, Try, judge, look
from feedtool.judge.proxied import proxy_down
from feedtool.judge.target import Target
from feedtool.judge.verdict import Judgement, Verdict
from feedtool.pages.page import Page
from feedtool.pages.siblings import (
    MOST,
    could_be_neutral,
    could_turn_away,
    likeness,
    likeness_anywhere,
    likeness_of_words,
    link_within,
    lures_away,
    sketch,
)
from feedtool.schedule.book import Book
from feedtool.schedule.schedule import Schedule
from feedtool.schedule.servers import Inquiry
from feedtool.urls import endpoint_of, resolve, server_of

_REMEMBERED = 2  # pages of a server that are compared with its later ones
_SOON_S = 1.0  # so long a short page waits for a made-up address before it is asked whether it need wait

_FINE = (Verdict.OK, Verdict.MOVED)

Canary = Callable[[str], Coroutine[None, None, bool]]


class Siblings:
    """Pages at made-up addresses beside real ones: what a server shows at both, it shows at every address.

    Or at every one that the site does not know: then the site lives. Where a page speaks to its visitor, it may be a
    refusal and says nothing of the link, unless the site's `Front` proves that it shows others.
    """

    def __init__(
        self,
        book: Book,
        asking: Asking,
        *,
        now: Callable[[], datetime],
        compare: Callable[[Target, bytes], None] = lambda _target, _mark: None,
    ) -> None:
        """Ask as ``asking`` does; a book knows what was shown within the day.

        ``compare`` takes the mark of a page whose target began at a server of another part, which knows that server's
        first pages.
        """
        self._book = book
        self._asking = asking
        self._now = now
        self._compare = compare
        self._shown: dict[str, asyncio.Task[bytes | None]] = {}  # by server
        self._none: set[str] = set()  # servers of those that show no page there
        self._slow: set[str] = set()  # servers of those that take longer than a moment
        self._fronts = Fronts(asking)
        self._first: dict[str, list[tuple[bytes, Target]]] = {}  # by server: its first pages, and of which target

    def are_asked(self, home: str, found: Try) -> bool:
        """Return whether a try must be judged beside other addresses; note what it shows if it is a front page.

        Only one that was fine must, and not where the server shows no page at a made-up address: then none is like it.
        ``home`` is the server that was asked first.
        """
        exchange = found.evidence.exchange
        if exchange.url.endswith("/"):
            self._fronts.note(found)
        if found.judgement.verdict not in _FINE:
            return False
        if not self._shows_none(home):
            return True
        return bool(exchange.redirects) and not self._shows_none(server_of(exchange.final_url))

    def _shows_none(self, server: str) -> bool:
        if server in self._none:
            return True
        beside = self._shown.get(server)
        if beside is None or not beside.done() or beside.exception() is not None or beside.result() is not None:
            return False
        self._none.add(server)
        return True

    async def judged(self, inquiry: Inquiry, found: Try) -> tuple[Try, list[tuple[Target, Try]]]:
        """Return a try that was fine as it is beside a made-up address, and targets that it must be judged with.

        Those gave the same page before, when nothing told that the server shows it for every address. Raise
        ElsewhereError with the targets that only a part can judge to which all their servers belong.
        """
        page = found.evidence.page
        before = None if page is None else self._first_with(inquiry, sketch(page))
        try:
            return await self._judged_beside(inquiry, found, before)
        except ElsewhereError:
            raise ElsewhereError((inquiry.target,) if before is None else (before, inquiry.target)) from None

    def like(self, target: Target, mark: bytes) -> Target | None:
        """Return the first other target of a server that gave a page with the same mark, and note this one.

        None too if the server shows no page at made-up addresses: then nothing follows from it.
        """
        server = server_of(target.address)
        return None if self._shows_none(server) else self._first_of(server, target, mark)

    def first_pages(self, server: str) -> list[tuple[Target, bytes]]:
        """Return the first pages of a server: of which target each is, and its mark."""
        return [(target, mark) for mark, target in self._first.get(server, ())]

    async def _judged_beside(
        self, inquiry: Inquiry, found: Try, before: Target | None
    ) -> tuple[Try, list[tuple[Target, Try]]]:
        evidence = found.evidence
        exchange, page = evidence.exchange, evidence.page
        if page is not None and len(page.text) <= MOST:
            await self._under_way(exchange.final_url)  # mostly it must anyway, and asking if it must costs more
        if await self._shows_beside(inquiry, exchange.final_url, exchange, page):
            return judge_try(inquiry.target, await self._neutral(inquiry, exchange.final_url, evidence)), []
        if before is None and not lures_away(exchange, page):
            return found, []
        if not await self._shows_beside(inquiry, exchange.url, exchange, page, seen_twice=True):
            return found, []
        neutral = judge_try(inquiry.target, await self._neutral(inquiry, exchange.url, evidence))
        if before is None or not inquiry.tries:
            return neutral, []  # it is asked once more, to be sure
        again = await self._asking.ask_beside(inquiry, before.url)
        other = look(again, fragments=before.fragments)
        if likeness(again, other.page) != likeness(exchange, page):
            return neutral, []
        other = replace(other, neutral=True, everywhere=neutral.evidence.everywhere)
        return neutral, [(before, judge_try(before, other))]

    async def _shows_beside(
        self, inquiry: Inquiry, url: str, exchange: Exchange, page: Page | None, *, seen_twice: bool = False
    ) -> bool:
        """Return whether a page is the one that a made-up address beside a URL shows; the quickest questions first."""
        beside = self._shown.get(server_of(url))
        if beside is not None and beside.done() and beside.exception() is None:
            known = beside.result()
            if known is None or not known.startswith(likeness_of_words(exchange, page) or b"-"):
                return False
        if not could_be_neutral(exchange, page, seen_twice=seen_twice):
            return False
        return await self._shown_beside(inquiry, url) == likeness(exchange, page)

    async def _under_way(self, url: str) -> None:
        """Wait a moment for the made-up address beside a URL if it is under way, unless others waited so in vain."""
        server = server_of(url)
        beside = self._shown.get(server)
        if beside is not None and not beside.done() and server not in self._slow:
            await asyncio.wait((beside,), timeout=_SOON_S)
            if not beside.done():
                self._slow.add(server)

    async def _neutral(self, inquiry: Inquiry, url: str, evidence: Evidence) -> Evidence:
        """Return evidence with what a made-up address beside a URL told of its page, and what the front page tells."""
        exchange, page = evidence.exchange, evidence.page
        may_refuse = could_turn_away(exchange, page)
        everywhere = may_refuse and not await self._fronts.prove(inquiry, url, likeness_anywhere(exchange, page))
        return replace(evidence, neutral=True, everywhere=everywhere)

    def _first_with(self, inquiry: Inquiry, mark: bytes) -> Target | None:
        """Return the first other target of the same server that gave a page with the same mark, and note this one."""
        if self._asking.owns(inquiry.home):
            return self._first_of(inquiry.home, inquiry.target, mark)
        self._compare(inquiry.target, mark)
        return None

    def _first_of(self, server: str, target: Target, mark: bytes) -> Target | None:
        known = self._first.setdefault(server, [])
        for other, one in known:
            if other == mark and one.url != target.url:
                return one
        if len(known) < _REMEMBERED and all(one.url != target.url for _, one in known):
            known.append((mark, target))
        return None

    async def _shown_beside(self, inquiry: Inquiry, url: str) -> bytes | None:
        """Return the likeness of the page at a made-up address beside a URL; asked once a server."""
        server = server_of(url)
        if server not in self._shown:
            self._shown[server] = asyncio.create_task(self._ask(inquiry, url))
        return await asyncio.shield(self._shown[server])

    async def _ask(self, inquiry: Inquiry, url: str) -> bytes | None:
        server, now_ms = server_of(url), to_epoch_ms(self._now())
        known = self._book.made_up(server, now_ms)
        if known is not None:
            return known or None  # nothing is how the book keeps that no page was shown
        made_up = resolve(f"./{secrets.token_hex(8)}", url)
        if not isinstance(made_up, str):
            return None
        exchange = await self._asking.ask_beside(inquiry, made_up)
        shown = likeness(exchange, look(exchange).page)
        if exchange.response is not None:
            self._book.note_made_up(server, shown or b"", now_ms)
        return shown


class Fronts:
    """Front pages, and a page that each leads to: what proves that a site shows its own pages to this visitor."""

    def __init__(self, asking: Asking) -> None:
        """Ask as ``asking`` does."""
        self._asking = asking
        self._shown: dict[str, bytes] = {}  # by server: what those show that were asked, or are links
        self._asked: dict[str, asyncio.Task[tuple[bytes | None, str | None]]] = {}  # by server
        self._behind: dict[str, asyncio.Task[bytes | None]] = {}  # by server

    def note(self, found: Try) -> None:
        """Note what a try shows if it is of a front page."""
        exchange = found.evidence.exchange
        if endpoint_of(exchange.url).target == "/" and (shown := _shown_at_all(found)) is not None:
            self._shown.setdefault(server_of(exchange.url), shown)

    async def prove(self, inquiry: Inquiry, url: str, refusal: bytes | None) -> bool:
        """Return whether the front page of a URL's server, and a page that it leads to, show other than a refusal."""
        server = server_of(url)
        front = self._shown[server] if server in self._shown else (await self._ask_once(inquiry, url))[0]
        if front is None or front == refusal:
            return False
        if server not in self._behind:
            self._behind[server] = asyncio.create_task(self._ask_behind(inquiry, url))
        return await asyncio.shield(self._behind[server]) not in (None, refusal)

    async def _ask_once(self, inquiry: Inquiry, url: str) -> tuple[bytes | None, str | None]:
        server = server_of(url)
        if server not in self._asked:
            self._asked[server] = asyncio.create_task(self._ask_front(inquiry, url))
        return await asyncio.shield(self._asked[server])

    async def _ask_front(self, inquiry: Inquiry, url: str) -> tuple[bytes | None, str | None]:
        """Return what the front page of a URL's server shows, None if that tells nothing, and where it leads."""
        front = resolve("/", url)
        if not isinstance(front, str):
            return None, None
        evidence = look(await self._asking.ask_beside(inquiry, front))
        onward = None if evidence.page is None else link_within(evidence.page, evidence.exchange.final_url)
        return _shown_at_all(Try(evidence, judge(evidence))), onward

    async def _ask_behind(self, inquiry: Inquiry, url: str) -> bytes | None:
        """Return what a page shows that the front page leads to, or None if it shows nothing of its own."""
        onward = (await self._ask_once(inquiry, url))[1]
        if onward is None or server_of(onward) != server_of(url):
            return None
        evidence = look(await self._asking.ask_beside(inquiry, onward))
        found = Try(evidence, judge(evidence))
        return _shown_at_all(found) if found.judgement.verdict in _FINE else None


def _shown_at_all(found: Try) -> bytes | None:
    """Return what a page shows, or None if it is refused or could not be asked, and tells nothing of its site."""
    if found.judgement.verdict not in (*_FINE, Verdict.BROKEN):
        return None
    return likeness_anywhere(found.evidence.exchange, found.evidence.page) or b""


class ProxyDoors:
    """Image proxies: each is asked once whether it works at all, and is left alone after its first 429.

    That limit is the proxy's and says nothing of its images: those that were not asked for keep what is known of them.
    """

    def __init__(self, schedule: Schedule, canary: Canary) -> None:
        """``canary`` tells whether a service answers a question about itself."""
        self._schedule = schedule
        self._canary = canary
        self._there: dict[str, asyncio.Task[bool]] = {}  # by server
        self.limited: set[str] = set()  # servers that had enough

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
        return None if await asyncio.shield(self._there[inquiry.server]) else proxy_down()

    def note(self, inquiry: Inquiry, exchange: Exchange) -> bool:
        """Return whether a proxy's answer says that it had enough: then it is asked no more in this run."""
        response = exchange.response
        if inquiry.target.proxied is None or response is None or response.status != 429:
            return False
        self.limited.add(inquiry.server)
        self._schedule.aside.leave_out(inquiry.server)
        return True
