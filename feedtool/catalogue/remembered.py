"""The records that earlier runs made of seeds, in the cache.

A cache that is damaged, of another version or of another configuration counts as empty. It holds no text of any
article but titles and names.
"""

from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import structs

from feedtool import __version__
from feedtool.cache import read_cached, write_cached
from feedtool.catalogue.records import Names, Records
from feedtool.stamps import Stamp, is_settled, settled_ns

_FILE_NAME = "seeds.cache"
_FORMAT = 10


class _File(msgspec.Struct, array_like=True):
    """The records without the names that articles give: each pair of ``names`` is there once, and has a number."""

    version: str
    key: str
    records: Records
    names: list[Names | None]
    numbers: list[int]


_decoder = msgspec.msgpack.Decoder(_File)


def load(folder: Path, key: str) -> tuple[Records, Stamp | None]:
    """Return the remembered records, and the cache's stamp; ``key`` says for which folder and time zone."""
    data, stamp = read_cached(folder, _FILE_NAME)
    try:
        file = _decoder.decode(data)
        records = structs.replace(file.records, names=[file.names[number] for number in file.numbers])
    except (msgspec.MsgspecError, ValueError, RecursionError, IndexError):
        return Records.none(), None
    fits = (file.version, file.key) == (_version(), key) and records.is_whole
    return (records, stamp) if fits else (Records.none(), None)


class Stored(NamedTuple):
    """The stamp of the cache, None where there is none; ``whole`` tells that it holds all records."""

    stamp: Stamp | None
    whole: bool = False


def store(folder: Path, key: str, records: Records) -> Stored:
    """Remember records, but for those of files that changed just now."""
    before = settled_ns()
    old = [at for at, stamp in enumerate(records.stamp) if stamp and is_settled(stamp, before)]
    kept = records if len(old) == len(records) else records.taken(old)
    number_of = {names: number for number, names in enumerate(dict.fromkeys(kept.names))}
    numbers = [number_of[names] for names in kept.names]
    try:
        file = _File(_version(), key, structs.replace(kept, names=[]), [*number_of], numbers)
        data = msgspec.msgpack.encode(file)
    except ValueError:
        return Stored(None)
    return Stored(write_cached(folder, _FILE_NAME, data), len(old) == len(records))


def _version() -> str:
    return f"{__version__}/{_FORMAT}"
