"""argv → command → exit status: the one place that prints and reads the clock."""

import contextlib
import dataclasses
import gc
import io
import os
import signal
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool import __version__
from feedtool.cli.github import action, init
from feedtool.cli.links import check, history, report
from feedtool.cli.terminal import (
    FINDINGS,
    INTERRUPTED,
    QUIET,
    SILENT,
    choice,
    config_here,
    options,
    reading_progress,
    say,
)
from feedtool.errors import FeedtoolError
from feedtool.text import counted

if TYPE_CHECKING:
    from feedtool.catalogue.reading import Reading
    from feedtool.commands.build import Built
    from feedtool.config.keys import Config

_SHOWN_OF_A_KIND = 20  # warnings; bad seeds are all shown

_SEEDS = click.argument("seeds", required=False, type=click.Path(path_type=Path))


# Flags that stand for values of the configuration; a flag that is not given is None.
_LANGUAGE = choice("--language", "TAG", "Language of the articles, BCP 47.  [default: zh-Hans]")
_ZONE = choice("--time-zone", "NAME", "Zone of dates that name none.  [default: UTC]")
_FEED = options(
    click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder of the feeds.  [default: feeds]"),
    choice("--title", "TEXT", "Title of the feed."),
    choice("--description", "TEXT", "What the feed is, in a sentence."),
    choice("--base-url", "URL", "Where the feeds will be served."),
    choice("--home-page", "URL", "The page the feed belongs to.  [default: the base URL]"),
    choice("--author", "NAME", "Author of articles that name none.  [default: the title]"),
    _LANGUAGE,
    _ZONE,
    click.option("--content", type=click.Choice(("full", "summary", "link")), help="What of an article to publish."),
    choice("--max-entries", "NUMBER", "Entries in a feed at most.  [default: 100]", type=int),
    choice("--max-bytes", "NUMBER", "Bytes of a feed at most.  [default: 500000]", type=int),
)


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
@click.option(
    "--config",
    metavar="FILE",
    type=click.Path(path_type=Path),
    envvar="FEEDTOOL_CONFIG",
    help="Configuration to read.  [default: feedtool.toml here or in a folder above]",
)
@click.pass_context
def cli(context: click.Context, config: Path | None) -> None:
    """Turn a folder of archived news articles into feeds people subscribe to.

    \b
      feedtool build            seeds/ -> feeds/atom.xml, rss.xml, feed.json
      feedtool build --check    are the feeds up to date?
      feedtool list             what was understood of each article
      feedtool check            verify every link and image
      feedtool report           what the last check found, in any format
      feedtool history URL      what is remembered of a link
      feedtool serve            try the feeds in a reader on this machine
      feedtool config           the settings in force
      feedtool init --github    a configuration and workflows to begin with
      feedtool action           check as a step of GitHub Actions
    """
    context.obj = config


@cli.command()
@_SEEDS
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a feed is not up to date.")
@click.option("--strict", is_flag=True, help="Exit 1 if a seed is bad, after publishing the good ones.")
@click.option("--allow-shrink", is_flag=True, help="Publish even if most of the feed's articles are gone.")
@_FEED
@click.option("--no-cache", is_flag=True, help="Read every article again, and remember nothing.")
@QUIET
def build(seeds: Path | None, check: bool, strict: bool, quiet: bool, **chosen: Any) -> int:
    """Make Atom, RSS and JSON feeds of the articles in SEEDS.

    Good articles are published even where others are bad; those are listed as path:line: what was found; what would
    be right. Files whose bytes do not change are not touched. Flags count before the configuration file, feedtool.toml.

    Exit status: 0 done; 1 not up to date (--check), a bad seed (--strict), no article at all or most of the feed's
    articles gone; 2 wrong usage, unreadable input or output that cannot be written.
    """
    from feedtool.commands.build import build as run

    allow_shrink, no_cache = chosen.pop("allow_shrink"), chosen.pop("no_cache")
    config = config_here(seeds=seeds, **chosen)
    if no_cache:
        config = dataclasses.replace(config, cache=None)
    with reading_progress(quiet=quiet) as progress:
        built = run(config, now=datetime.now(UTC), check=check, allow_shrink=allow_shrink, progress=progress)
    _print_problems(built.reading, quiet=quiet, command=f"feedtool list {config.seeds}")
    if not quiet:
        _print_summary(built, config, check=check)
    if not built.in_feed:
        say(f"feedtool: {config.seeds}: no article found, so no feed was written; see 'feedtool list {config.seeds}'")
        return FINDINGS
    if built.refused:
        say(
            f"feedtool: {config.output}: left as it is, since {built.lost} of the articles in the feed are no longer "
            f"in {config.seeds}; if they are meant to go, say --allow-shrink"
        )
        return FINDINGS
    if check and built.changed:
        say(f"feedtool: {config.output}: not up to date: {', '.join(built.changed)}; run 'feedtool build'")
        return FINDINGS
    return FINDINGS if strict and built.reading.bad else 0


@cli.command(name="list")
@click.argument("seeds", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(("table", "jsonl")), default="table", show_default=True)
@click.option("--strict", is_flag=True, help="Exit 1 if a seed is bad: it could not be published.")
@_LANGUAGE
@_ZONE
@SILENT
def list_(seeds: tuple[Path, ...], form: str, strict: bool, quiet: bool, **chosen: Any) -> int:
    """Show what was understood of each file.

    SEEDS are folders or single files, by default the folder seeds. One line a file, skipped ones with the reason.
    --format jsonl gives one JSON object a file with everything that was read: dates, authors, links, images, embeds,
    invalid links and problems.

    Exit status: 0 done; 1 a bad seed (--strict); 2 wrong usage or unreadable input.
    """
    from feedtool.commands.list import read_rows, to_json_line

    config = config_here(**chosen)
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

    from feedtool.cli.table import Table

    table = Table(get_terminal_size().columns)
    for number, row in enumerate(rows):
        bad += row.bad
        lines = table.lines(row)
        if not quiet:
            print("\n".join(lines if number else [table.head(), *lines]))
    if not quiet:
        print(table.foot())
    return FINDINGS if strict and bad else 0


@cli.command()
@click.argument("output", required=False, type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
def serve(output: Path | None, port: int) -> int:
    """Serve the feeds on this machine, to try them in a reader.

    OUTPUT is the folder of the feeds. Only programs on this machine can reach it. Ctrl-C ends it.
    """
    from feedtool.commands.serve import HOST, make_server

    config = config_here(output=output)
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

    print(schema_text() if schema else describe(config_here(seeds=seeds, **chosen)), end="")
    return 0


for _command in (check, report, history, init, action):
    cli.add_command(_command)


def main() -> int:
    """Run the command line, and return its exit status."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # closed by whoever started us: the next thing opened must not take its place
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is None or sys.stderr is None:  # closed by whoever started us (`>&-`)
        nowhere = open(os.devnull, "w")  # noqa: SIM115 - open as long as the process is
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a character is no reason to stop
    gc.set_threshold(100_000, 20, 20)  # a run makes few cycles and many values: looking for cycles cost a tenth of it
    signal.signal(signal.SIGTERM, _interrupted)  # as Ctrl-C: what is known is saved, wherever it comes
    status = _run()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done: nothing is left to interrupt
    return status


def _interrupted(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _run() -> int:
    try:
        status = cli.main(standalone_mode=False)
    except click.ClickException as error:
        told = io.StringIO()
        error.show(told)
        for line in told.getvalue().splitlines():  # with what was given in it
            say(line)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except FeedtoolError as error:
        say(f"feedtool: {error}")
        return error.exit_status
    except _ReaderGoneError:
        _discard_output()
        return 0
    except OSError as error:  # every other file's errors are told where they happen: this one is our own output
        _discard_output()
        say(f"feedtool: standard output cannot be written: {error.strerror or error}")
        return FeedtoolError.exit_status
    return status if isinstance(status, int) else 0


def _discard_output() -> None:
    """Keep the interpreter from writing what is left into an output that takes nothing any more."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_problems(reading: "Reading", *, quiet: bool, command: str) -> None:
    for location, problem in reading.bad:
        say(f"{location}:{problem.line}: {problem.message}")
    if quiet:
        return
    shown: Counter[str] = Counter()
    for location, problem in reading.warnings:
        shown[problem.code] += 1
        if shown[problem.code] <= _SHOWN_OF_A_KIND:
            say(f"{location}:{problem.line}: {problem.message} [{problem.code}]")
    for code, count in shown.items():
        if count > _SHOWN_OF_A_KIND:
            say(f"... and {count - _SHOWN_OF_A_KIND} more of [{code}]; '{command}' shows all")


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
