"""Seeds → feeds, the whole flow.

Every article is read once to learn what it is; those that are chosen are read again to become entries, so that an
archive of any size costs the memory of one feed. The code that renders is loaded while other cores read.
"""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from feedtool import files
from feedtool.catalogue.candidate import Candidate
from feedtool.catalogue.catalogue import Catalogue, read_catalogue, silent
from feedtool.config.keys import Config
from feedtool.cores import Progress
from feedtool.entries.select import fold_editions, newest_first
from feedtool.errors import Problem

if TYPE_CHECKING:
    from feedtool.commands.leaving import Left
    from feedtool.commands.rendering import Rendered


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did, or with ``check`` would have done, with the paths of documents.

    ``changed`` documents were not up to date; ``removed`` are no longer made. ``in_feed`` counts entries, of which
    ``summaries`` are published as their summary; ``full`` tells that max-bytes kept others out, ``too_large`` counts
    those that fit in no way. ``ahead`` counts entries dated in the future, ``held_back`` those of them that are not in
    the feed.

    ``left`` are the entries of the published feed that are no longer in it, but for the ``outgrown`` ones, which newer
    ones pushed out. ``lost`` counts those of them whose article is gone; ``refused`` tells that nothing was written
    for that reason.
    """

    catalogue: Catalogue
    articles: int
    in_feed: int
    older: int
    folded: int
    documents: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    full: bool = False
    summaries: int = 0
    too_large: int = 0
    ahead: int = 0
    held_back: int = 0
    left: tuple["Left", ...] = ()
    outgrown: int = 0
    refused: bool = False

    @property
    def lost(self) -> int:
        """How many entries of the published feed no longer have an article."""
        return sum(one.gone for one in self.left)


def build(
    config: Config,
    *,
    now: datetime,
    check: bool = False,
    allow_shrink: bool = False,
    progress: Progress = silent,
) -> Built:
    """Make the feeds of a folder of seeds, or with ``check`` only tell which are not up to date.

    ``now`` decides which dates lie in the future (`articles.dating`), and nothing else. Nothing is written if there is
    no article, or if most articles of the published feed are gone. Raise InputError if the folder cannot be used,
    OutputError if a document cannot be written.
    """
    catalogue = read_catalogue(
        config.seeds, zone=config.zone, now=now, cache=config.cache, remember=not check, progress=progress,
        meanwhile=_load_renderers,
    )  # fmt: skip
    chosen = newest_first(fold_editions(catalogue.candidates))
    if not chosen:
        return Built(catalogue, 0, 0, 0, 0)
    from feedtool.commands.rendering import render
    from feedtool.publish.documents import ALWAYS_MADE

    rendered = render(chosen, catalogue, config, now=now)
    built = _built(catalogue, chosen, rendered)
    if not rendered.ids:
        return built
    if check:
        built, _ = _with_left(built, config, rendered)
        return _published(
            built, files.compare_documents(config.output, rendered.documents, unlisted=ALWAYS_MADE), config
        )
    with files.sole_writer(config.output):
        built, before = _with_left(built, config, rendered)
        if 2 * built.lost > before and not allow_shrink:
            return replace(built, refused=True)
        return _published(
            built, files.replace_documents(config.output, rendered.documents, unlisted=ALWAYS_MADE), config
        )


def _built(catalogue: Catalogue, chosen: Sequence[Candidate], rendered: "Rendered") -> Built:
    """Return what is known of a build before anything is written."""
    articles, in_feed = len(catalogue.candidates), len(rendered.ids)
    ahead = {one.id for one in chosen if one.ahead}
    held_back = len(ahead.difference(rendered.ids))
    return Built(
        catalogue,
        articles,
        in_feed,
        len(chosen) - in_feed - held_back,
        articles - len(chosen),
        full=rendered.full,
        summaries=rendered.summaries,
        too_large=len(rendered.too_large),
        ahead=len(ahead),
        held_back=held_back,
    )


def _with_left(built: Built, config: Config, rendered: "Rendered") -> tuple[Built, int]:
    """Return a build with what left the published feed, and how many entries that holds."""
    from feedtool.commands.leaving import left_the_feed, published_in

    before = published_in(config.output)
    left, outgrown = left_the_feed(before, rendered.ids, built.catalogue, too_large=rendered.too_large)
    return replace(built, left=tuple(left), outgrown=outgrown), len(before)


def _published(built: Built, replaced: files.Replaced, config: Config) -> Built:
    """Return a build with its changed and removed documents, and a warning for each file that was left."""
    message = "is no longer made, but was changed by hand, so it stays; remove it if nobody needs it"
    built.catalogue.warnings += [
        ((config.output / path).as_posix(), Problem(1, "changed-by-hand", message)) for path in replaced.left
    ]
    return replace(built, documents=replaced.documents, changed=replaced.changed, removed=replaced.removed)


def _load_renderers() -> None:
    importlib.import_module("feedtool.commands.rendering")
