"""References of documents, remembered by the documents' content, in a file that may be deleted at any time.

A cache that is missing, damaged or in use counts as empty; a cache that cannot be written is no error.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Self

import msgspec

from feedtool import __version__
from feedtool.links.link import Reference

NAME = "extraction.sqlite3"
_FORMAT = 5
_KEPT_DAYS = 30  # since a document was last met
_WAIT_S = 5.0
_SCHEMA = "CREATE TABLE IF NOT EXISTS document (key BLOB PRIMARY KEY, day INTEGER, found BLOB)"

packed = msgspec.msgpack.encode
unpacked = msgspec.msgpack.Decoder(list[Reference] | None).decode


def is_packed(found: bytes) -> bool:
    """Return whether packed references can be read: damage is found before anybody relies on them."""
    try:
        unpacked(found)
    except (msgspec.MsgspecError, UnicodeDecodeError, TypeError):
        return False
    return True


def key_of(text: str, name: str, base: str | None) -> bytes:
    """Return the key of a document, made of all that its references depend on."""
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    head = f"{__version__}/{_FORMAT} {suffix} {base or ''}\n"
    return blake2b((head + text).encode("utf-8", "surrogatepass"), digest_size=20).digest()


class ExtractionCache:
    """References by key, packed. Each process opens its own."""

    def __init__(self, path: Path | None) -> None:
        """Open the cache in a file; with None it stays empty."""
        self._db: sqlite3.Connection | None = None
        if path is None:
            return
        with contextlib.suppress(sqlite3.Error):
            self._db = _connected(path)
            return
        with contextlib.suppress(OSError, sqlite3.Error):
            path.unlink()
            self._db = _connected(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._db is not None:
            self._db.close()

    def get(self, key: bytes) -> bytes | None:
        """Return the packed references of a document, or None if they are not known."""
        if self._db is None:
            return None
        try:
            row = self._db.execute("SELECT found FROM document WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            return None
        return bytes(row[0]) if row else None

    def put(self, new: Sequence[tuple[bytes, bytes]], known: Iterable[bytes], *, day: int) -> None:
        """Remember ``new`` packed references by key, and that documents of ``known`` keys were met on this ``day``."""
        if self._db is None:
            return
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(
                "INSERT OR REPLACE INTO document VALUES (?, ?, ?)", [(key, day, data) for key, data in new]
            )
            self._db.executemany(
                "UPDATE document SET day = ? WHERE key = ? AND day != ?", [(day, key, day) for key in known]
            )
            self._db.execute("COMMIT")

    def sweep(self, day: int) -> None:
        """Forget the documents that were not met for 30 days."""
        if self._db is not None:
            with contextlib.suppress(sqlite3.Error):
                self._db.execute("DELETE FROM document WHERE day < ?", (day - _KEPT_DAYS,))


def _connected(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None)
    try:
        db.execute("PRAGMA synchronous = OFF")  # losing it costs a moment
        db.execute(_SCHEMA)
        db.execute("SELECT key, day, found FROM document LIMIT 1").fetchone()
    except BaseException:  # Ctrl-C too: the file is not held on to
        db.close()
        raise
    return db
