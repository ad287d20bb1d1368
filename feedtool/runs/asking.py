"""The options of a check → who asks in this process, and what other processes need to ask."""

from collections.abc import Collection

from feedtool.checker.run import Checker, CheckProgress
from feedtool.net.network import Network
from feedtool.parts.worker import Equipment
from feedtool.runs.options import CheckOptions
from feedtool.runs.screen import Screen
from feedtool.schedule.book import Book
from feedtool.schedule.manner import Manner


def equipment_of(options: CheckOptions, limited: Collection[str] = ()) -> Equipment:
    """Return all that a process needs to ask."""
    return Equipment(options.manner, options.guard, options.ca_file, options.proxy, tuple(limited))


def checker_for(
    book: Book,
    manner: Manner,
    network: Network,
    screen: Screen,
    progress: CheckProgress = lambda _verdicts, _of, _waiting: None,
    *,
    limited: Collection[str] = (),
) -> Checker:
    """Return what asks for the targets of a book in this process."""
    return Checker(
        book, network.begin, manner, now=screen.now, canary=network.is_there, progress=progress, limited=limited
    )
