"""Inputs → a verdict for every link: gather → plan → ask → judge → remember → report. The whole flow is `check`."""

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from feedtool.checker.plan import plan
from feedtool.checker.run import Checker, CheckProgress
from feedtool.checker.surroundings import RunEnd
from feedtool.cluster.cluster import MOST_LOSSES, Cluster
from feedtool.cluster.joining import joining
from feedtool.cores import cores
from feedtool.errors import FeedtoolError
from feedtool.github.places import link_of
from feedtool.judge.verdict import Result
from feedtool.links.link import Kind
from feedtool.net.loop import collecting_rarely, runner
from feedtool.net.network import Network
from feedtool.parts.jobs import Asker, Jobs, Processes
from feedtool.parts.partition import requests_by_site
from feedtool.quick import quick
from feedtool.reports.summary import Summary, summarise
from feedtool.runs.asking import checker_for, equipment_of
from feedtool.runs.gathering import fill, now_ms, prepare_folder
from feedtool.runs.options import CheckOptions
from feedtool.runs.reporting import Tell, first_failure, write_reports
from feedtool.runs.screen import Screen
from feedtool.runs.state import opened, summary_of
from feedtool.runs.stopping import stopping, unless
from feedtool.schedule.book import Book
from feedtool.schedule.estimate import helpful_jobs
from feedtool.state.state import State
from feedtool.text import counted

# From options, the network, and image proxies that had enough: who asks.
AskerFor = Callable[[CheckOptions, Network, Collection[str]], Asker]
_FEED_S = 30.0  # to fetch a feed that is named by its URL, as a whole


@quick(frozen=True, slots=True)
class Checked:
    """What a check came to: its summary, whether it was interrupted, and why a report was not written, if so."""

    summary: Summary
    interrupted: bool = False
    failed: FeedtoolError | None = None


def check(options: CheckOptions, *, screen: Screen, also: Tell | None = None) -> Checked:
    """Ask for every link that is due, remember the outcomes, and write the reports.

    ``also`` is given the summary while its results can be read. Ctrl-C or SIGTERM ends the run with what is known by
    then. Raise InputError if there is nothing to check or something named cannot be read.
    """
    prepare_folder(options)
    with (
        opened(options, now_ms=now_ms(screen), say=screen.say) as state,
        joining(options.dask, options.state, screen.note) as cluster,
        Processes(_beforehand(options)) as processes,
    ):
        named = fill(state, options, screen, keep=True)
        if state.queue.resumed:
            known = counted(state.queue.resumed, "answer")
            screen.note(f"note: going on with a run that was stopped: {known} known from it")
        with screen.asking() as progress, collecting_rarely(), runner() as loop:
            asker = partial(_asker, state, screen, progress, cluster, processes)
            end, interrupted = loop.run(ask(options, named, state, screen, asker))
        summary = remember(options, state, end, screen, interrupted=interrupted)
        places = link_of(os.environ, Path())
        report = partial(write_reports, reports=options.reports, screen=screen, link_of=places)
        return Checked(summary, interrupted, first_failure(summary, report, also))


# -- ask and judge


async def ask(
    options: CheckOptions, named: Sequence[str], state: State, screen: Screen, asker: AskerFor
) -> tuple[RunEnd, bool]:
    """Ask for everything in the queue, then for what the named URLs hold if they are feeds; return how that ended, and
    whether it was interrupted."""
    loop = asyncio.get_running_loop()
    until = None if options.manner.max_time_s is None else loop.time() + options.manner.max_time_s
    stop = asyncio.Event()
    async with equipment_of(options).network() as network:
        with stopping(stop):
            first = asker(options, network, ())
            end = await unless(stop, first.run())
            if end is not None and end.complete and named:
                found = await unless(stop, _expand(options, named, state, network, screen, until))
                if found:
                    left = replace(options, manner=replace(options.manner, max_time_s=_left(until)))
                    more = await unless(stop, asker(left, network, first.limited).run())
                    # the network worked a moment ago, so a silent host is its own fault
                    end = more and RunEnd(more.complete or more.network is not None, heard=True)
                elif found is None:
                    end = None
    return (end, False) if end is not None else (RunEnd(complete=False, heard=first.heard), True)


def _asker(
    state: State,
    screen: Screen,
    progress: CheckProgress,
    cluster: Cluster | None,
    processes: Processes,
    options: CheckOptions,
    network: Network,
    limited: Collection[str],
) -> Asker:
    """Return what asks for everything in the queue: this process, several, or the workers of a cluster."""

    def for_all(book: Book, most_s: float | None) -> Checker:
        return checker_for(book, replace(options.manner, max_time_s=most_s), network, screen)

    equipment = equipment_of(options, limited)
    divided = partial(Jobs, state.book, for_all=for_all, now=screen.now, progress=progress)
    if cluster is not None and (parts := cluster.most(len(requests_by_site(state.queue.servers())))):
        # each worker has the slots of a machine of its own: `Manner.of_part` divides what one machine shares
        manner = replace(options.manner, concurrency=options.manner.concurrency * parts)
        equipment = replace(equipment, manner=manner)
        return divided(jobs=parts, equipment=equipment, start=cluster.worker, most_deaths=MOST_LOSSES)
    jobs = _jobs(options, state)
    if jobs == 1:
        return checker_for(state.book, options.manner, network, screen, progress, limited=limited)
    return divided(jobs=jobs, equipment=equipment, start=processes.start)


def _beforehand(options: CheckOptions) -> int:
    """Return how many processes to start before it is known what there is to ask: those that the user wants."""
    return options.jobs if options.jobs and options.jobs > 1 and not options.dask else 0


def _jobs(options: CheckOptions, state: State) -> int:
    """Return how many processes ask: at most one for each site."""
    by_host = Counter[str]()
    servers = state.queue.servers()
    for server, number in servers:
        by_host[server.rpartition(":")[0]] += number
    jobs = options.jobs or helpful_jobs(by_host, options.manner, most=cores())
    return jobs if jobs == 1 else max(1, min(jobs, len(requests_by_site(servers))))


async def _expand(
    options: CheckOptions, named: Sequence[str], state: State, network: Network, screen: Screen, until: float | None
) -> bool:
    """Add the references in those of the named URLs that turned out to be feeds; return whether there are any."""
    found, feeds = False, state.answers.feeds()
    for url in named:
        address = feeds.get(url)
        if address is None:
            continue
        data = await network.document(address, within_s=_left(until) or _FEED_S)
        from feedtool.articles.decode import decode
        from feedtool.links.documents import references_in

        references = references_in(decode(data)[0], "feed.xml", base=address) if data else None
        if references:
            state.queue.add(url, references, partial(plan, filters=options.filters))
            found = True
    if found:
        state.queue.ready(now_ms(screen), everything=options.everything, most=options.manner.most_per_run)
    return found


def _left(until: float | None) -> float | None:
    """Return the seconds until a moment of the loop's clock, at least a hundredth."""
    return None if until is None else max(until - asyncio.get_running_loop().time(), 0.01)


# -- remember


def remember(options: CheckOptions, state: State, end: RunEnd, screen: Screen, *, interrupted: bool) -> Summary:
    """Remember what the run found, and return its summary; a run that could not tell changes nothing."""
    if end.network is not None:  # one row about the network, and none about a link
        state.answers.forget(now_ms(screen))
        row = Result("", end.network, Kind.LINK.value, ())
        return summarise(lambda: iter((row,)), network=end.network, complete=False, title=options.title,
                         language=options.language)  # fmt: skip
    if not end.heard:  # no host answered before the run ended: that is no fault of the links
        state.answers.forget(now_ms(screen))
    elif not interrupted:
        state.end(now_ms(screen), complete=end.complete)
    return summary_of(state, options, complete=end.complete, say=screen.say)
