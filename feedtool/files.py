"""Files replaced as a whole, and only when their bytes differ."""

import contextlib
import os
import tempfile
from pathlib import Path

from feedtool.errors import OutputError


def differs(path: Path, data: bytes) -> bool:
    """Tell whether a file is missing or holds other bytes. What cannot be read raises OutputError."""
    try:
        return path.read_bytes() != data
    except FileNotFoundError:
        return True
    except OSError as error:
        raise OutputError(f"{path}: cannot be read: {error.strerror or error}") from error


def replace(path: Path, data: bytes) -> None:
    """Put new bytes in the place of a file; at any moment it is complete, old or new.

    The bytes go to a temporary file beside it, to the disk, and then take its name. What fails raises OutputError and
    leaves the old file as it was.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
        temporary = None
        _sync_folder(path.parent)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def make_folder(path: Path) -> None:
    """Make a folder and those above it, if they are not there. What stands in the way raises OutputError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise OutputError(f"{path}: a file stands where the folder for the feeds should be; move it away") from error
    except OSError as error:
        raise OutputError(f"{path}: cannot be made: {error.strerror or error}") from error


def _sync_folder(folder: Path) -> None:
    """Bring a renamed name to the disk, where the system lets a folder be opened (Windows does not)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
