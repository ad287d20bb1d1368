"""One check at a time over a state: an operating-system lock on a file beside it.

The system lets go of the lock however its holder ends. The process id in the file is for the message alone.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from feedtool.errors import InputError, OutputError

_POLL_S = 0.2
_SHOWN = 20  # characters of a process id


def lock_file(path: Path) -> Path:
    """Return the file whose lock stands for a state."""
    return path.with_name(f"{path.name}.lock")


@contextlib.contextmanager
def held_alone(path: Path, *, wait_s: float, say: Callable[[str], None]) -> Iterator[None]:
    """Hold a state for this process; wait for another check that holds it, and say so.

    Raise InputError if it is still held after ``wait_s`` seconds, OutputError if there can be no lock file.
    """
    lock = lock_file(path)
    try:
        file = lock.open("a+b", buffering=0)
    except OSError as error:
        raise OutputError(f"{lock}: cannot be written: {error.strerror or error}") from error
    with file:
        _wait(file, path, wait_s, say)
        try:
            file.truncate(0)
            file.write(str(os.getpid()).encode())
            yield
        finally:
            with contextlib.suppress(OSError):
                file.truncate(0)
            _release(file)


def _wait(file: IO[bytes], path: Path, wait_s: float, say: Callable[[str], None]) -> None:
    deadline, told = time.monotonic() + wait_s, False
    while not _taken(file):
        holder = _holder(file)
        if time.monotonic() >= deadline:
            raise InputError(
                f"{path}: another check{holder} has been using it for {wait_s:g} s; wait for it to end, or name"
                " another file with --state"
            )
        if not told:
            say(f"{path}: another check{holder} is using it; waiting up to {wait_s:g} s for it to end")
            told = True
        time.sleep(min(_POLL_S, max(deadline - time.monotonic(), 0.0)))


def _holder(file: IO[bytes]) -> str:
    with contextlib.suppress(OSError):
        file.seek(0)
        written = file.read(_SHOWN).decode("ascii", "replace")
        if written.isdigit():
            return f" (process {written})"
    return ""


def _taken(file: IO[bytes]) -> bool:
    """Return whether the lock could be taken at once. A file system without locks keeps nobody out."""
    try:
        import fcntl
    except ImportError:
        return _taken_on_windows(file)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _release(file: IO[bytes]) -> None:
    with contextlib.suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(file, fcntl.LOCK_UN)


def _taken_on_windows(file: IO[bytes]) -> bool:
    import msvcrt

    try:  # one byte far behind the process id, which others may read
        file.seek(1 << 20)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # only Windows has it
    except OSError:
        return False
    return True
