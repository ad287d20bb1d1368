"""The book of a part: its targets in memory, packed, and what the part has to tell, until that is taken. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from feedtool.judge.target import Target
from feedtool.judge.verdict import Outcome
from feedtool.parts.packing import read_target
from feedtool.schedule.handing import Handed
from feedtool.store.stored import Answered, answer_of

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Answered]).decode


class Asks(NamedTuple):
    """Packed targets of one server, for a part to ask; what a made-up address of its host showed today, if known.

    ``coming`` is how many more of the server's targets the part is given later.
    """

    server: str
    targets: Sequence[bytes]
    made_up: bytes | None = None
    coming: int = 0


class MadeUp(NamedTuple):
    """What a made-up address of a server showed, and when."""

    server: str
    shown: bytes
    at_ms: int


@dataclass(slots=True)
class Told:
    """What a part has to tell: its answers, how many more of each verdict, and what others must do or remember.

    ``roused`` are servers of which a link that was fine has died: others of their links are to be asked too.
    """

    answers: list[Answered] = field(default_factory=list)
    verdicts: Counter[str] = field(default_factory=Counter)
    handed: list[Handed] = field(default_factory=list)
    made_up: list[MadeUp] = field(default_factory=list)
    roused: list[str] = field(default_factory=list)

    def __reduce__(self) -> tuple[Callable[..., "Told"], tuple[object, ...]]:
        """Let a pickle hold the answers packed: a pickle of each takes ten times as long."""
        return _told, (_encode(self.answers), self.verdicts, self.handed, self.made_up, self.roused)

    def __bool__(self) -> bool:
        return bool(self.answers or self.handed or self.made_up or self.roused)


def _told(answers: bytes, *rest: Any) -> Told:
    return Told(_decode(answers), *rest)


class PartBook:
    """Where a part's targets come from, and where its outcomes go."""

    def __init__(self, own: Mapping[str, str]) -> None:
        """``own`` are image proxies of the user's, by host."""
        self._own = own
        self._left: dict[str, list[bytes]] = {}  # by server, in reverse order
        self._made_up: dict[str, bytes] = {}  # by server
        self.told = Told()

    def add(self, asks: Asks) -> None:
        """Add targets of a server."""
        left = self._left.get(asks.server, [])
        self._left[asks.server] = [*reversed(asks.targets), *left]
        if asks.made_up is not None:
            self._made_up.setdefault(asks.server, asks.made_up)

    def take_told(self) -> Told:
        """Return what there is to tell, and forget it."""
        told, self.told = self.told, Told()
        return told

    # -- what a run needs (`schedule.book.Book`)

    def servers(self) -> Iterable[tuple[str, int]]:
        """Return the servers that are to be asked, and how many targets of each."""
        return [(server, len(left)) for server, left in self._left.items()]

    def take(self, server: str, most: int) -> list[Target]:
        """Return the next targets of a server, each once."""
        left = self._left.get(server, [])
        taken = [read_target(left.pop(), self._own) for _ in range(min(most, len(left)))]
        if not left:
            self._left.pop(server, None)
        return taken

    def likely(self, server: str) -> Target | None:
        """Take the target that most likely answers: one that did lately, else the last that was not taken."""
        left = self._left.get(server)
        if not left:
            return None
        moments = [read_target(one, self._own).past.last_ok_ms or 0 for one in left]
        return read_target(left.pop(moments.index(max(moments))), self._own)

    def put(self, target: Target, outcome: Outcome) -> None:
        """Keep the outcome of a target, to tell it."""
        self.told.answers.append(answer_of(target, outcome))
        self.told.verdicts[outcome.judgement.verdict.value] += 1

    def flush(self) -> None:
        """Do nothing: what is to be told is taken."""

    def made_up(self, server: str, _now_ms: int) -> bytes | None:
        """Return what a made-up address of a server showed within the day, as far as that was told."""
        return self._made_up.get(server)

    def note_made_up(self, server: str, shown: bytes, now_ms: int) -> None:
        """Keep what a made-up address of a server shows, to tell it."""
        self._made_up[server] = shown
        self.told.made_up.append(MadeUp(server, shown, now_ms))

    def witnesses(self, _most: int) -> list[tuple[str, str | None]]:
        """Return none: a part does not judge the network."""
        return []

    def rouse(self, server: str, _most: int) -> int:
        """Tell that other links of a server are to be asked: whoever knows them gives them to the part."""
        self.told.roused.append(server)
        return 0
