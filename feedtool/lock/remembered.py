"""The lock as a build wrote it, in the cache: so that the next build need not parse the file.

One hash stands for the bytes of the file, of what they mean, and for the version that wrote both; a lock that anybody
else wrote or merged, and a cache that is damaged, are not known, and the file is parsed.
"""

from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from feedtool import __version__
from feedtool.cache import read_cached, write_cached
from feedtool.lock.line import Lock, LockLine, Window

_FILE_NAME = "lock.cache"
_FORM = 1
_HASH_BYTES = sha256().digest_size


class _File(msgspec.Struct, array_like=True):
    seeds: str
    output: str
    lines: list[LockLine]
    windows: dict[str, Window]
    slugs: list[tuple[str, str, str]]


_decoder = msgspec.msgpack.Decoder(_File)
_encoder = msgspec.msgpack.Encoder()


class Recalled(NamedTuple):
    """A lock that a build wrote, its lines in the order of the file; no other has its ``mark``."""

    lock: Lock
    mark: bytes


def recall_lock(folder: Path | None, data: bytes) -> Recalled | None:
    """Return the lock that a build wrote as ``data``; None if nobody remembers."""
    kept = read_cached(folder, _FILE_NAME)[0] if folder else b""
    meant = memoryview(kept)[_HASH_BYTES:]
    if not kept or kept[:_HASH_BYTES] != _hash(data, meant):
        return None
    try:
        file = _decoder.decode(meant)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    slugs = {(kind, name): slug for kind, name, slug in file.slugs}
    lock = Lock(file.seeds, file.output, {line.id: line for line in file.lines}, file.windows, slugs)
    return Recalled(lock, kept[:_HASH_BYTES])


def remember_lock(folder: Path, lock: Lock, data: bytes) -> bytes | None:
    """Remember a lock that `form.format_lock` wrote as ``data``, its lines in the order of the file.

    Return its mark, None if it cannot be remembered.
    """
    slugs = [(kind, name, slug) for (kind, name), slug in lock.slugs.items()]
    kept = bytearray(_HASH_BYTES)
    try:
        _encoder.encode_into(
            _File(lock.seeds, lock.output, [*lock.lines.values()], {**lock.windows}, slugs), kept, _HASH_BYTES
        )
    except ValueError:  # a field that is no Unicode
        return None
    kept[:_HASH_BYTES] = mark = _hash(data, memoryview(kept)[_HASH_BYTES:])
    return mark if write_cached(folder, _FILE_NAME, kept) else None


def _hash(data: bytes, meant: bytes | memoryview) -> bytes:
    hashed = sha256(f"{__version__}/{_FORM} {len(data)}\n".encode())
    hashed.update(data)
    hashed.update(meant)
    return hashed.digest()
