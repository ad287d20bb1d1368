"""The command that shows what was understood of each file."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from feedtool.cli.clashes import Clash, Needs, refusing
from feedtool.cli.here import config_here
from feedtool.cli.options import key_options
from feedtool.cli.status import FINDINGS
from feedtool.config.keys import Config


@click.command(name="list")
@click.argument("seeds", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(("table", "jsonl")), default="table",
              help="Show a table, or print one JSON object a file.  [default: table]")  # fmt: skip
@click.option("--only", type=click.Choice(("bad", "folded", "notes")),
              help="Show only seeds that are bad, editions folded into another, or articles with notes.")  # fmt: skip
@click.option("--folded", is_flag=True, help="Show which editions are folded into which, and why; as --only folded.")
@click.option("--summary", is_flag=True, help="Show only how many there are of each kind.")
@click.option("--strict", is_flag=True, help="Exit with 1 if a seed is bad, so that it cannot be published.")
@key_options(Config, only=("language", "time_zone"))
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors; the exit status tells the result.")
@refusing(
    Clash("--folded", "--only bad", "each shows other rows; leave out one of the two"),
    Clash("--folded", "--only notes", "each shows other rows; leave out one of the two"),
    Clash("--language", "--folded", "of a folded edition no language is told; leave out --language"),
    Clash("--language", "--only folded", "of a folded edition no language is told; leave out --language"),
    Clash("--language", "--summary", "languages are not counted; leave out one of the two"),
    Needs("--language", "--format jsonl", "a table tells no languages; add --format jsonl, or leave out --language"),
)
def list_(seeds: tuple[Path, ...], strict: bool, **chosen: Any) -> int:
    """Show what feedtool understood of each file.

    SEEDS are folders or single files, by default the folder seeds. Each file has a line, and a few more if something is
    noted of it; for a file that is no article it gives the reason. --format jsonl tells everything that was read:
    dates, authors, links, images, embeds, invalid links and all problems.

    Several files can be editions of one article: the same link, or the same title, authors, date and site. A build
    publishes one of them. --folded shows the others; it needs folders.

    Exit status: 0 every file is shown; 1 a seed is bad (--strict); 2 wrong usage, or the seeds cannot be read.
    """
    only = "folded" if chosen.pop("folded") else chosen["only"]
    form, summary, quiet = (chosen.pop(name) for name in ("form", "summary", "quiet"))
    del chosen["only"]
    config = config_here(**chosen)
    folders = seeds or (config.seeds,)
    if only == "folded":
        bad = _list_folded(folders, config, form=form, summary=summary, quiet=quiet)
    else:
        bad = _list_files(folders, config, only=only, form=form, summary=summary, quiet=quiet)
    return FINDINGS if strict and bad else 0


def _list_files(
    seeds: Sequence[Path], config: Config, *, only: str | None, form: str, summary: bool, quiet: bool
) -> int:
    """Show a row for every file, or ``only`` for some; return how many seeds are bad."""
    from feedtool.commands.list import read_rows
    from feedtool.listing.rows import Row, wanted
    from feedtool.terminal.listing import show_rows

    bad = 0

    def rows() -> Iterator[Row]:
        nonlocal bad
        for row in read_rows(seeds, config, now=datetime.now(UTC), brief=form != "jsonl" or summary or quiet):
            bad += row.bad
            if wanted(row, only):
                yield row

    if quiet:
        list(rows())
    else:
        show_rows(rows(), form=form, summary=summary)
    return bad


def _list_folded(seeds: Sequence[Path], config: Config, *, form: str, summary: bool, quiet: bool) -> int:
    """Show a row for every edition that is folded into another; return how many seeds are bad."""
    from feedtool.commands.list import read_folded
    from feedtool.listing.rows import FoldedRow
    from feedtool.terminal.listing import show_folded

    bad = 0

    def rows() -> Iterator[FoldedRow]:
        nonlocal bad
        for folder in seeds:
            found = read_folded(folder, config, now=datetime.now(UTC))
            bad += found.bad
            yield from found.rows

    if quiet:
        list(rows())
    else:
        show_folded(rows(), form=form, summary=summary)
    return bad
