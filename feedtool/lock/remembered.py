"""The lock as a build wrote it, in the cache: so that the next build need not parse the file.

One hash stands for the bytes of the file, of what they mean, and for the version that wrote both; a lock that anybody
else wrote or merged, and a cache that is damaged, are not known, and the file is parsed.
"""

from hashlib import sha256
from pathlib import Path

import msgspec

from feedtool import __version__
from feedtool.cache import read_cached, write_cached
from feedtool.lock.line import Lock, LockLine, Window

_FILE_NAME = "lock.cache"
_FORM = 1


class _File(msgspec.Struct, array_like=True):
    seeds: str
    output: str
    lines: list[LockLine]
    windows: dict[str, Window]
    slugs: list[tuple[str, str, str]]


_decoder = msgspec.msgpack.Decoder(_File)


def recall_lock(folder: Path | None, data: bytes) -> Lock | None:
    """Return the lock that a build wrote as ``data``, its lines in the order of the file; None if nobody remembers."""
    kept = read_cached(folder, _FILE_NAME)[0] if folder else b""
    meant = memoryview(kept)[sha256().digest_size :]
    if not kept or kept[: sha256().digest_size] != _hash(data, meant):
        return None
    try:
        file = _decoder.decode(meant)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    slugs = {(kind, name): slug for kind, name, slug in file.slugs}
    return Lock(file.seeds, file.output, {line.id: line for line in file.lines}, file.windows, slugs)


def remember_lock(folder: Path, lock: Lock, data: bytes) -> None:
    """Remember a lock that `form.format_lock` wrote as ``data``, its lines in the order of the file."""
    slugs = [(kind, name, slug) for (kind, name), slug in lock.slugs.items()]
    try:
        meant = msgspec.msgpack.encode(_File(lock.seeds, lock.output, [*lock.lines.values()], {**lock.windows}, slugs))
    except ValueError:  # a field that is no Unicode
        return
    write_cached(folder, _FILE_NAME, _hash(data, meant) + meant)


def _hash(data: bytes, meant: bytes | memoryview) -> bytes:
    hashed = sha256(f"{__version__}/{_FORM} {len(data)}\n".encode())
    hashed.update(data)
    hashed.update(meant)
    return hashed.digest()
