"""The network around a run: what its hosts show together, and whom to ask when that tells too little."""

import asyncio
import secrets

from feedtool.checker.asking import Asking
from feedtool.http.exchange import Exchange
from feedtool.http.faces import Send
from feedtool.judge.judge import judge, look
from feedtool.judge.reachability import Reachability
from feedtool.judge.verdict import Judgement
from feedtool.net.fetch import fetch, page_wanted
from feedtool.quick import quick
from feedtool.schedule.aside import PROBE_S
from feedtool.schedule.book import Book
from feedtool.urls import host_of

_WITNESSES = 5  # hosts asked whether the network is there, where none of a run's own answers by itself


@quick(frozen=True, slots=True)
class RunEnd:
    """How a run ended: whether everything is known, or the one finding about the network that makes all worthless.

    ``heard`` is whether any host answered before the run ended: if none did, that is no fault of the links.
    """

    complete: bool
    network: Judgement | None = None
    heard: bool = True


class Surroundings:
    """The network around a run: whether it works, and whether something on the way answers in place of the servers."""

    def __init__(self, book: Book, send: Send, asking: Asking, timeout_s: float) -> None:
        """Take note in a `Reachability` of its own, which the run's answers are noted in too."""
        self._book = book
        self._send = send
        self._asking = asking
        self._timeout_s = timeout_s
        self._witnessed = False
        self.reachability = Reachability()

    async def are_lost(self, since_s: float) -> bool:
        """Return whether a run that has lasted ``since_s`` seconds need not go on, once witnesses were asked."""
        if self.reachability.is_surely_lost(since_s):
            await self.ask_witnesses(self._timeout_s)
        return self.reachability.is_surely_lost(since_s)

    async def ended(self, *, complete: bool) -> RunEnd:
        """Return how a run ended that asked for everything, or was not ``complete``; in doubt ask witnesses."""
        if self.reachability.is_doubtful:
            await self.ask_witnesses(self._timeout_s if complete else PROBE_S)
        network = self.reachability.judgement(complete=complete)
        heard = complete or bool(self.reachability.answered)  # nor did anybody if the time ended before that
        return RunEnd(complete and network is None, network, heard)

    async def ask_witnesses(self, within_s: float) -> None:
        """Ask hosts that answered lately whether they still do, since those of this run do not tell; once a run."""
        if not self._witnessed:
            self._witnessed = True
            self._book.flush()
            async with asyncio.TaskGroup() as group:
                for url, title in self._book.witnesses(_WITNESSES):
                    group.create_task(self._ask_witness(url, title, within_s))

    async def ask_for_nobody(self) -> None:
        """Ask for a name that cannot exist (RFC 6761 section 6.4): an answer comes from somebody in between."""
        exchange = await self._ask(f"http://{secrets.token_hex(8)}.invalid/", PROBE_S)
        self.reachability.note_made_up(look(exchange))

    async def _ask_witness(self, url: str, title: str | None, within_s: float) -> None:
        evidence = look(await self._ask(url, within_s))
        self.reachability.note(host_of(url), evidence, judge(evidence), title=title)

    async def _ask(self, url: str, within_s: float) -> Exchange:
        loop = asyncio.get_running_loop()
        return await fetch(
            url,
            self._send,
            headers=self._asking.headers(url),
            wanted=page_wanted(()),
            deadline=loop.time() + within_s,
            now=loop.time,
        )
