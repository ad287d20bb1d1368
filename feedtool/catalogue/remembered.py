"""The records that earlier runs made of seeds, in the cache.

A cache that is damaged, of another version or of another configuration counts as empty. It holds no text of any
article.
"""

import time
from collections.abc import Mapping
from pathlib import Path

import msgspec

from feedtool import __version__
from feedtool.cache import read_cached, write_cached
from feedtool.catalogue.record import Record
from feedtool.stamps import Stamp

_FILE_NAME = "seeds.cache"
_FORMAT = 6
# A file that changed less than this before the cache was written could change again within its time stamp's grain.
_GRAIN_NS = 2_000_000_000


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


def store(folder: Path, key: str, records: Mapping[str, Record]) -> Stamp | None:
    """Remember records by path, but for files that changed just now; return the cache's stamp if it holds all."""
    settled = time.time_ns() - _GRAIN_NS
    old = {path: record for path, record in records.items() if record.stamp and max(record.stamp[1:]) < settled}
    try:
        data = msgspec.msgpack.encode(_File(_version(), key, old))
    except ValueError:
        return None
    stamp = write_cached(folder, _FILE_NAME, data)
    return stamp if len(old) == len(records) else None


def _version() -> str:
    return f"{__version__}/{_FORMAT}"
