"""The stored state → the reports of its last run, asking nobody."""

import os
from pathlib import Path

from feedtool.commands.options import CheckOptions
from feedtool.commands.places import link_of
from feedtool.commands.reporting import write_reports
from feedtool.commands.screen import Screen
from feedtool.commands.state import looked_at, summary_of
from feedtool.dates import format_rfc3339, from_epoch_ms
from feedtool.reports.summary import summarise
from feedtool.state.results import Standing


def report(options: CheckOptions, *, screen: Screen) -> None:
    """Write the reports of the last stored run, also while a check is running; empty reports if no run is stored.

    Raise InputError if the state cannot be read, OutputError if a report cannot be written.
    """
    with looked_at(options, say=screen.say) as state:
        standing = None if state is None else state.results.show_last()
        if state is None or standing is None:
            screen.say("note: no check is stored yet; 'feedtool check' makes one")
            summary = summarise(lambda: iter(()), title=options.title, language=options.language)
        else:
            _tell_what_is_shown(standing, screen)
            summary = summary_of(state, options, complete=standing.complete, say=screen.say)
        write_reports(summary, options.reports, screen=screen, link_of=link_of(os.environ, Path()))


def _tell_what_is_shown(standing: Standing, screen: Screen) -> None:
    if standing.untold_ms is not None:
        moment = format_rfc3339(from_epoch_ms(standing.untold_ms))
        screen.say(f"note: the check of {moment} could not tell anything; these are the results of the run before it")
    elif not standing.has_ended:
        screen.say("note: the last check is under way or was stopped; what it has not asked is shown as last known")
