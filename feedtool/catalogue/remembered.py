"""The records that earlier runs made of seeds: a cache in a folder that may be deleted at any time.

A cache that is missing, damaged, of another version or of another configuration counts as empty; a cache that cannot be
written is no error. It holds no text of any article.
"""

import contextlib
import os
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from stat import S_ISREG

import msgspec

from feedtool import __version__
from feedtool.catalogue.record import Record

_FILE_NAME = "seeds.cache"
_FORMAT = 6
_MAX_BYTES = 200_000_000  # ten times what half a million articles need
# A file that changed less than this before the cache was written could change again within its time stamp's grain.
_GRAIN_NS = 2_000_000_000


class _File(msgspec.Struct, array_like=True):
    version: str
    key: str
    records: dict[str, Record]


_decoder = msgspec.msgpack.Decoder(_File)


def load(folder: Path, key: str) -> dict[str, Record]:
    """Return the remembered records by path; ``key`` says for which folder and time zone."""
    try:
        file = _decoder.decode(_read(folder))
    except (OSError, msgspec.MsgspecError, ValueError, RecursionError):
        return {}
    return file.records if (file.version, file.key) == (_version(), key) else {}


def store(folder: Path, key: str, records: Mapping[str, Record]) -> None:
    """Remember records by path, but for files that changed just now."""
    settled = time.time_ns() - _GRAIN_NS
    old = {path: record for path, record in records.items() if record.stamp and max(record.stamp[1:]) < settled}
    temporary: str | None = None
    try:
        data = msgspec.msgpack.encode(_File(_version(), key, old))
        if folder.is_symlink():
            return
        prepare(folder)
        handle, temporary = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, folder / _FILE_NAME)
        temporary = None
    except (OSError, ValueError):
        return
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def prepare(folder: Path) -> None:
    """Make the folder, ignored by Git. Raise OSError if it cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not os.path.lexists(ignore):
        ignore.write_text("*\n")


def _read(folder: Path) -> bytes:
    """Return the bytes of the cache, or no bytes if it is not a plain file of a sane size in our own folder."""
    path = folder / _FILE_NAME
    stat = path.lstat()
    if folder.is_symlink() or not S_ISREG(stat.st_mode) or stat.st_size > _MAX_BYTES:
        return b""
    return path.read_bytes()


def _version() -> str:
    return f"{__version__}/{_FORMAT}"
