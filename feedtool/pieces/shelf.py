"""The entries of a build in every format, each rendered once, whatever documents it stands in.

What a build renders lies on a shelf, a file without a name that is gone when the build ends: the entries of a large
archive are more than memory should hold. What an earlier build rendered is taken out of the documents in place, if both
the entry and the document are what they were then.
"""

import contextlib
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from feedtool import files
from feedtool.config.keys import Config
from feedtool.copies import Copies
from feedtool.entries.entry import Entry
from feedtool.entries.normalize import as_summary
from feedtool.errors import OutputError
from feedtool.pieces.cards import Cards
from feedtool.pieces.ledger import Ledger
from feedtool.pieces.pieces import ALL_FORMATS, Piece, Pieces, formats_of
from feedtool.pieces.source import Source
from feedtool.publish import json_feed
from feedtool.publish.documents import FORMS

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Piece).decode


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Raise an OSError again as the OutputError that names the folder in which the shelf has no room."""
    try:
        yield
    except OSError as error:
        where = tempfile.tempdir or "the folder for temporary files"
        told = "entries cannot wait here for their documents; TMPDIR names another folder"
        raise OutputError(f"{where}: {error.strerror or error}: {told}") from error


class Shelf:
    """The entries of one build; to be closed when done."""

    def __init__(self, source: Source, pieces: Pieces, cards: Cards, ledger: Ledger, config: Config) -> None:
        self._source, self._pieces, self._cards = source, pieces, cards
        self._ledger, self._config = ledger, config
        with _told():
            self._file = tempfile.TemporaryFile(prefix="feedtool-")  # noqa: SIM115  # closed with the shelf
        self._places: dict[str, tuple[int, int] | None] = {}  # None: its file changed while it was read
        self._sizes: dict[str, int] = {}  # in the largest document, as far as they are known
        # Where pages of articles are made, what is rendered for archive documents is kept for them in JSON.
        self._articles: dict[str, tuple[int, int]] = {}
        self._keeps_articles = Copies.of(config).pages
        archived = formats_of(config)
        self._archived = (*archived, *(form for form in ("json",) if self._keeps_articles and form not in archived))
        self._plain: dict[str, tuple[int, int]] = {}  # where the texts for the search lie

    def close(self) -> None:
        """Throw away what lies on the shelf."""
        with contextlib.suppress(OSError):  # what still waited to be written is not needed any more
            self._file.close()

    def make_anew(self, id_: str) -> None:
        """Take away an entry that is to be made of something else than it was."""
        for known in (self._places, self._articles, self._sizes):
            known.pop(id_, None)

    def learn_sizes(self, ids: Iterable[str]) -> None:
        """Render those of some entries whose size nobody knows."""
        new = [id_ for id_ in dict.fromkeys(ids) if id_ not in self._sizes]
        cards = zip(new, map(self._cards.of, new), strict=True)
        self._sizes.update((id_, card.size_bytes) for id_, card in cards if card and card.size_bytes)
        self._render([id_ for id_ in new if id_ not in self._sizes and id_ not in self._places])

    def size_of(self, id_: str) -> int | None:
        """Return by how much an entry makes the largest document larger, None if there is no such entry now."""
        if id_ not in self._sizes:
            self.learn_sizes((id_,))
        return self._sizes.get(id_)

    def summary_of(self, id_: str) -> Piece | None:
        """Return an entry that stands as its summary, None if there is no such entry now."""
        entry = self._source.entry(id_)
        return self._pieces.rendered(as_summary(entry)) if entry else None

    def archived(self, ids: Sequence[str]) -> Iterator[Piece | None]:
        """Yield the piece of each entry for archive documents; None where its file changed while it was read."""
        rendered = self._pieces.of([id_ for id_ in ids if id_ not in self._places], self._archived)
        for id_ in ids:
            if id_ in self._places:
                yield self._taken(id_)
            else:
                piece = next(rendered)
                self._note(id_, piece)
                if piece is not None and self._keeps_articles:
                    self._articles[id_] = self._put(piece.texts["json"])
                yield piece

    def keep_articles(self, ids: Iterable[str]) -> None:
        """Render those of some entries that do not lie on the shelf."""
        missing = [id_ for id_ in dict.fromkeys(ids) if id_ not in self._articles and id_ not in self._places]
        deque(self.archived(missing), maxlen=0)

    def article(self, id_: str) -> Entry | None:
        """Return an entry as it lies on the shelf, None if there is no such entry now."""
        if id_ in self._articles:
            return json_feed.entry_of(self._read(self._articles[id_]))
        piece = self._taken(id_) if id_ in self._places else None
        return json_feed.entry_of(piece.texts["json"]) if piece else None

    def texts(self, ids: Sequence[str], folder: str) -> Iterator[Mapping[str, bytes] | None]:
        """Yield each entry in every format; ``folder`` is that of the documents, which may hold it already."""
        in_place = self._in_place(folder)
        self._render([id_ for id_ in ids if id_ not in self._places and id_ not in in_place])
        for id_ in ids:
            if id_ in in_place:
                yield in_place[id_]
            else:
                piece = self._taken(id_)
                yield piece.texts if piece else None

    def plain_texts(self, ids: Sequence[str]) -> Iterator[str | None]:
        """Yield the text of each entry for the search; None where its file changed while it was read."""
        deque(self.archived([id_ for id_ in ids if id_ not in self._plain]), maxlen=0)
        for id_ in ids:
            yield self._read(self._plain[id_]).decode() if id_ in self._plain else None

    def _note(self, id_: str, piece: Piece | None) -> None:
        self._cards.note(id_, piece)
        if piece and self._config.makes_search:
            self._plain[id_] = self._put(piece.plain.encode())

    def _render(self, ids: Sequence[str]) -> None:
        for id_, piece in zip(ids, self._pieces.of(ids, ALL_FORMATS), strict=True):
            self._note(id_, piece)
            self._places[id_] = self._put(_encode(piece)) if piece else None
            if piece:
                self._sizes[id_] = piece.size_bytes
            else:
                self._sizes.pop(id_, None)

    def _put(self, data: bytes) -> tuple[int, int]:
        with _told():
            at = self._file.seek(0, 2)
            self._file.write(data)
        return at, len(data)

    def _taken(self, id_: str) -> Piece | None:
        place = self._places[id_]
        return None if place is None else _decode(self._read(place))

    def _read(self, place: tuple[int, int]) -> bytes:
        with _told():  # what waited to be written is written before anything is read
            self._file.seek(place[0])
            return self._file.read(place[1])

    def _in_place(self, folder: str) -> dict[str, dict[str, bytes]]:
        """Return the entries in the documents of a folder that are as they would be made."""
        paths = [folder + form.FILE_NAME for form in FORMS.values()]
        if not self._ledger.hold_whole_entries(paths):
            return {}
        documents = [files.read_document(self._config.output, path) or b"" for path in paths]
        columns = [form.texts_in(document) for form, document in zip(FORMS.values(), documents, strict=True)]
        ids = FORMS["json"].ids_in(documents[list(FORMS).index("json")])
        if len({len(ids), *map(len, columns)}) != 1:
            return {}
        rows = (dict(zip(FORMS, row, strict=True)) for row in zip(*columns, strict=True))
        return {id_: row for id_, row in zip(ids, rows, strict=True) if self._cards.is_of_last_build(id_)}
