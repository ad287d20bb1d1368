"""What is known of each entry without making it: remembered from build to build, until its article changes.

So a build after one new article makes that one entry, and knows the titles, the sizes and the faults of all others.
"""

from collections.abc import Iterable
from functools import cached_property

from feedtool.config.keys import Config
from feedtool.errors import Problem
from feedtool.pieces.kept import Card, load_cards, store_cards
from feedtool.pieces.ledger import Ledger
from feedtool.pieces.pieces import Piece
from feedtool.pieces.source import Source


class Cards:
    """The cards of a build: those made in it, and those of earlier builds that still hold."""

    def __init__(self, source: Source, ledger: Ledger, config: Config) -> None:
        self._source, self._ledger, self._config = source, ledger, config
        self._cards: dict[str, Card] = {}  # of this build

    def note(self, id_: str, piece: Piece | None) -> None:
        """Note what is told of an entry; an article that changed while it was read tells nothing."""
        if piece is None:
            return
        makings = self._ledger.makings("entry", [id_]) or b""
        self._cards[id_] = Card(
            makings, piece.title, piece.link, piece.source, piece.language, piece.atom_bytes,
            piece.size_bytes or self._size_of(id_), piece.problems, piece.attachable,
        )  # fmt: skip

    def of(self, id_: str) -> Card | None:
        """Return the card of an entry, or None where nobody knows it; the catalogue is told what is wrong with it."""
        if id_ not in self._cards:
            before = self._before.get(id_)
            if before is not None and before.makings == self._ledger.makings("entry", [id_]):
                self._cards[id_] = before
                self._tell(id_, before.problems)
        return self._cards.get(id_)

    def forget(self, id_: str) -> None:
        """Forget the card of an entry that is to be made anew."""
        self._cards.pop(id_, None)

    def is_of_last_build(self, id_: str) -> bool:
        """Tell whether an entry is what it was when documents were last written."""
        before = self._before.get(id_)
        return before is not None and before.makings == self._ledger.makings("entry", [id_])

    def remember(self) -> None:
        """Remember the cards, if an entry is new or changed."""
        if self._config.cache is None or not self._cards:
            return
        now = {id_: card for id_, card in (self._before | self._cards).items() if self._source.knows(id_)}
        if now != self._before:
            store_cards(self._config.cache, self._config.output, now)

    def _size_of(self, id_: str) -> int:
        known = self.of(id_)
        return known.size_bytes if known else 0

    def _tell(self, id_: str, problems: Iterable[Problem]) -> None:
        candidate = self._source.candidate(id_)
        if candidate is not None:
            self._source.tell(candidate.seed, problems, bad=False)

    @cached_property
    def _before(self) -> dict[str, Card]:
        """What earlier builds knew: only read where something has to be made."""
        return load_cards(self._config.cache, self._config.output)
