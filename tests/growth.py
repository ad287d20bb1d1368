"""Whether what is longer takes longer by as much and no more, on a busy machine too.

A limit in seconds tells the machine and what else it does. Four times as much takes four times as long where time grows
with the length, and sixteen times where it grows with its square: that shows on any machine.
"""

from collections.abc import Callable
from time import process_time

from tests.thorough import THOROUGH

STRAIGHT = 9.0  # beyond four, since one measurement may be disturbed, and far from sixteen
_LEAST_S = 0.005  # less is not measured well, and no time at all for sixteen times as much either
_PARTS = (4, 1) if THOROUGH else (16, 4)


def growth(run: Callable[[int], object]) -> float:
    """Return how many times longer a run of four times the size takes: the least of up to three measurements.

    ``run`` is given what it shall divide its full size by.
    """
    least = float("inf")
    for _ in range(3):
        short, long = (_spent(run, part) for part in _PARTS)
        least = min(least, long / max(short, _LEAST_S))
        if least < STRAIGHT:
            break
    return least


def _spent(run: Callable[[int], object], part: int) -> float:
    began = process_time()
    run(part)
    return process_time() - began
