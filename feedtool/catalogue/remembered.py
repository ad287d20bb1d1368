"""The records that earlier runs made of seeds, in the cache.

Two files hold them: a large one most records, and a small one those that are new or changed since that was written, so
that one new article costs no writing of all. A cache that is damaged, of another version or of another configuration
counts as empty. It holds no text of any article but titles and names.
"""

from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import structs

from feedtool import __version__
from feedtool.cache import are_many, new_name, read_cached, write_cached
from feedtool.catalogue.records import Names, Records, SeedRecords
from feedtool.stamps import Stamp

_MOST, _NEW = "seeds.cache", "seeds-new.cache"
_FORMAT = 11


class _Most(msgspec.Struct, array_like=True):
    """All records; those of articles without the names that they give: each pair of ``names`` is there once.

    ``numbers`` tell which of them an article gives. The small file knows this one by its ``name``.
    """

    version: str
    key: str
    name: bytes
    known: SeedRecords
    names: list[Names | None]
    numbers: list[int]


class _Newer(msgspec.Struct, array_like=True):
    """What is ``known`` of files that changed since the file of a ``name`` was written.

    Of files at ``unknown`` paths nothing is known: they are gone, or what they are cannot last.
    """

    version: str
    key: str
    name: bytes
    unknown: list[str]
    known: SeedRecords


class Kept(NamedTuple):
    """What the cache holds: the name of the large file, and the paths of which the small one tells."""

    name: bytes
    newer: frozenset[str]


class Loaded(NamedTuple):
    """What is remembered; no other cache has the ``stamp`` of this one."""

    known: SeedRecords
    stamp: Stamp | None = None
    kept: Kept | None = None


class Stored(NamedTuple):
    """The stamp of the cache, None where there is none; ``whole`` tells that it holds all records."""

    stamp: Stamp | None
    whole: bool = False


_decode_most = msgspec.msgpack.Decoder(_Most).decode
_decode_newer = msgspec.msgpack.Decoder(_Newer).decode


def load(folder: Path, key: str) -> Loaded:
    """Return what is remembered; ``key`` says for which folder and time zone."""
    data, stamp = read_cached(folder, _NEW)
    try:
        newer = _decode_newer(data)
        most = _decode_most(read_cached(folder, _MOST)[0])
        most.known.articles = structs.replace(most.known.articles, names=[most.names[at] for at in most.numbers])
    except (msgspec.MsgspecError, ValueError, RecursionError, IndexError):
        return Loaded(SeedRecords.none())
    fits = (most.version, most.key, most.name) == (newer.version, newer.key, newer.name) == (_version(), key, most.name)
    if not (fits and all(one.is_whole for one in (*most.known.both(), *newer.known.both()))):
        return Loaded(SeedRecords.none())
    paths = frozenset((*newer.unknown, *newer.known.paths))
    for records, new in zip(most.known.both(), newer.known.both(), strict=True):
        records.edit([at for path in paths if (at := records.place(path)) is not None], new)
    return Loaded(most.known, stamp, Kept(most.name, paths))


def store(folder: Path, key: str, known: SeedRecords, *, touched: AbstractSet[str], kept: Kept | None = None) -> Stored:
    """Remember what is known, but for what cannot last; ``touched`` are the paths of which something else was ``kept``.

    Records can last that have a stamp, and a path of their own: names that are not UTF-8 may look alike.
    """
    paths = (kept.newer if kept else frozenset()) | touched
    try:
        if kept is None or are_many(len(paths), of=len(known)):
            lasting = _lasting(known)
            name = _store_most(folder, key, lasting)
            unknown = set(known.paths).difference(lasting.paths)
            newer = _Newer(_version(), key, name, sorted(unknown), SeedRecords.none())
            return _store_newer(folder, newer, whole=len(lasting) == len(known))
        changed = known.at(paths)
        lasting = _lasting(changed)
        newer = _Newer(_version(), key, kept.name, sorted(paths.difference(lasting.paths)), lasting)
        return _store_newer(folder, newer, whole=len(lasting) == len(changed))
    except ValueError:  # a name that is no Unicode
        return Stored(None)


def _lasting(known: SeedRecords) -> SeedRecords:
    return SeedRecords(*map(_lasting_of, known.both()))


def _lasting_of(records: Records) -> Records:
    rows = enumerate(zip(records.stamp, records.path, strict=True))
    lasts = [at for at, (stamp, path) in rows if stamp and "\ufffd" not in path]
    return records if len(lasts) == len(records) else records.taken(lasts)


def _store_most(folder: Path, key: str, known: SeedRecords) -> bytes:
    """Write all records; return the name of the file. Raise ValueError if it cannot be made."""
    articles, name = known.articles, new_name()
    number_of = {names: number for number, names in enumerate(dict.fromkeys(articles.names))}
    numbers = [number_of[names] for names in articles.names]
    nameless = SeedRecords(structs.replace(articles, names=[]), known.others)
    write_cached(folder, _MOST, msgspec.msgpack.encode(_Most(_version(), key, name, nameless, [*number_of], numbers)))
    return name


def _store_newer(folder: Path, newer: _Newer, *, whole: bool) -> Stored:
    """Write the small file, unless it is there; all files are known as they are if what is known is ``whole``."""
    data = msgspec.msgpack.encode(newer)
    before, stamp = read_cached(folder, _NEW)
    if before != data:
        stamp = write_cached(folder, _NEW, data)
    return Stored(stamp, whole and stamp is not None)


def _version() -> str:
    return f"{__version__}/{_FORMAT}"
