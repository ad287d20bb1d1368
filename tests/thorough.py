"""How much of what has no end is tried: a part in every run, all of it where FEEDTOOL_THOROUGH is set.

Hypothesis can draw examples without end, and the corpus of real articles holds hundreds of files that mostly show the
same. Every run tries the same part; one job of CI tries all.
"""

import os
from collections.abc import Iterable
from zlib import crc32

from hypothesis import settings

THOROUGH = bool(os.environ.get("FEEDTOOL_THOROUGH"))
_PART = 4  # one in so many


def examples(most: int) -> settings:
    """Let a property draw so many examples in a thorough run, and a quarter of them otherwise."""
    return settings(max_examples=most if THOROUGH else -(-most // _PART))


def many(most: int) -> int:
    """Return how often something is repeated to see that it takes no time: in a thorough run, or a quarter of it."""
    return most if THOROUGH else most // _PART


def within(limit_s: float) -> float:
    """Return the limit in seconds of processor time for `many` things, given the limit for the whole of them.

    A quarter of them has half the time: twice what grows with the length takes, since a busy machine makes even
    the processor's time longer; what grows with the square of the length and was far beyond the limit still is.
    """
    return limit_s if THOROUGH else limit_s / 2


def rounds(most: int) -> range:
    """Count what is repeated because it depends on chance: so many in a thorough run, and a quarter otherwise."""
    return range(most if THOROUGH else -(-most // _PART))


def sample(paths: Iterable[str]) -> list[str]:
    """Return paths of real files: all in a thorough run, otherwise a quarter of them, the same on every machine."""
    return [path for path in paths if THOROUGH or crc32(path.encode()) % _PART == 0]
