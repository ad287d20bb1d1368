"""Seeds → feeds, the whole flow.

Every article is read once to learn what it is; those that are chosen are read again to become entries, so that an
archive of any size costs the memory of one feed. The code that renders is loaded while other cores read.
"""

import importlib
from dataclasses import dataclass, replace
from datetime import datetime

from feedtool import files
from feedtool.catalogue.catalogue import Catalogue, read_catalogue, silent
from feedtool.config.keys import Config
from feedtool.cores import Progress
from feedtool.entries.select import fold_editions, newest_first
from feedtool.errors import Problem
from feedtool.publish import json_feed


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did, or with ``check`` would have done, with the paths of documents.

    ``changed`` documents were not up to date; ``removed`` are no longer made.

    ``lost`` counts the ids of the published feed that no longer have an article; ``refused`` tells that nothing was
    written for that reason.
    """

    catalogue: Catalogue
    articles: int
    in_feed: int
    older: int
    folded: int
    documents: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    lost: int = 0
    refused: bool = False


def build(
    config: Config,
    *,
    now: datetime,
    check: bool = False,
    allow_shrink: bool = False,
    progress: Progress = silent,
) -> Built:
    """Make the feeds of a folder of seeds, or with ``check`` only tell which are not up to date.

    ``now`` only adds a warning to dates in the future. Nothing is written if there is no article, or if most articles
    of the published feed are gone. Raise InputError if the folder cannot be used, OutputError if a document cannot be
    written.
    """
    catalogue = read_catalogue(
        config.seeds, zone=config.zone, now=now, cache=config.cache, remember=not check, progress=progress,
        meanwhile=_load_renderers,
    )  # fmt: skip
    articles = len(catalogue.candidates)
    chosen = newest_first(fold_editions(catalogue.candidates))
    if not chosen:
        return Built(catalogue, articles, 0, 0, 0)
    from feedtool.commands.rendering import render
    from feedtool.publish.documents import ALWAYS_MADE

    documents, in_feed = render(chosen, catalogue, config)
    built = Built(catalogue, articles, in_feed, len(chosen) - in_feed, articles - len(chosen))
    if not in_feed:
        return built
    if check:
        return _published(built, files.compare_documents(config.output, documents, unlisted=ALWAYS_MADE), config)
    with files.sole_writer(config.output):
        lost, of = _lost(config, {candidate.id for candidate in chosen})
        built = replace(built, lost=lost)
        if 2 * lost > of and not allow_shrink:
            return replace(built, refused=True)
        return _published(built, files.replace_documents(config.output, documents, unlisted=ALWAYS_MADE), config)


def _published(built: Built, replaced: files.Replaced, config: Config) -> Built:
    """Return a build with its changed and removed documents, and a warning for each file that was left."""
    message = "is no longer made, but was changed by hand, so it stays; remove it if nobody needs it"
    built.catalogue.warnings += [
        ((config.output / path).as_posix(), Problem(1, "changed-by-hand", message)) for path in replaced.left
    ]
    return replace(built, documents=replaced.documents, changed=replaced.changed, removed=replaced.removed)


def _load_renderers() -> None:
    importlib.import_module("feedtool.commands.rendering")


def _lost(config: Config, ids: set[str]) -> tuple[int, int]:
    """Return how many ids of the published feed no longer have an article, and how many ids it holds."""
    from feedtool.publish import atom

    old = json_feed.ids_of(files.read_if_there(config.output / json_feed.FILE_NAME) or b"")
    old = old or atom.ids_of(files.read_if_there(config.output / atom.FILE_NAME) or b"")
    return len(old - ids), len(old)
