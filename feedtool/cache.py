"""The folder of what earlier runs learned: small files that may be deleted at any time, and are never trusted.

A file that is missing, too large, damaged or no plain file of our own folder counts as empty; one that cannot be
written is no error. Each begins with a checksum of the rest: a damaged one may still look like what a build learned.
"""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO
from zlib import crc32

from feedtool.stamps import Stamp, stamp_of

_MAX_BYTES = 200_000_000  # ten times what half a million articles need
_SUM_BYTES = 4
_MANY = 500  # changes for which a large file is written anew, or a twentieth of all that it tells if that is more
NAME_BYTES = 16  # of the name of a large file
_UNFINISHED = ".tmp"


def read_cached(folder: Path, name: str) -> tuple[bytes, Stamp | None]:
    """Return the bytes of a file of the cache, and its stamp; no bytes and no stamp where there is none of ours."""
    path = folder / name
    try:
        stat = path.lstat()
        if folder.is_symlink() or not S_ISREG(stat.st_mode) or stat.st_size > _MAX_BYTES:
            return b"", None
        with path.open("rb", buffering=0) as file:  # what is read is not copied once more
            checksum, data = file.read(_SUM_BYTES), file.readall()
            return (data, stamp_of(file.fileno())) if checksum == _packed(crc32(data)) else (b"", None)
    except (OSError, ValueError):
        return b"", None


def write_cached(folder: Path, name: str, data: bytes | Iterable[bytes]) -> Stamp | None:
    """Write a file of the cache as a whole, from its bytes or pieces of them.

    Return its stamp, or None if it cannot be written, or if a piece cannot be made (ValueError).
    """
    import tempfile  # here, since most runs write nothing

    temporary: str | None = None
    try:
        if folder.is_symlink():
            return None
        prepare_cache(folder)
        handle, temporary = tempfile.mkstemp(prefix=f"{name}.", suffix=_UNFINISHED, dir=folder)
        with os.fdopen(handle, "wb") as file:
            _write(file, (data,) if isinstance(data, bytes) else data)
        os.replace(temporary, folder / name)
        temporary = None
        _clear(folder, name)
        return stamp_of(os.fspath(folder / name))
    except (OSError, ValueError):
        return None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def new_name() -> bytes:
    """Return a name that no other file has: a small file tells by it what changed since a large one was written."""
    return os.urandom(NAME_BYTES)


def are_many(changes: int, *, of: int) -> bool:
    """Tell whether so much changed that the large file is to be written anew, instead of the small one beside it."""
    return changes > max(_MANY, of // 20)


def _write(file: BinaryIO, pieces: Iterable[bytes]) -> None:
    checksum = 0
    file.seek(_SUM_BYTES)
    for piece in pieces:
        checksum = crc32(piece, checksum)
        file.write(piece)
    file.seek(0)
    file.write(_packed(checksum))


def _packed(checksum: int) -> bytes:
    return checksum.to_bytes(_SUM_BYTES, "big")


def _clear(folder: Path, name: str) -> None:
    """Remove what runs that were killed left of a file. One that still writes it loses what it learned, and no more."""
    for left in os.listdir(folder):
        if left.startswith(f"{name}.") and left.endswith(_UNFINISHED):
            with contextlib.suppress(OSError):
                os.unlink(folder / left)


def prepare_cache(folder: Path) -> None:
    """Make the folder, ignored by Git. Raise OSError if it cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not os.path.lexists(ignore):
        ignore.write_text("*\n")
