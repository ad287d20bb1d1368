"""The stored state → the reports of its last run, asking nobody."""

import os
from pathlib import Path

from feedtool.dates import format_rfc3339, from_epoch_ms
from feedtool.github.places import link_of
from feedtool.reports.summary import summarise
from feedtool.runs.options import CheckOptions
from feedtool.runs.reporting import write_reports
from feedtool.runs.screen import Screen
from feedtool.runs.state import looked_at, summary_of
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
            note = _note_of(standing)
            if note:
                screen.say(f"note: {note}")
            summary = summary_of(state, options, complete=standing.complete, say=screen.say, note=note, later=True)
        write_reports(summary, options.reports, screen=screen, link_of=link_of(os.environ, Path()))


def _note_of(standing: Standing) -> str:
    """Return what a reader must know of the results that are shown, empty where they are those of the last check."""
    if standing.untold_ms is not None:
        shown = "" if standing.at_ms is None else f" of {format_rfc3339(from_epoch_ms(standing.at_ms))}"
        moment = format_rfc3339(from_epoch_ms(standing.untold_ms))
        return f"the check of {moment} could not tell anything; these are the results of the run before it{shown}"
    if not standing.has_ended:
        return "the last check is under way or was stopped; what it has not asked is shown as last known"
    return ""
