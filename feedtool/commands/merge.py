"""The shards of a check → one state: unite → ask for what leads from shard to shard → conclude → remember → report."""

import os
from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path

from feedtool.checker.run import CheckProgress
from feedtool.commands.check import Checked, ask, remember
from feedtool.github.places import link_of
from feedtool.net.loop import collecting_rarely, runner
from feedtool.net.network import Network
from feedtool.parts.jobs import Asker
from feedtool.reports.summary import Summary
from feedtool.runs.asking import checker_for
from feedtool.runs.gathering import now_ms, prepare_folder
from feedtool.runs.options import CheckOptions
from feedtool.runs.reporting import Tell, first_failure, write_reports
from feedtool.runs.screen import Screen
from feedtool.runs.state import opened, summary_of
from feedtool.runs.uniting import MergeBook, Rest, opened_shards, united
from feedtool.state.state import State
from feedtool.store.shard import Shard
from feedtool.text import counted


def merge(paths: Sequence[Path], options: CheckOptions, *, screen: Screen, also: Tell | None = None) -> Checked:
    """Put the shards of a check together, ask for what no shard could, remember the outcomes, and write the reports.

    Shards that were merged into this state before are reported again, and nobody is asked. ``also`` is given the
    summary while its results can be read. Raise InputError if the files are not all shards of one check, or if the
    state remembers something else than they began with.
    """
    prepare_folder(options)
    with (
        opened_shards(paths, out=options.state, say=screen.say) as files,
        opened(options, now_ms=now_ms(screen), say=screen.say) as state,
    ):
        joined = united(state, options.state, files, note=screen.note)
        if state.shard.show(joined.run_id):
            screen.note("note: these shards were merged into this state before; nobody is asked again")
            interrupted, summary = False, summary_of(state, options, complete=joined.complete, say=screen.say)
        else:
            interrupted, summary = _concluded(options, state, joined, screen)
        report = partial(write_reports, reports=options.reports, screen=screen, link_of=link_of(os.environ, Path()))
        return Checked(summary, interrupted, first_failure(summary, report, also))


def _concluded(options: CheckOptions, state: State, joined: Shard, screen: Screen) -> tuple[bool, Summary]:
    """Ask for what no shard could, conclude over all shards, and remember that; return whether it was interrupted."""
    book = MergeBook(state, complete=joined.complete)
    if len(book):
        screen.note(f"note: {counted(len(book), 'link')} needed more than one shard; asking for them now")
    with screen.asking() as progress, collecting_rarely(), runner() as loop:
        asker = partial(_asker, state, joined, book, screen, progress)
        end, interrupted = loop.run(ask(options, joined.named, state, screen, asker))
    summary = remember(options, state, end, screen, interrupted=interrupted)
    if state.memory.has_ended:
        state.shard.handed_over.forget()
    return interrupted, summary


def _asker(
    state: State,
    whole: Shard,
    book: MergeBook,
    screen: Screen,
    progress: CheckProgress,
    options: CheckOptions,
    network: Network,
    limited: Collection[str],
) -> Asker:
    """Return what asks for what no shard could; once that is done, for what is in the queue, as a check does."""
    if not book.is_taken:
        return Rest(whole, book, checker_for(book, options.manner, network, screen, progress))
    return checker_for(state.book, options.manner, network, screen, progress, limited=limited)
