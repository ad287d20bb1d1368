"""Entries as they stand in documents, rendered on all cores in the order in which they are asked for."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import chain

import msgspec

from feedtool.config.keys import Config
from feedtool.cores import in_chunks
from feedtool.dates import to_epoch_ms
from feedtool.entries.attach import LONGEST_LENGTH, LONGEST_TYPE, attachable
from feedtool.entries.entry import Enclosure, Entry
from feedtool.entries.normalize import provenance_of
from feedtool.errors import Problem
from feedtool.html.text import text_of
from feedtool.pieces.entry import Wanted, make_entry, make_feed
from feedtool.pieces.source import Source
from feedtool.publish.documents import FORMS, Renderer
from feedtool.publish.platforms import shown_source


class Piece(msgspec.Struct, frozen=True, array_like=True):
    """An entry in some formats, and what the documents and pages around it need to know of it.

    ``size_bytes`` is by how much it makes the largest subscription document larger, 0 where it is not in all formats,
    ``atom_bytes`` its size in an Atom document: both with room for its enclosure, so that what stands where does not
    depend on what a check saw. ``attachable`` is the address of the file that it may attach.
    ``problems`` are what is wrong with it all the same. ``plain`` is its text for the search, "" where there is none.
    """

    texts: dict[str, bytes]
    title: str
    link: str | None
    source: str | None
    front_page: str | None
    language: str
    published_ms: int
    updated_ms: int
    size_bytes: int = 0
    problems: tuple[Problem, ...] = ()
    plain: str = ""
    atom_bytes: int = 0
    attachable: str | None = None


class _Answer(msgspec.Struct, frozen=True, array_like=True):
    """What became of an article: a piece, or None where its file changed while it was read; and its problems."""

    piece: Piece | None
    problems: tuple[Problem, ...]


ALL_FORMATS = tuple(FORMS)
_BETWEEN = 1  # bytes between two entries of a document, at most
_AT_A_TIME = 100  # articles given to a core: they take a quarter of a second

_encoder = msgspec.msgpack.Encoder()
_decode = msgspec.msgpack.Decoder(list[_Answer]).decode


def formats_of(config: Config) -> tuple[str, ...]:
    """Return the formats of archive documents: Atom always, since entries are carried over from that, then others."""
    return tuple(form for form in FORMS if form == "atom" or form in config.archive_formats)


class Pieces:
    """The entries of an archive as pieces. Those that are carried over are not made again."""

    def __init__(self, source: Source, renderer: Renderer, config: Config, *, now: datetime) -> None:
        self._source, self._renderer, self._config, self._now = source, renderer, config, now
        self._feed = make_feed((), config)

    def of(self, ids: Sequence[str], formats: Sequence[str]) -> Iterator[Piece | None]:
        """Yield the piece of each entry; None, and the catalogue is told, where its file changed while it was read."""
        at_hand = [self._source.at_hand(id_) for id_ in ids]
        made = self._made([id_ for id_, entry in zip(ids, at_hand, strict=True) if entry is None], formats)
        for entry in at_hand:
            yield next(made) if entry is None else self.rendered(entry, formats)

    def rendered(self, entry: Entry, formats: Sequence[str] = ALL_FORMATS) -> Piece:
        """Return the piece of an entry that is made already."""
        texts = dict(zip(formats, self._renderer.rendered(self._feed, entry, formats), strict=True))
        return _piece(entry, texts, (), plain=self._config.makes_search)

    def _made(self, ids: Sequence[str], formats: Sequence[str]) -> Iterator[Piece | None]:
        wanted = [self._source.wanted(id_) for id_ in ids]
        work = partial(_render_packed, formats=tuple(formats), config=self._config, now=self._now)
        packed = in_chunks(wanted, work, size=_AT_A_TIME) if wanted else ()
        answers = chain.from_iterable(map(_decode, packed))
        for one, answer in zip(wanted, answers, strict=True):
            self._source.tell(one.id, answer.problems, bad=answer.piece is None)
            yield answer.piece


def _render_packed(wanted: Sequence[Wanted], *, formats: Sequence[str], config: Config, now: datetime) -> bytes:
    """Return, as bytes, what becomes of some articles in some formats."""
    made = [make_entry(one, config, now=now) for one in wanted]
    entries = [one.entry for one in made if one.entry is not None]
    feed = make_feed((), config)
    rendered = zip(*(FORMS[form].render_entries(feed, entries) for form in formats), strict=True)
    return _encoder.encode(
        [
            _Answer(
                _piece(
                    one.entry,
                    dict(zip(formats, next(rendered), strict=True)),
                    one.problems,
                    plain=config.makes_search,
                )
                if one.entry
                else None,
                one.problems,
            )
            for one in made
        ]
    )


def _piece(entry: Entry, texts: dict[str, bytes], problems: tuple[Problem, ...], *, plain: bool) -> Piece:
    address = attachable(entry)
    sizes = {form: len(text) + _room(form, address, entry.enclosure) for form, text in texts.items()}
    size = max(sizes.values()) + _BETWEEN if len(sizes) == len(FORMS) else 0
    return Piece(
        texts, entry.title, entry.link, shown_source(entry), entry.source_url, entry.language,
        to_epoch_ms(entry.published), to_epoch_ms(entry.updated), size, problems,
        text_of(entry.content.removesuffix(provenance_of(entry))) if plain else "",
        sizes["atom"], address,
    )  # fmt: skip


def _room(form: str, address: str | None, there: Enclosure | None) -> int:
    """Return how many bytes are to be kept free for the enclosure of an entry, beside those that it takes already."""
    if address is None:
        return 0
    bytes_of = FORMS[form].enclosure_bytes
    largest = Enclosure(address, "x" * LONGEST_TYPE, 10**LONGEST_LENGTH - 1)
    return int(bytes_of(largest) - (bytes_of(there) if there else 0))
