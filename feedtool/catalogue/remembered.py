"""The records that earlier runs made of seeds, in the cache.

A cache that is damaged, of another version or of another configuration counts as empty. It holds no text of any
article but titles and names.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from feedtool import __version__
from feedtool.cache import read_cached, write_cached
from feedtool.catalogue.record import Record
from feedtool.stamps import Stamp, is_settled, settled_ns

_FILE_NAME = "seeds.cache"
_FORMAT = 8


class _File(msgspec.Struct, array_like=True):
    version: str
    key: str
    records: dict[str, Record]


_decoder = msgspec.msgpack.Decoder(_File)


def load(folder: Path, key: str) -> tuple[dict[str, Record], Stamp | None]:
    """Return the remembered records by path, and the cache's stamp; ``key`` says for which folder and time zone."""
    data, stamp = read_cached(folder, _FILE_NAME)
    try:
        file = _decoder.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return {}, None
    return (file.records, stamp) if (file.version, file.key) == (_version(), key) else ({}, None)


class Stored(NamedTuple):
    """The stamp of the cache, None where there is none; ``whole`` tells that it holds all records."""

    stamp: Stamp | None
    whole: bool = False


def store(folder: Path, key: str, records: Mapping[str, Record]) -> Stored:
    """Remember records by path, but for files that changed just now."""
    before = settled_ns()
    old = {path: one for path, one in records.items() if one.stamp and is_settled(one.stamp, before)}
    try:
        data = msgspec.msgpack.encode(_File(_version(), key, old))
    except ValueError:
        return Stored(None)
    return Stored(write_cached(folder, _FILE_NAME, data), len(old) == len(records))


def _version() -> str:
    return f"{__version__}/{_FORMAT}"
