"""The command that makes the feeds, and what it says of them."""

import dataclasses
import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool.cli.clashes import Clash, Needs, refusing
from feedtool.cli.here import build_clock, config_here
from feedtool.cli.options import QUIET, SEEDS, feed_options
from feedtool.cli.status import FINDINGS
from feedtool.config.keys import Config
from feedtool.terminal import built as told
from feedtool.terminal.progress import reading_progress
from feedtool.terminal.terminal import say
from feedtool.visible import visible

if TYPE_CHECKING:
    from feedtool.builds.built import Built

# Values that are made before cycles are looked for: a build has some for each article at once, and makes few cycles.
_BEFORE_CYCLES = 1_000_000
_REMAINS: list[object] = []  # of a build, until the process ends


@click.command()
@SEEDS
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a feed is not up to date.")
@click.option("--strict", is_flag=True, help="Exit with 1 if a seed is bad; the good ones are published all the same.")
@click.option("--allow-shrink", is_flag=True, help="Publish even if most articles of the published feed are gone.")
@feed_options()
@click.option(
    "--no-lock",
    is_flag=True,
    help="Neither read nor write a lock: ids come from the articles alone, and there is no archive.",
)
@click.option("--lock-later", is_flag=True, help="With --check: do not fail if only the lock is not up to date.")
@click.option("--no-cache", is_flag=True, help="Read every article again, and remember nothing.")
@QUIET
@refusing(
    Clash("--no-lock", "--lock", "without a lock none is read or written; leave out one of the two"),
    Clash("--no-lock", "--lock-later", "without a lock none can be late; leave out one of the two"),
    Needs("--lock-later", "--check", "only --check fails for a lock; add --check, or leave out --lock-later"),
)
def build(seeds: Path | None, check: bool, strict: bool, quiet: bool, lock_later: bool, **chosen: Any) -> int:
    """Make Atom, RSS and JSON feeds of the articles in SEEDS.

    SEEDS is the folder of the articles, by default the folder seeds. Good articles are published even if others are
    bad; each bad one is named with its line, what was found and what would be right. A file whose bytes would stay the
    same is not touched. Options override the configuration file, feedtool.toml.

    feeds.lock remembers what subscribers know each article by, so that none comes back as new when its link, name or
    title changes. Commit it beside the articles. With it the whole archive is published too, in the folder archive of
    the feeds: documents that readers follow to the oldest entry, and pages by year for people.

    Exit status: 0 the feeds are made; 1 a feed or the lock is not up to date (--check), a seed is bad (--strict), there
    is no article, or most articles of the published feed are gone; 2 wrong usage, the seeds or the lock cannot be read,
    or the feeds cannot be written; 130 stopped: every document is whole, the old one or the new one.
    """
    from feedtool.articles.listing import Listing

    gc.set_threshold(_BEFORE_CYCLES, 20, 20)
    _REMAINS.clear()
    allow_shrink, no_cache, no_lock = (chosen.pop(name) for name in ("allow_shrink", "no_cache", "no_lock"))
    config = config_here(seeds=seeds, **chosen)
    if no_cache:
        config = dataclasses.replace(config, cache=None)
    if no_lock:
        config = dataclasses.replace(config, lock=None)
    with Listing(config.seeds) as listing:  # before the code of a build is loaded: other cores list them meanwhile
        from feedtool.commands.build import build as run

        with reading_progress(quiet=quiet) as progress:
            built = run(
                config, now=build_clock(), check=check, allow_shrink=allow_shrink, progress=progress, listing=listing,
                remains=_REMAINS,
            )  # fmt: skip
    _REMAINS.append(built)
    _tell(built, config, check=check, quiet=quiet)
    if why := told.fault(built, config, check=check, lock_later=lock_later):
        say(f"feedtool: {why}")
        return FINDINGS
    return FINDINGS if strict and built.catalogue.bad else 0


def _tell(built: "Built", config: Config, *, check: bool, quiet: bool) -> None:
    """Say what is wrong, what left the feed, and with numbers what was made."""
    from feedtool.commands.config import notes

    for line in (
        *told.problems(built.catalogue, quiet=quiet, command=f"feedtool list {config.seeds}"),
        *told.left(built, quiet=quiet),
    ):
        say(line)
    if quiet:
        return
    if built.documents and not (check or built.refused):
        for line in (*told.written(built, config), *(f"note: {note}" for note in notes(config))):
            print(visible(line))
    for line in told.numbers(built, config):
        print(line)
