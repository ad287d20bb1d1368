"""A check that joins a cluster, or waits until the workers of an earlier check surely ask nobody any more."""

import contextlib
import time
from collections.abc import Callable, Iterator
from math import ceil
from pathlib import Path

from feedtool.cluster import cluster as joined
from feedtool.cluster.promised import Promised, file_of
from feedtool.parts.lease import USUAL

TERMS = USUAL


@contextlib.contextmanager
def joining(address: str | None, state: Path | None, note: Callable[[str], None]) -> "Iterator[joined.Cluster | None]":
    """Join the cluster of the scheduler at an address, None if this machine is to ask.

    First wait until workers of a check of the same state stop, if that was killed. Raise InputError as `joined.joined`
    does.
    """
    if state is None:
        yield None
        return
    promised = Promised(file_of(state), TERMS)
    left_s = promised.wait_s()
    if left_s:
        note(f"note: workers of a check that was stopped may still ask; waiting {ceil(left_s)} s for them to end")
        time.sleep(left_s)
    promised.clear()
    if address is None:
        yield None
        return
    cluster = None
    try:
        with joined.joined(address, promised.renew, number=promised.number, terms=TERMS) as cluster:
            yield cluster
    finally:
        if cluster is None or cluster.is_clear:
            promised.clear()
