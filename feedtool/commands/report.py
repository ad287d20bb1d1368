"""The stored state → the reports of its last run, asking nobody."""

from feedtool.commands.options import CheckOptions
from feedtool.commands.reporting import write_reports
from feedtool.commands.screen import Screen
from feedtool.commands.state import looked_at, summary_of
from feedtool.reports.summary import summarise


def report(options: CheckOptions, *, screen: Screen) -> None:
    """Write the reports of the last run as it is stored, also while a check is at work; of no run an empty one.

    Raise InputError if the state cannot be read, OutputError if a report cannot be written.
    """
    with looked_at(options) as state:
        complete = None if state is None else state.results.of_last_run()
        if state is None or complete is None:
            screen.say("note: no check is stored yet; 'feedtool check' makes one")
            summary = summarise(lambda: iter(()), title=options.title)
        else:
            summary = summary_of(state, options, complete=complete)
        write_reports(summary, options.reports, screen=screen)
