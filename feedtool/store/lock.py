"""One check at a time: a lock of the operating system on a file beside the state.

The lock ends with the process that holds it, however that ends. The process id in the file is for the message only. The
file is removed when the lock is given back, so whoever takes it makes sure that it is still the file of that name.
"""

import contextlib
import os
import re
import sys
import time
from pathlib import Path
from typing import Self

from feedtool.errors import InputError, OutputError
from feedtool.store.database import Say

_POLL_S = 0.2
_LOCKED_AT = 1 << 30  # Windows lets nobody read a byte that is locked: one far behind the process id is
_CONTENT = re.compile(rb"\d{0,20}\s*")


class BusyError(InputError):
    """Another check uses the state, and did not end in time."""


class Lock:
    """The right to change a state. It must be given back."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle = handle

    @classmethod
    def taken(cls, state: Path, say: Say, *, wait_s: float) -> Self:
        """Return the lock of a state; wait for another check to end, and say so.

        Raise InputError if that does not end within ``wait_s`` seconds, OutputError if nothing can be locked there.
        """
        path = Path(f"{os.path.realpath(state)}.lock")
        until = time.monotonic() + wait_s
        waited = False
        while True:
            try:
                handle, holder = _tried(path)
            except OSError as error:
                raise OutputError(f"{path}: cannot be locked: {error.strerror or error}") from error
            if handle is not None:
                return cls(path, handle)
            if time.monotonic() >= until:
                for_s = f" after {_in_words(wait_s)}" if waited else ""
                raise BusyError(
                    f"{state}: another check is using it{holder}{for_s}; start again when that has ended, or wait"
                    " longer with --wait"
                )
            if not waited:
                say(f"{state}: another check is using it{holder}; waiting for that to end, at most {_in_words(wait_s)}")
            waited = True
            time.sleep(min(_POLL_S, max(until - time.monotonic(), 0)))

    def release(self) -> None:
        """Give the lock back."""
        if sys.platform != "win32":  # there no file is removed that is open
            self._remove()
        os.close(self._handle)
        if sys.platform == "win32":
            self._remove()

    def _remove(self) -> None:
        with contextlib.suppress(OSError):
            os.unlink(self._path)


def _tried(path: Path) -> tuple[int | None, str]:
    """Return the open and locked file, or None and who holds the lock. Raise OSError if the file cannot be used."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            content = os.read(handle, 100)
            if not _CONTENT.fullmatch(content):
                raise InputError(f"{path}: a file of this name is in the way; move it, or name another state")
            if not _locked(handle):
                number = content.decode().strip()
                return None, f" (process {number})" if number else ""
            if _is_still(path, handle):
                os.ftruncate(handle, 0)
                os.lseek(handle, 0, os.SEEK_SET)
                os.write(handle, b"%d\n" % os.getpid())
                kept, handle = handle, -1
                return kept, ""
        finally:
            if handle >= 0:
                os.close(handle)


def _is_still(path: Path, handle: int) -> bool:
    """Return whether an open file is the one of that name."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _locked(handle: int) -> bool:
        """Lock an open file; return False if another process has."""
        os.lseek(handle, _LOCKED_AT, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(handle: int) -> bool:
        """Lock an open file; return False if another process has."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _in_words(seconds: float) -> str:
    return f"{seconds:g} second" + ("" if seconds == 1 else "s")
