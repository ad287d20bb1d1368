"""The lock as a build wrote it, in the cache: so that the next build need not parse the file.

Two files hold it: a large one most lines, and a small one those that are new or changed since that was written, so that
one new article costs no writing of all lines. A hash in the small file stands for the bytes of the lock, of what the
small file means, and for the version that wrote both; and it knows the large file by a name that no other has. A lock
that anybody else wrote or merged, and a cache that is damaged, are not known, and the lock is parsed.
"""

from hashlib import sha256
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import msgspec

from feedtool import __version__
from feedtool.cache import NAME_BYTES, are_many, new_name, read_cached, write_cached
from feedtool.lock.line import Lock, LockLine, Window, changed_lines

_MOST, _NEW = "lock.cache", "lock-new.cache"
_FORM = 3
_HASH_BYTES = sha256().digest_size
_ARRAY = b"\xdd"  # of MessagePack: what comes before an array, with its length; it is written line by line
_CORRUPT = (msgspec.MsgspecError, ValueError, RecursionError)


class _Newer(msgspec.Struct, array_like=True):
    """What the small file means; ``most`` is the name of the large one."""

    most: bytes
    seeds: str
    output: str
    lines: list[LockLine]
    windows: dict[str, Window]
    slugs: list[tuple[str, str, str]]


_decode_most = msgspec.msgpack.Decoder(list[LockLine]).decode
_decode_newer = msgspec.msgpack.Decoder(_Newer).decode
_encoder = msgspec.msgpack.Encoder()


class Kept(NamedTuple):
    """What the cache holds of a lock: the name of the large file, and the ids of the lines in the small one."""

    most: bytes
    newer: frozenset[str]


class Recalled(NamedTuple):
    """A lock that a build wrote; no other has its ``mark``."""

    lock: Lock
    mark: bytes
    kept: Kept


def recall_lock(folder: Path | None, data: bytes) -> Recalled | None:
    """Return the lock that a build wrote as ``data``; None if nobody remembers."""
    kept = read_cached(folder, _NEW)[0] if folder else b""
    if folder is None or kept[:_HASH_BYTES] != _hash(data, memoryview(kept)[_HASH_BYTES:]):
        return None
    try:
        newer = _decode_newer(memoryview(kept)[_HASH_BYTES:])
        most = memoryview(read_cached(folder, _MOST)[0])
        if most[:NAME_BYTES] != newer.most:
            return None
        lines = {line.id: line for line in _decode_most(most[NAME_BYTES:])}
    except _CORRUPT:
        return None
    lines.update((line.id, line) for line in newer.lines)
    slugs = {(kind, name): slug for kind, name, slug in newer.slugs}
    lock = Lock(newer.seeds, newer.output, lines, newer.windows, slugs)
    return Recalled(lock, kept[:_HASH_BYTES], Kept(newer.most, frozenset(line.id for line in newer.lines)))


def remember_lock(folder: Path, lock: Lock, data: bytes, *, before: Recalled | None = None) -> bytes | None:
    """Remember a lock that `form.format_lock` wrote as ``data``; ``before`` is what is remembered already.

    Return its mark, None if it cannot be remembered.
    """
    newer = None if before is None else _newer(lock, before)
    try:
        most = before.kept.most if before and newer is not None else _store_most(folder, lock)
        if most is None:
            return None
        slugs = [(kind, name, slug) for (kind, name), slug in lock.slugs.items()]
        meant = _encoder.encode(_Newer(most, lock.seeds, lock.output, newer or [], {**lock.windows}, slugs))
    except ValueError:  # a field that is no Unicode
        return None
    mark = _hash(data, meant)
    return mark if write_cached(folder, _NEW, mark + meant) else None


def _newer(lock: Lock, before: Recalled) -> list[LockLine] | None:
    """Return the lines that the large file does not tell as they are, None where it is to be written anew."""
    changed = changed_lines(before.lock.lines, lock.lines)
    known = sum(id_ in before.lock.lines for id_ in changed)
    ids = {*before.kept.newer, *changed}
    is_less = len(before.lock.lines) > len(lock.lines) - len(changed) + known
    return None if is_less or are_many(len(ids), of=len(lock.lines)) else [lock.lines[id_] for id_ in ids]


def _store_most(folder: Path, lock: Lock) -> bytes | None:
    """Write all lines; return the name of the file, None if it cannot be written.

    Those first seen last come first: in nearly the same order their articles come, and feeds want them in it.
    """
    lines, name = sorted(lock.lines.values(), key=attrgetter("seen_ms"), reverse=True), new_name()
    head = name + _ARRAY + len(lines).to_bytes(4, "big")
    return name if write_cached(folder, _MOST, chain((head,), map(_encoder.encode, lines))) else None


def _hash(data: bytes, meant: bytes | memoryview) -> bytes:
    hashed = sha256(f"{__version__}/{_FORM} {len(data)}\n".encode())
    hashed.update(data)
    hashed.update(meant)
    return hashed.digest()
