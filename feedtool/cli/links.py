"""The commands about links: argv → command → exit status."""

import contextlib
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool.cli.options import key_options, options
from feedtool.cli.terminal import FINDINGS, INTERRUPTED, config_here, reading_progress, say
from feedtool.config.declaration import joined
from feedtool.config.keys import FORMATS, Check
from feedtool.dates import to_epoch_ms
from feedtool.errors import FeedtoolError, InputError, OutputError
from feedtool.text import counted
from feedtool.visible import visible

if TYPE_CHECKING:
    from feedtool.commands.gathering import Gathered
    from feedtool.reports.summary import Summary

_REPORTS = options(
    click.option(
        "--format",
        "formats",
        metavar="FORMAT",
        type=click.Choice(FORMATS),
        multiple=True,
        help=f"Make a report in this format: {joined(FORMATS)}. Repeatable, each but one with a file.  [default: text]",
    ),
    click.option(
        "-o",
        "--output",
        "outputs",
        metavar="FILE",
        type=click.Path(path_type=Path),
        multiple=True,
        help="Write the report of the --format before it to FILE.  [default: standard output]",
    ),
)
_CHECK = key_options(Check, without=("format", "output"))


class _Reporting(click.Command):
    """A command whose ``--format`` and ``-o`` come in pairs: their order in the arguments tells which go together."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        rest = super().parse_args(ctx, args)
        formats, outputs = iter(ctx.params.pop("formats")), iter(ctx.params.pop("outputs"))
        pairs: list[tuple[str | None, Path | None]] = []
        for name in [parameter.name for parameter in order]:
            if name == "formats":
                waiting = pairs and pairs[-1][0] is None  # a file that was named before its format
                pairs[-1:] = [(next(formats), pairs[-1][1])] if waiting else [*pairs[-1:], (next(formats), None)]
            elif name == "outputs":
                output = next(outputs)
                if pairs and pairs[-1][1] is not None:
                    raise click.UsageError(f"-o {output}: no --format before it that has no file yet", ctx)
                pairs[-1:] = [(pairs[-1][0] if pairs else None, output)]
        ctx.params["given"] = [(form, None if file == Path("-") else file) for form, file in pairs]
        return rest


@click.command(cls=_Reporting, short_help="Check every link and image.")
@click.argument("inputs", metavar="[PATH_OR_URL]...", nargs=-1)
@_REPORTS
@_CHECK
def check(inputs: tuple[str, ...], given: "list[tuple[str | None, Path | None]]", **flags: Any) -> int:
    """Check every link and image of articles, pages, feeds and plain URLs.

    PATH_OR_URL is a folder, a file or a URL, by default the folder of the articles. Each link gets a verdict: ok;
    moved, with its new address; broken, which is a finding; blocked, if the server refuses robots; unreachable, if
    nothing can be said today; skipped, if nobody was asked. An image behind a proxy such as images.weserv.nl is asked
    for twice: as it is shown, and where it comes from. feedtool remembers the links: one that has been fine for long
    is asked less often, one that has been unreachable for days is broken.

    \b
      feedtool check                           Check the articles in seeds/.
      feedtool check feeds/atom.xml page.html  Check a feed and a page.
      feedtool check https://example.org/ --format jsonl
      feedtool check --format text --format html -o links.html
      feedtool check --offline                 Show what would be asked.

    Exit status: 0 nothing was found; 1 there are findings; 2 wrong usage, configuration or input; 3 it could not tell:
    there is no network, or time was up; 130 it was interrupted.
    """
    return run_check(inputs, given, flags)


@click.command(cls=_Reporting, short_help="Report what the last check found, in any format.")
@_REPORTS
@key_options(Check, only=("state", "strict"))
@click.option("--page", is_flag=True, help="Write the link-health page beside the feeds if the configuration names it.")
@key_options(Check, only=("quiet",))
def report(given: "list[tuple[str | None, Path | None]]", page: bool, quiet: bool | None, **flags: Any) -> int:
    """Report what the last check found, in any format. Nobody is asked.

    \b
      feedtool report                             Show what the last check found.
      feedtool report --format html -o links.html Write the link-health page.
      feedtool report --page                      Write it beside the feeds.
      feedtool report --format csv -o links.csv   Write a table of every link.
      feedtool report --format sarif              Print it for code scanning.

    Exit status: 0 the report is made, whatever the check found; 2 wrong usage, the state cannot be read or a file
    cannot be written.
    """
    from feedtool.commands.options import check_options, reports_of
    from feedtool.commands.report import nothing_yet, stored
    from feedtool.commands.state import is_there

    config = config_here(check={**flags, "quiet": quiet})
    chosen, asked = config.check, check_options(config)
    if page:
        if given:
            raise click.UsageError("--page goes without --format and -o")
        if config.link_health is None:
            say("note: no link-health page is configured; set link-health in feedtool.toml")
            return 0
        page_file = config.output / config.link_health
        if page_file.is_symlink():
            raise OutputError(f"{page_file}: a symbolic link; put a file there, or remove it")
        given = [("html", page_file)]
    reports = _checked_reports(reports_of(chosen, given), asked.state)
    if flags["state"] is not None and not is_there(flags["state"]):
        raise InputError(f"{flags['state']}: no such file; 'feedtool check --state {flags['state']}' makes it")
    with stored(asked, strict=chosen.strict, title=config.title, say=say) as summary:
        if summary is None:
            say("note: no check is stored yet; 'feedtool check' makes one")
        _write_reports(summary or nothing_yet(config.title), reports, quiet=chosen.quiet)
    return 0


@click.command(short_help="Show what feedtool remembers of a link.")
@click.argument("url")
@key_options(Check, only=("state",))
def history(url: str, state: Path | None) -> int:
    """Show what feedtool remembers of a link: its verdict, since when, and what was seen when the verdict changed.

    URL is the address as it stands in an article.

    Exit status: 0 the link is shown; 1 nothing is known of it; 2 wrong usage, or the state cannot be read.
    """
    from feedtool.commands.history import describe
    from feedtool.commands.options import check_options
    from feedtool.reports.masking import masked

    asked = check_options(config_here(check={"state": state}))
    lines = describe(url, asked, now_ms=to_epoch_ms(_now()), say=say)
    if lines is None:
        say(f"feedtool: nothing is known of {masked(url)}; it is asked when 'feedtool check' meets it")
        return FINDINGS
    for line in lines:
        click.echo(visible(line))
    return 0


def run_check(
    inputs: tuple[str, ...],
    given: "list[tuple[str | None, Path | None]]",
    flags: "dict[str, Any]",
    *,
    also: "Callable[[Summary], None] | None" = None,
) -> int:
    """Check, write the reports and return the exit status; ``also`` is given the summary while it can be read."""
    from feedtool.commands import check as command
    from feedtool.commands.gathering import gather
    from feedtool.commands.options import check_options, reports_of
    from feedtool.commands.state import opened
    from feedtool.judge.over_time import DAY_MS
    from feedtool.urls import serialised

    config = config_here(check=flags)
    chosen = config.check
    more = _lines_of(chosen.files_from) if chosen.files_from else ()
    if chosen.files_from and not (inputs or more):
        raise InputError(f"nothing to check: {chosen.files_from} names neither a path nor a URL")
    asked = check_options(config, (*inputs, *more))
    reports = _checked_reports(reports_of(chosen, given), asked.state)
    cache = asked.cache if not chosen.offline or (asked.cache and asked.cache.exists()) else None
    if not chosen.offline:
        _prepare(config.cache, asked.state, cache)
    with opened(asked, now_ms=to_epoch_ms(_now()), say=say, keep=not chosen.offline) as store:
        store.begin(to_epoch_ms(_now()), asked.scope, everything=asked.everything)
        with reading_progress(quiet=chosen.quiet) as reading:
            today = to_epoch_ms(_now()) // DAY_MS
            gathered = gather(asked, store, cache=cache, day=today, progress=reading)
        _say_what_was_read(gathered, quiet=chosen.quiet)
        links, _ = store.counts()
        if not links:
            say(f"feedtool: nothing to check: {counted(gathered.documents, 'document')} read, no link in them")
            return FeedtoolError.exit_status
        feeds = [url for named in gathered.named_urls if (url := serialised(named)) is not None]
        store.ready(to_epoch_ms(_now()), everything=asked.everything, keep=not chosen.offline, feeds=feeds)
        if chosen.offline:
            file = next((file for form, file in reports if form == "text"), None)  # it is no report of another form
            _write_report(iter([command.describe_offline(store) + "\n"]), "text", file, quiet=chosen.quiet)
            return 0
        if store.resumed and not chosen.quiet:
            say(f"note: going on with a run that was stopped: {counted(store.resumed, 'answer')} known from it")
        with _check_progress(quiet=chosen.quiet) as progress:
            checked = command.check(
                asked, gathered, store, now=_now, strict=chosen.strict, title=config.title, progress=progress
            )
        failed = first_failure(checked.summary, partial(_write_reports, reports=reports, quiet=chosen.quiet), also)
    if failed is not None:
        if not checked.interrupted:
            raise failed
        say(f"feedtool: {failed}")
    if checked.interrupted:
        kept = "" if asked.state is None else "; the next run goes on from there"
        say(f"feedtool: interrupted; what was known by then is in the report{kept}")
        return INTERRUPTED
    network = checked.summary.network
    if network is not None and ("text", None) not in reports:
        say(f"feedtool: {network.reason}: {network.detail}")
    return checked.summary.exit_status


def first_failure(summary: "Summary", *tells: "Callable[[Summary], None] | None") -> FeedtoolError | None:
    """Tell everyone, though telling one may fail; return the first failure."""
    failed = None
    for tell in tells:
        try:
            if tell is not None:
                tell(summary)
        except FeedtoolError as error:
            failed = failed or error
    return failed


def _prepare(folder: Path | None, *files: Path | None) -> None:
    from feedtool.catalogue.remembered import prepare

    with contextlib.suppress(OSError):  # what cannot be written is told when the state is opened
        if folder is not None and any(file is not None and file.parent == folder for file in files):
            prepare(folder)


def _now() -> datetime:
    return datetime.now(UTC)


def _say_what_was_read(gathered: "Gathered", *, quiet: bool) -> None:
    for line in gathered.unreadable:
        say(line)
    if gathered.unknown and not quiet:
        say(f"note: {counted(gathered.unknown, 'file')} of other types not read")


def _checked_reports(reports: "list[tuple[str, Path | None]]", state: Path | None) -> "list[tuple[str, Path | None]]":
    from feedtool.files import check_report

    for _, file in reports:
        if file is not None:
            check_report(file)
            if state is not None and os.path.realpath(file) == os.path.realpath(state):
                raise OutputError(f"{file}: this is the state; name another file for the report")
    return reports


def _write_reports(summary: "Summary", reports: "list[tuple[str, Path | None]]", *, quiet: bool) -> None:
    """Write every report; where one cannot be written the others are, and then its error is raised."""
    from feedtool.reports.formats import render

    failed: FeedtoolError | None = None
    for form, file in reports:
        try:
            _write_report(render(summary, form), form, file, quiet=quiet)
        except FeedtoolError as error:
            failed = failed or error
    if failed is not None:
        raise failed


def _lines_of(file: str) -> list[str]:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror or error}") from error
    return [line for line in map(str.strip, data.decode("utf-8-sig", "replace").split("\n")) if line]


def _write_report(lines: Iterator[str], form: str, output: Path | None, *, quiet: bool) -> None:
    pieces = (line.encode("utf-8", "backslashreplace") for line in lines)
    if output is not None:
        from feedtool.files import write_report

        write_report(output, pieces)
    elif quiet:
        return
    elif form == "text":  # for people: in whatever their terminal reads
        sys.stdout.writelines(lines)
        sys.stdout.flush()
    else:
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()


@contextlib.contextmanager
def _check_progress(*, quiet: bool) -> "Iterator[Any]":
    """Give what shows on a terminal's standard error how many links are known, by verdict, and the time left."""
    if quiet or not sys.stderr.isatty():
        yield lambda _verdicts, _of, _waiting: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.completed}/{task.total}"), BarColumn(bar_width=20), TimeRemainingColumn())
    with Progress(*columns, TextColumn("{task.description}"), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("looking at the network", total=0)

        def show(verdicts: Counter[str], of: int, waiting: int) -> None:
            words = ", ".join(f"{number} {name}" for name, number in verdicts.items())
            bar.update(
                task, completed=verdicts.total(), total=of, description=f"{words}; {counted(waiting, 'host')} waiting"
            )

        yield show
