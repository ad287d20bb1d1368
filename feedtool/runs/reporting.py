"""A summary → its reports, each in its place; if one cannot be written, the others still are."""

from collections.abc import Callable

from feedtool.errors import FeedtoolError
from feedtool.files import write_report
from feedtool.reports.formats import render
from feedtool.reports.summary import Summary
from feedtool.reports.wording import LinkOf, nowhere
from feedtool.runs.options import Reports
from feedtool.runs.screen import Screen

Tell = Callable[[Summary], None]


def write_reports(summary: Summary, reports: Reports, *, screen: Screen, link_of: LinkOf = nowhere) -> None:
    """Write every report, with links to places as ``link_of`` tells them.

    Raise the first error only after the others have been written, also where nobody reads the one on the screen.
    """

    def writer(index: int) -> Tell:
        form, file = reports[index]

        def write(summary: Summary) -> None:
            pieces = render(summary, form, link_of=link_of)
            if file is None:
                screen.show(pieces, form)
            else:
                write_report(file, (piece.encode("utf-8", "backslashreplace") for piece in pieces))

        return write

    failed = first_failure(summary, *(writer(index) for index in range(len(reports))))
    if failed is not None:
        raise failed


def first_failure(summary: Summary, *tells: Tell | None) -> FeedtoolError | None:
    """Give the summary to every function, even if one of them fails; return the first failure.

    Raise OSError, if nothing else failed, where standard output cannot be written, or nobody reads it any more.
    """
    failed, unread = None, None
    for tell in tells:
        try:
            if tell is not None:
                tell(summary)
        except FeedtoolError as error:
            failed = failed or error
        except OSError as error:  # errors of all files are told where they happen
            unread = unread or error
    if unread is not None and failed is None:
        raise unread
    return failed
