"""The folder of what earlier runs learned: small files that may be deleted at any time, and are never trusted.

A file that is missing, too large or no plain file of our own folder counts as empty; one that cannot be written is no
error.
"""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path
from stat import S_ISREG

from feedtool.stamps import Stamp, stamp_of

_MAX_BYTES = 200_000_000  # ten times what half a million articles need


def read_cached(folder: Path, name: str) -> tuple[bytes, Stamp | None]:
    """Return the bytes of a file of the cache, and its stamp; no bytes and no stamp where there is none of ours."""
    path = folder / name
    try:
        stat = path.lstat()
        if folder.is_symlink() or not S_ISREG(stat.st_mode) or stat.st_size > _MAX_BYTES:
            return b"", None
        with path.open("rb") as file:
            return file.read(), stamp_of(file.fileno())
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
        handle, temporary = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.writelines((data,) if isinstance(data, bytes) else data)
        os.replace(temporary, folder / name)
        temporary = None
        return stamp_of(os.fspath(folder / name))
    except (OSError, ValueError):
        return None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def prepare_cache(folder: Path) -> None:
    """Make the folder, ignored by Git. Raise OSError if it cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not os.path.lexists(ignore):
        ignore.write_text("*\n")
