"""The task of a worker: it asks nobody once its lease has run out."""

from typing import cast

from feedtool import __version__
from feedtool.cluster.owner import Owner
from feedtool.cluster.task import _asks_on, version


class Holder:
    """Somebody who may ask, or not."""

    def __init__(self, *, may_ask: bool) -> None:
        self.may_ask = lambda: may_ask
        self.is_stopped = False

    def stop(self) -> None:
        self.is_stopped = True


def asks_on(holder: Holder) -> bool:
    return _asks_on(cast("Owner", holder))


def test_who_holds_the_lease_asks() -> None:
    holder = Holder(may_ask=True)
    assert (asks_on(holder), holder.is_stopped) == (True, False)


def test_who_lost_the_lease_gives_the_part_up_for_what_was_not_sent_would_never_be_answered() -> None:
    holder = Holder(may_ask=False)
    assert (asks_on(holder), holder.is_stopped) == (False, True)


def test_a_worker_tells_its_version() -> None:
    assert version() == __version__
