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

from feedtool.cli.terminal import FINDINGS, INTERRUPTED, choice, config_here, options, reading_progress, say
from feedtool.config.keys import FORMATS
from feedtool.dates import to_epoch_ms
from feedtool.errors import FeedtoolError, InputError, OutputError
from feedtool.text import counted
from feedtool.visible import visible

if TYPE_CHECKING:
    from feedtool.commands.gathering import Gathered
    from feedtool.reports.summary import Summary

_STATE = click.option(
    "--state",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="What is remembered of links.  [default: .feedtool/state.sqlite3 beside the configuration]",
)
_CHECK = options(
    choice("--timeout", "SECONDS", "For one link, with its redirects and tries.  [default: 20]", type=float),
    choice("--retries", "NUMBER", "Tries more after a server stumbled.  [default: 2]", type=click.IntRange(0, 2)),
    choice("--concurrency", "NUMBER", "Requests at a time, in all.  [default: 256]", type=click.IntRange(1, 4096)),
    choice("--per-host", "NUMBER", "Requests at a time to one host.  [default: 4]", type=click.IntRange(1, 256)),
    choice("--rate", "NUMBER", "Requests a second to one host, 0: no limit.  [default: 20]", type=float),
    choice("--max-time", "SECONDS", "For the whole run; what is not known by then is said.", type=float),
    choice("--wait", "SECONDS", "Wait so long for another check to end.  [default: 600]", type=float),
    click.option("--kinds", metavar="KIND,…", help="Only these: article, link, image, embed, enclosure."),
    choice("--include", "PATTERN", "Only URLs like this, with *; repeatable.", multiple=True),
    choice("--exclude", "PATTERN", "No URLs like this, with *; repeatable.", multiple=True),
    choice("--allow-private", "WHAT", "A private address, block or host that may be asked; repeatable.", multiple=True),
    choice("--ca-file", "PEM", "Roots to trust besides the system's.", type=click.Path(path_type=Path)),
    choice("--user-agent", "TEXT", "What to say of oneself."),
    choice("--header", "NAME: VALUE", "A header for every request; repeatable.", multiple=True),
    choice("--proxy", "URL", "An HTTP proxy; those of the environment are ignored."),
)


_REPORTS = options(
    click.option(
        "--format",
        "formats",
        metavar="FORMAT",
        type=click.Choice(FORMATS),
        multiple=True,
        help=f"Form of the report: {', '.join(FORMATS)}; repeatable, each with its own -o.  [default: text]",
    ),
    click.option(
        "-o",
        "--output",
        "outputs",
        metavar="FILE",
        type=click.Path(path_type=Path),
        multiple=True,
        help="File for the report named before it.  [default: standard output]",
    ),
)


class _Reporting(click.Command):
    """A command whose ``--format`` and ``-o`` come in pairs, which takes their order on the command line to know."""

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


@click.command(cls=_Reporting, short_help="Verify every link and image.")
@click.argument("inputs", metavar="[PATH_OR_URL]...", nargs=-1)
@_REPORTS
@click.option("--strict", is_flag=True, default=None, help="Unreachable links are findings too.")
@click.option("--files-from", metavar="FILE", help="Read further paths and URLs from a file, one a line; - is stdin.")
@click.option("--kind", type=click.Choice(("link", "image")), help="What plain URLs are taken for.  [default: link]")
@click.option("--base-url", metavar="URL", help="What relative links of HTML pages are resolved against.")
@click.option("--offline", is_flag=True, default=None, help="Ask nobody; show how much each host would be asked.")
@_STATE
@click.option("--no-state", is_flag=True, default=None, help="Remember nothing, and ask for everything.")
@click.option("--all", is_flag=True, default=None, help="Ask for every link, also those that are not due.")
@_CHECK
@click.option("-q", "--quiet", is_flag=True, default=None, help="Print nothing but errors: the exit status tells.")
def check(inputs: tuple[str, ...], given: "list[tuple[str | None, Path | None]]", **flags: Any) -> int:
    """Check every link and image of articles, pages, feeds and plain URLs.

    PATH_OR_URL is a folder, a file or a URL, by default the folder of the articles. Verdicts: ok, moved (the new
    address is given), broken (a finding), blocked (the server refuses robots), unreachable (could not be judged now),
    skipped. Images behind images.weserv.nl and other proxies are asked for twice: as shown, and where they come from.
    What was found is remembered: what has long been fine is asked less often, what is unreachable for long is broken.

    \b
      feedtool check                                 the articles in seeds/
      feedtool check feeds/atom.xml page.html        a feed and a page
      feedtool check https://example.org/ --format jsonl
      feedtool check --format text --format html -o links.html
      feedtool check --offline                       how much would be asked of whom

    Exit status: 0 all is well; 1 findings; 2 wrong usage, configuration or input; 3 could not tell (no network, out of
    time); 130 interrupted.
    """
    return run_check(inputs, given, flags)


@click.command(cls=_Reporting, short_help="Report what the last check found, in any format.")
@_REPORTS
@_STATE
@click.option("--strict", is_flag=True, default=None, help="Unreachable links are findings too.")
@click.option("--page", is_flag=True, help="Write the link-health page beside the feeds, if link-health is configured.")
@click.option("-q", "--quiet", is_flag=True, default=None, help="Print nothing but errors.")
def report(given: "list[tuple[str | None, Path | None]]", page: bool, quiet: bool | None, **flags: Any) -> int:
    """Make the report of the last check again, in any format, from what is stored. Nobody is asked.

    \b
      feedtool report                                what the last check found
      feedtool report --format html -o links.html    the link-health page
      feedtool report --page                         it, beside the feeds
      feedtool report --format csv -o links.csv      a table of every link
      feedtool report --format sarif                 for code scanning

    Exit status: 0 done, whatever was found; 2 wrong usage, a state that cannot be read, a file that cannot be
    written.
    """
    from feedtool.commands.asked import chosen_of, reports_of, what_is_asked
    from feedtool.commands.report import nothing_yet, stored
    from feedtool.commands.state import is_there

    config = config_here()
    chosen = chosen_of(config, {**flags, "quiet": quiet})
    asked = what_is_asked(config, chosen, ())
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


@click.command(short_help="Show what is remembered of a link.")
@click.argument("url")
@_STATE
def history(url: str, state: Path | None) -> int:
    """Show what is remembered of a link: since when it is as it is, and what was seen when that changed.

    Exit status: 0 done; 1 nothing is known of it; 2 wrong usage, or a state that cannot be read.
    """
    from feedtool.commands.asked import chosen_of, what_is_asked
    from feedtool.commands.history import describe
    from feedtool.reports.masking import masked

    config = config_here()
    asked = what_is_asked(config, chosen_of(config, {"state": state}), ())
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
    from feedtool.commands.asked import chosen_of, reports_of, what_is_asked
    from feedtool.commands.gathering import gather
    from feedtool.commands.state import opened
    from feedtool.judge.over_time import DAY_MS
    from feedtool.urls import serialised

    config = config_here()
    chosen = chosen_of(config, flags)
    more = _lines_of(chosen.files_from) if chosen.files_from else ()
    if chosen.files_from and not (inputs or more):
        raise InputError(f"nothing to check: {chosen.files_from} names neither a path nor a URL")
    asked = what_is_asked(config, chosen, (*inputs, *more))
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
        links, _ = store.queue.counts()
        if not links:
            say(f"feedtool: nothing to check: {counted(gathered.documents, 'document')} read, no link in them")
            return FeedtoolError.exit_status
        feeds = [url for named in gathered.named_urls if (url := serialised(named)) is not None]
        store.queue.ready(to_epoch_ms(_now()), everything=asked.everything, feeds=feeds)
        if chosen.offline:
            file = next((file for form, file in reports if form == "text"), None)  # it is no report of another form
            _write_report(iter([command.describe_offline(store) + "\n"]), "text", file, quiet=chosen.quiet)
            return 0
        if store.queue.resumed and not chosen.quiet:
            say(f"note: going on with a run that was stopped: {counted(store.queue.resumed, 'answer')} known from it")
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
