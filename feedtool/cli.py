"""argv → command → exit status: the one place that prints and reads the clock."""

import contextlib
import dataclasses
import gc
import io
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool import __version__
from feedtool.errors import FeedtoolError, InputError
from feedtool.text import counted, visible

if TYPE_CHECKING:
    from feedtool.commands.build import Built
    from feedtool.commands.reading import Progress, Reading
    from feedtool.config import Config

FINDINGS = 1
INTERRUPTED = 130
_PATIENCE_S = 1.0
_SHOWN_OF_A_KIND = 20  # warnings; bad seeds are all shown

_SEEDS = click.argument("seeds", required=False, type=click.Path(path_type=Path))


def _options(*decorators: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def add(command: Any) -> Any:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return add


def _choice(flag: str, name: str, text: str, **more: Any) -> Callable[[Any], Any]:
    return click.option(flag, metavar=name, help=text, **more)


# Flags that stand for values of the configuration; a flag that is not given is None.
_LANGUAGE = _choice("--language", "TAG", "Language of the articles, BCP 47.  [default: zh-Hans]")
_ZONE = _choice("--time-zone", "NAME", "Zone of dates that name none.  [default: UTC]")
_FEED = _options(
    click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder of the feeds.  [default: feeds]"),
    _choice("--title", "TEXT", "Title of the feed."),
    _choice("--description", "TEXT", "What the feed is, in a sentence."),
    _choice("--base-url", "URL", "Where the feeds will be served."),
    _choice("--home-page", "URL", "The page the feed belongs to.  [default: the base URL]"),
    _choice("--author", "NAME", "Author of articles that name none.  [default: the title]"),
    _LANGUAGE,
    _ZONE,
    click.option("--content", type=click.Choice(("full", "summary", "link")), help="What of an article to publish."),
    _choice("--max-entries", "NUMBER", "Entries in a feed at most.  [default: 100]", type=int),
    _choice("--max-bytes", "NUMBER", "Bytes of a feed at most.  [default: 500000]", type=int),
)
_QUIET = click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors and bad seeds.")
_SILENT = click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors: the exit status tells.")


class _ReaderGoneError(Exception):
    """Whoever read our output has stopped reading (`| head`)."""


class _Commands(click.Group):
    """Commands whose broken pipe is theirs to tell: click would make it exit status 1, a finding."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise _ReaderGoneError from error
        return result


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", message="feedtool %(version)s")
def cli() -> None:
    """Turn a folder of archived news articles into feeds people subscribe to.

    \b
      feedtool build            seeds/ -> feeds/atom.xml, rss.xml, feed.json
      feedtool build --check    are the feeds up to date?
      feedtool list             what was understood of each article
      feedtool check            verify every link and image
      feedtool serve            try the feeds in a reader on this machine
      feedtool config           the settings in force
    """


@cli.command()
@_SEEDS
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a feed is not up to date.")
@click.option("--strict", is_flag=True, help="Exit 1 if a seed is bad, after publishing the good ones.")
@click.option("--allow-shrink", is_flag=True, help="Publish even if most of the feed's articles are gone.")
@_FEED
@click.option("--no-cache", is_flag=True, help="Read every article again, and remember nothing.")
@_QUIET
def build(seeds: Path | None, check: bool, strict: bool, quiet: bool, **chosen: Any) -> int:
    """Make Atom, RSS and JSON feeds of the articles in SEEDS.

    Good articles are published even where others are bad; those are listed as path:line: what was found; what would
    be right. Files whose bytes do not change are not touched. Flags count before the configuration file, feedtool.toml.

    Exit status: 0 done; 1 not up to date (--check), a bad seed (--strict), no article at all or most of the feed's
    articles gone; 2 wrong usage, unreadable input or output that cannot be written.
    """
    from feedtool.commands.build import build as run

    allow_shrink, no_cache = chosen.pop("allow_shrink"), chosen.pop("no_cache")
    config = _config(seeds=seeds, **chosen)
    if no_cache:
        config = dataclasses.replace(config, cache=None)
    with _progress(quiet=quiet) as progress:
        built = run(config, now=datetime.now(UTC), check=check, allow_shrink=allow_shrink, progress=progress)
    _print_problems(built.reading, quiet=quiet, command=f"feedtool list {config.seeds}")
    if not quiet:
        _print_summary(built, config, check=check)
    if not built.in_feed:
        _say(f"feedtool: {config.seeds}: no article found, so no feed was written; see 'feedtool list {config.seeds}'")
        return FINDINGS
    if built.refused:
        _say(
            f"feedtool: {config.output}: left as it is, since {built.lost} of the articles in the feed are no longer "
            f"in {config.seeds}; if they are meant to go, say --allow-shrink"
        )
        return FINDINGS
    if check and built.changed:
        _say(f"feedtool: {config.output}: not up to date: {', '.join(built.changed)}; run 'feedtool build'")
        return FINDINGS
    return FINDINGS if strict and built.reading.bad else 0


@cli.command(name="list")
@click.argument("seeds", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(("table", "jsonl")), default="table", show_default=True)
@click.option("--strict", is_flag=True, help="Exit 1 if a seed is bad: it could not be published.")
@_LANGUAGE
@_ZONE
@_SILENT
def list_(seeds: tuple[Path, ...], form: str, strict: bool, quiet: bool, **chosen: Any) -> int:
    """Show what was understood of each file.

    SEEDS are folders or single files, by default the folder seeds. One line a file, skipped ones with the reason.
    --format jsonl gives one JSON object a file with everything that was read: dates, authors, links, images, embeds,
    invalid links and problems.

    Exit status: 0 done; 1 a bad seed (--strict); 2 wrong usage or unreadable input.
    """
    from feedtool.commands.list import read_rows, to_json_line

    config = _config(**chosen)
    rows = read_rows(seeds or (config.seeds,), config, now=datetime.now(UTC))
    bad = 0
    if form == "jsonl":
        for row in rows:
            bad += row.bad
            if not quiet:
                sys.stdout.buffer.write(to_json_line(row).encode("utf-8", "backslashreplace") + b"\n")
        sys.stdout.buffer.flush()
        return FINDINGS if strict and bad else 0

    from shutil import get_terminal_size

    from feedtool.commands.table import Table

    table = Table(get_terminal_size().columns)
    for number, row in enumerate(rows):
        bad += row.bad
        lines = table.lines(row)
        if not quiet:
            print("\n".join(lines if number else [table.head(), *lines]))
    if not quiet:
        print(table.foot())
    return FINDINGS if strict and bad else 0


_CHECK = _options(
    _choice("--timeout", "SECONDS", "For one link, with its redirects and tries.  [default: 20]", type=float),
    _choice("--retries", "NUMBER", "Tries more after a server stumbled.  [default: 2]", type=click.IntRange(0, 2)),
    _choice("--concurrency", "NUMBER", "Requests at a time, in all.  [default: 256]", type=click.IntRange(1, 4096)),
    _choice("--per-host", "NUMBER", "Requests at a time to one host.  [default: 4]", type=click.IntRange(1, 256)),
    _choice("--rate", "NUMBER", "Requests a second to one host, 0: no limit.  [default: 20]", type=float),
    _choice("--max-time", "SECONDS", "For the whole run; what is not known by then is said.", type=float),
    click.option("--kinds", metavar="KIND,…", help="Only these: article, link, image, embed, enclosure."),
    _choice("--include", "PATTERN", "Only URLs like this, with *; repeatable.", multiple=True),
    _choice("--exclude", "PATTERN", "No URLs like this, with *; repeatable.", multiple=True),
    _choice(
        "--allow-private", "WHAT", "A private address, block or host that may be asked; repeatable.", multiple=True
    ),
    _choice("--ca-file", "PEM", "Roots to trust besides the system's.", type=click.Path(path_type=Path)),
    _choice("--user-agent", "TEXT", "What to say of oneself."),
    _choice("--header", "NAME: VALUE", "A header for every request; repeatable.", multiple=True),
    _choice("--proxy", "URL", "An HTTP proxy; those of the environment are ignored."),
)


@cli.command()
@click.argument("inputs", metavar="[PATH_OR_URL]...", nargs=-1)
@click.option("--format", "form", type=click.Choice(("text", "jsonl", "json")), default="text", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the report to a file.")
@click.option("--strict", is_flag=True, default=None, help="Unreachable links are findings too.")
@click.option("--files-from", metavar="FILE", help="Read further paths and URLs from a file, one a line; - is stdin.")
@click.option("--kind", type=click.Choice(("link", "image")), help="What plain URLs are taken for.  [default: link]")
@click.option("--base-url", metavar="URL", help="What relative links of HTML pages are resolved against.")
@click.option("--offline", is_flag=True, help="Ask nobody; show how much each host would be asked.")
@click.option("--no-state", is_flag=True, help="Remember nothing of this run. (Nothing is remembered yet.)")
@click.option("--all", "all_", is_flag=True, help="Ask for every link, also those that are not due.")
@_CHECK
@_SILENT
def check(inputs: tuple[str, ...], form: str, output: Path | None, quiet: bool, **chosen: Any) -> int:
    """Check every link and image of articles, pages, feeds and plain URLs.

    PATH_OR_URL is a folder, a file or a URL, by default the folder of the articles. Verdicts: ok, moved (the new
    address is given), broken (a finding), blocked (the server refuses robots), unreachable (could not be judged now),
    skipped. Images behind images.weserv.nl and other proxies are asked for twice: as shown, and where they come from.

    \b
      feedtool check                                 the articles in seeds/
      feedtool check feeds/atom.xml page.html        a feed and a page
      feedtool check https://example.org/ --format jsonl
      feedtool check --offline                       how much would be asked of whom

    Exit status: 0 all is well; 1 findings; 2 wrong usage, configuration or input; 3 could not tell (no network, out of
    time); 130 interrupted.
    """
    from feedtool.commands import check as command
    from feedtool.reports import jsonl, text
    from feedtool.reports.summary import Summary

    offline, files_from = chosen.pop("offline"), chosen.pop("files_from")
    asked = command.what_is_asked(
        _config(), (*inputs, *(_lines_of(files_from) if files_from else ())), from_file=bool(files_from), **chosen
    )
    gathered = command.gather(asked)
    for line in gathered.unreadable:
        _say(line)
    if gathered.unknown and not quiet:
        _say(f"note: {counted(gathered.unknown, 'file')} of other types not read")
    if not gathered.plan.links:
        _say(f"feedtool: nothing to check: {counted(gathered.documents, 'document')} read, no link in them")
        return FeedtoolError.exit_status
    if offline:
        if not quiet:
            print(command.describe_offline(gathered.plan))
        return 0
    with _check_progress(quiet=quiet) as progress:
        checked = command.check(asked, gathered, progress=progress)
    summary = Summary(checked.results, checked.network, checked.complete, asked.strict)
    render = {"text": text.render, "jsonl": jsonl.render_lines, "json": jsonl.render_array}[form]
    _write_report(render(summary), output, quiet=quiet)
    if checked.interrupted:
        _say("feedtool: interrupted; what was known by then is in the report")
        return INTERRUPTED
    if summary.network is not None and (form != "text" or output is not None):
        _say(f"feedtool: {summary.network.reason}: {summary.network.detail}")
    return summary.exit_status


def _lines_of(file: str) -> list[str]:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror or error}") from error
    return [line for line in map(str.strip, data.decode("utf-8", "replace").splitlines()) if line]


def _write_report(lines: Iterator[str], output: Path | None, *, quiet: bool) -> None:
    if output is not None:
        from feedtool.files import replace_all

        replace_all(output.parent, {output.name: "".join(lines).encode("utf-8", "backslashreplace")})
    elif not quiet:
        for line in lines:
            sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace"))
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


@cli.command()
@click.argument("output", required=False, type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
def serve(output: Path | None, port: int) -> int:
    """Serve the feeds on this machine, to try them in a reader.

    OUTPUT is the folder of the feeds. Only programs on this machine can reach it. Ctrl-C ends it.
    """
    from feedtool.commands.serve import HOST, make_server

    config = _config(output=output)
    with make_server(config.output, port) as server:
        print(f"{config.output}: http://{HOST}:{server.server_address[1]}/  (Ctrl-C to stop)", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever(poll_interval=0.1)
    return 0


@cli.command(name="config")
@_SEEDS
@_FEED
@click.option("--schema", is_flag=True, help="Print a JSON Schema of feedtool.toml, for editors.")
def config_(seeds: Path | None, schema: bool, **chosen: Any) -> int:
    """Show the configuration in force, and where each value comes from.

    It is read from feedtool.toml, or the table [tool.feedtool] of pyproject.toml, in this folder or the nearest one
    above it. What is printed is a valid feedtool.toml.
    """
    from feedtool.commands.config import describe, schema_text

    print(schema_text() if schema else describe(_config(seeds=seeds, **chosen)), end="")
    return 0


def main() -> int:
    """Run the command line, and return its exit status."""
    if sys.stdout is None or sys.stderr is None:  # closed by whoever started us (`>&-`)
        nowhere = open(os.devnull, "w")  # noqa: SIM115 - open as long as the process is
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a character is no reason to stop
    gc.set_threshold(100_000, 20, 20)  # a run makes few cycles and many values: looking for cycles cost a tenth of it
    status = _run()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done: nothing is left to interrupt
    return status


def _run() -> int:
    try:
        status = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except FeedtoolError as error:
        _say(f"feedtool: {error}")
        return error.exit_status
    except _ReaderGoneError:
        _discard_output()
        return 0
    except OSError as error:  # every other file's errors are told where they happen: this one is our own output
        _discard_output()
        _say(f"feedtool: standard output cannot be written: {error.strerror or error}")
        return FeedtoolError.exit_status
    return status if isinstance(status, int) else 0


def _discard_output() -> None:
    """Keep the interpreter from writing what is left into an output that takes nothing any more."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _config(**flags: Any) -> "Config":
    from feedtool.config_file import load_config

    try:
        here = Path.cwd()
    except OSError as error:
        raise InputError(f"the current folder cannot be read: {error.strerror or error}; change to another") from error
    return load_config(here, flags)


@contextlib.contextmanager
def _progress(*, quiet: bool) -> "Iterator[Progress]":
    """Give what shows progress on a terminal's standard error, once the work has taken a second."""
    if quiet or not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    started = time.monotonic()
    bar: Any = None

    def show(done: int, of: int) -> None:
        nonlocal bar
        if bar is None:
            if done % 100 or time.monotonic() - started < _PATIENCE_S:
                return
            from rich.console import Console
            from rich.progress import Progress as Bar

            bar = Bar(console=Console(stderr=True), transient=True)
            bar.start()
            bar.add_task("reading articles", total=of)
        bar.update(0, completed=done)

    try:
        yield show
    finally:
        if bar is not None:
            bar.stop()


def _print_problems(reading: "Reading", *, quiet: bool, command: str) -> None:
    for location, problem in reading.bad:
        _say(f"{location}:{problem.line}: {problem.message}")
    if quiet:
        return
    shown: Counter[str] = Counter()
    for location, problem in reading.warnings:
        shown[problem.code] += 1
        if shown[problem.code] <= _SHOWN_OF_A_KIND:
            _say(f"{location}:{problem.line}: {problem.message} [{problem.code}]")
    for code, count in shown.items():
        if count > _SHOWN_OF_A_KIND:
            _say(f"... and {count - _SHOWN_OF_A_KIND} more of [{code}]; '{command}' shows all")


def _print_summary(built: "Built", config: "Config", *, check: bool) -> None:
    reading = built.reading
    if built.documents and not check and not built.refused:
        names = ", ".join(built.changed) or "nothing changed"
        print(f"{config.output}: {names if not built.changed else 'wrote ' + names}")
        if not config.base_url:
            print("note: the feeds do not say where they are served; set base-url in feedtool.toml, or --base-url")
    articles = counted(built.articles, "article")
    bad = len({path for path, _ in reading.bad})
    print(
        f"{articles} = {built.in_feed} in the feed + {built.older} older + {built.folded} folded; "
        f"{sum(reading.skipped.values())} skipped, {bad} bad"
    )


def _say(message: str) -> None:
    with contextlib.suppress(OSError):  # nobody hears us: the exit status still tells
        print(visible(message), file=sys.stderr)
