"""A file beside the state that says until when workers of a check may ask: whoever checks next waits for that moment.

It is there while workers ask, and is left behind by a client that was killed or lost its scheduler.
"""

import contextlib
import json
import math
import os
import time
from pathlib import Path

from feedtool import files
from feedtool.parts.lease import USUAL, Promise, Terms


def file_of(state: Path) -> Path:
    """Return the file beside a state."""
    return Path(f"{os.path.realpath(state)}.leases")


class Promised:
    """The promise that is kept in a file. Times are seconds since 1970, since it outlives this process."""

    def __init__(self, path: Path, terms: Terms = USUAL) -> None:
        """Read what an earlier check promised, if it was killed; a file that cannot be understood promises nothing."""
        self._path = path
        self._terms = terms
        self._promise = Promise()
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError, OverflowError):
            kept = json.loads(path.read_bytes())
            until = float(kept["until"])
            self._promise = Promise(int(kept["number"]), until if math.isfinite(until) else 0.0)

    @property
    def number(self) -> int:
        """The last number of a lease of this state."""
        return self._promise.number

    def wait_s(self) -> float:
        """Return for how many seconds workers of an earlier check may still ask."""
        return self._promise.wait_s(time.time())

    def renew(self, number: int) -> None:
        """Promise that nobody else asks what workers ask that are confirmed now."""
        renewed = self._promise.renewed(number, time.time(), self._terms)
        if renewed is not self._promise:
            self._promise = renewed
            files.replace_file(self._path, json.dumps({"number": renewed.number, "until": renewed.until}).encode())

    def clear(self) -> None:
        """Note that nobody asks any more."""
        self._path.unlink(missing_ok=True)
