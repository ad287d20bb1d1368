"""How much a check would ask of whom: gathered and planned like any, and nobody is asked."""

from collections import Counter
from operator import itemgetter

from feedtool.articles.listing import Listing
from feedtool.runs.gathering import fill, now_ms, prepare_folder
from feedtool.runs.options import CheckOptions
from feedtool.runs.screen import Screen
from feedtool.runs.state import opened
from feedtool.schedule.estimate import Estimate, estimate
from feedtool.schedule.manner import Manner
from feedtool.state.queue import Queue


def describe_offline(options: CheckOptions, *, screen: Screen, listing: Listing | None = None) -> str:
    """Return how many requests each host would get, the most first. Nobody is asked.

    What was found in documents is kept for the next run; nothing else is remembered. ``listing`` has the
    files of one of the inputs if other cores list them already.
    """
    prepare_folder(options)
    with opened(options, now_ms=now_ms(screen), say=screen.say, offline=True) as state:
        fill(state, options, screen, keep=False, listing=listing)
        return _described(state.queue, options.manner)


def _described(queue: Queue, manner: Manner) -> str:
    by_host: Counter[str] = Counter()
    for server, number in queue.servers():
        by_host[server.rpartition(":")[0]] += number
    hosts = sorted(sorted(by_host.items()), key=itemgetter(1), reverse=True)
    links, settled, waiting = queue.counts()
    lines = [f"{number:>7}  {host}" for host, number in hosts]
    asked = f"{_counted(by_host.total(), 'request')} to {_counted(len(hosts), 'host')}"
    took = estimate(by_host, manner)
    lines.append(
        f"{_counted(links, 'link')}: {asked}, {waiting:,} not due, {settled:,} not asked{_told(took, by_host)}"
    )
    return "\n".join(lines)


def _told(took: Estimate | None, by_host: Counter[str]) -> str:
    """Return how long a check will take, in words, with the host that takes the longest if there are several."""
    if took is None:
        return ""
    minutes = round(took.seconds / 60)
    text = f"; about {_counted(minutes, 'minute')}" if minutes else "; less than a minute"
    if len(by_host) == 1:
        return text
    return f"{text}, of which {took.host} takes the longest ({_counted(by_host[took.host], 'request')})"


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
