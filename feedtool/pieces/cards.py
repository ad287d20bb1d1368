"""What is known of each entry without making it: remembered from build to build, until its article changes.

So a build after one new article makes that one entry, and knows the titles, the sizes and the faults of all others.
"""

from functools import cached_property
from sys import intern

from feedtool.config.keys import Config
from feedtool.pieces.kept import Card, KeptCards, load_cards
from feedtool.pieces.ledger import Ledger
from feedtool.pieces.pieces import Piece
from feedtool.pieces.source import Source


class Cards:
    """The cards of a build: those made in it, and those of earlier builds that still hold."""

    def __init__(self, source: Source, ledger: Ledger, config: Config) -> None:
        self._source, self._ledger, self._config = source, ledger, config
        self._cards: dict[str, Card] = {}  # of this build
        self._new: set[str] = set()  # those of them that it made

    def note(self, id_: str, piece: Piece | None) -> None:
        """Note what is told of an entry; an article that changed while it was read tells nothing."""
        if piece is None:
            return
        self._new.add(id_)
        link = id_ if piece.link == id_ else piece.link  # one text for all that say the same: there may be many
        source, language = piece.source and intern(piece.source), intern(piece.language)
        self._cards[id_] = Card(
            self._ledger.made_of(id_) or b"", piece.title, link, source, language, piece.atom_bytes,
            piece.size_bytes or self._size_of(id_), piece.problems, piece.attachable,
        )  # fmt: skip

    def of(self, id_: str) -> Card | None:
        """Return the card of an entry, or None where nobody knows it; the catalogue is told what is wrong with it."""
        card = self._cards.get(id_)
        if card is None:
            card = self._still_known(id_)
            if card is not None:
                self._cards[id_] = card
                self._source.tell(id_, card.problems, bad=False)
        return card

    def forget(self, id_: str) -> None:
        """Forget the card of an entry that is to be made anew."""
        self._cards.pop(id_, None)
        self._new.discard(id_)

    def is_of_last_build(self, id_: str) -> bool:
        """Tell whether an entry is what it was when documents were last written."""
        return self._still_known(id_) is not None

    def remember(self, mark: bytes | None) -> None:
        """Remember the cards, if an entry is new or changed; ``mark`` tells of which seeds and lock (`since`)."""
        if self._config.cache is None or not self._cards:
            return
        new = {id_: self._cards[id_] for id_ in self._new}
        touched = self._ledger.touched_since(self._before.mark)
        gone = self._source.unknown_of((*(self._before.cards if touched is None else touched), *new))
        self._before.store(self._config.cache, self._config.output, new, gone=gone, mark=mark)

    def _still_known(self, id_: str) -> Card | None:
        """Return the card of an earlier build, if its entry is what it was."""
        before = self._before.get(id_)
        touched = self._ledger.touched_since(self._before.mark)
        if before is None or (touched is not None and id_ not in touched):
            return before
        return before if before.makings == self._ledger.made_of(id_) else None

    def _size_of(self, id_: str) -> int:
        known = self.of(id_)
        return known.size_bytes if known else 0

    @cached_property
    def _before(self) -> KeptCards:
        """What earlier builds knew: only read where something has to be made."""
        return load_cards(self._config.cache, self._config.output)
