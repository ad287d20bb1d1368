"""Seeds → feeds, the whole flow.

Every article is read once to learn what it is; those that are chosen are read again to become entries, so that an
archive of any size costs the memory of one feed. The code that renders is loaded while other cores read. With a lock
(`feedtool.lock`) each article keeps the id that subscribers know it by.
"""

import contextlib
import importlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feedtool import files
from feedtool.catalogue.catalogue import Catalogue, read_catalogue, silent
from feedtool.commands import quiet
from feedtool.config.keys import Config
from feedtool.cores import Progress
from feedtool.dates import to_epoch_ms
from feedtool.entries.known import Known, know, know_by_lock
from feedtool.errors import Problem
from feedtool.lock.file import LockFile, read_lock
from feedtool.lock.line import Lock

if TYPE_CHECKING:
    from feedtool.commands.archived import Archived
    from feedtool.commands.leaving import Left
    from feedtool.commands.rendering import Rendered

# What a build tells as a number, and the next one again if nothing changed.
_TOLD = (
    "articles", "in_feed", "older", "folded", "full", "summaries", "too_large", "unshown", "carried", "left_out",
    "ahead", "held_back",
)  # fmt: skip
_BY_HAND = "changed-by-hand"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did, or with ``check`` would have done, with the paths of documents.

    ``changed`` documents were not up to date; ``removed`` are no longer made; ``lock`` is the lock's file if it was not
    up to date. ``in_feed`` counts entries, of which ``summaries`` are published as their summary; ``full`` tells that
    max-bytes kept others out, ``too_large`` counts those that fit in no way, ``unshown`` those first seen lately for
    which there was no room. ``carried`` counts entries beside these that stand as they were last published, since their
    seed is bad; ``left_out`` those of which nothing is left. ``ahead`` counts entries dated in the future,
    ``held_back`` those of them that are not in the feed. ``relinked`` counts articles that keep their id under another
    link, and ``alike`` names what they share with what they were.

    ``left`` are the entries of the published feed that are no longer in it, but for the ``outgrown`` ones, which newer
    ones pushed out. ``lost`` counts those of them whose article is gone, and ``gone`` all such entries of the archive;
    ``refused`` tells that nothing was written for that reason. ``archive`` is what became of the archive, None if
    none is kept.
    """

    catalogue: Catalogue
    articles: int
    in_feed: int
    older: int
    folded: int
    documents: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    lock: Path | None = None
    full: bool = False
    summaries: int = 0
    too_large: int = 0
    unshown: int = 0
    carried: int = 0
    left_out: int = 0
    ahead: int = 0
    held_back: int = 0
    relinked: int = 0
    alike: tuple[str, ...] = ()
    left: tuple["Left", ...] = ()
    outgrown: int = 0
    gone: int = 0
    refused: bool = False
    archive: "Archived | None" = None

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

    ``now`` decides which dates lie in the future (`articles.dating`), and is the moment at which the lock sees what is
    new and what changed. Nothing is written if there is no article, or if most articles of the published feed are gone.
    Raise InputError if the folder or the lock cannot be used, OutputError if a document cannot be written.
    """
    kept = read_lock(config.lock, seeds=config.seeds, output=config.output) if config.lock else None
    catalogue = read_catalogue(
        config.seeds, zone=config.zone, now=now, cache=config.cache, remember=not check, with_said=kept is not None,
        progress=progress, meanwhile=_load_renderers,
    )  # fmt: skip
    if not catalogue.candidates:
        return Built(catalogue, 0, 0, 0, 0)
    with contextlib.nullcontext() if check else files.sole_writer(config.output):
        kept = kept.again() if kept else None
        return _build(catalogue, kept, config, now=now, check=check, allow_shrink=allow_shrink)


def _build(
    catalogue: Catalogue, kept: LockFile | None, config: Config, *, now: datetime, check: bool, allow_shrink: bool
) -> Built:
    """Make the feeds of a catalogue while nobody else writes them, unless that would change nothing."""
    asked = quiet.asked_for(catalogue, config)
    again = asked and quiet.remembered(config, quiet.with_lock(asked, kept.data if kept else None))
    if again:
        return _told_again(again, catalogue, config, check=check)
    from feedtool.commands.rendering import render

    read = len(catalogue.warnings), len(catalogue.bad)
    known = _known(catalogue, kept, config, now)
    rendered = render(known, catalogue, config, now=now)
    built = _built(catalogue, known, rendered)
    if not (rendered.ids or rendered.archiving):
        return built
    built, before = _with_left(built, config, rendered)
    built = replace(built, gone=_gone(kept, known)) if rendered.archiving else built
    shrinks = 2 * built.lost > before or 2 * built.gone > _there(kept)
    if shrinks and not (allow_shrink or check):
        return replace(built, refused=True)
    built, hashes = _published(built, kept, known.lock, rendered, config, check=check)
    if asked and not check and _will_be_the_same(built, known, kept, bad=read[1]):
        lock = files.read_if_there(kept.path) if kept else None
        told = {name: int(getattr(built, name)) for name in _TOLD} | {"pages": _pages(built)}
        documents: dict[str, tuple[str, files.Stamp | None]] = {path: (hash_, None) for path, hash_ in hashes.items()}
        quiet.remember(
            config, quiet.Quiet(quiet.with_lock(asked, lock), documents, told, catalogue.warnings[read[0] :])
        )
    return built


def _told_again(again: quiet.Quiet, catalogue: Catalogue, config: Config, *, check: bool) -> Built:
    """Return the build that changes nothing: it tells what the last one told."""
    from feedtool.commands.archived import Archived

    catalogue.warnings += again.warnings
    if not check and quiet.has_new_stamps(again):
        quiet.remember(config, again)
    numbers: dict[str, Any] = {name: again.told.get(name, 0) for name in _TOLD}
    numbers["full"] = bool(numbers["full"])
    pages = again.told.get("pages", -1)
    documents = tuple(path for path in again.documents if path != files.MANIFEST)
    return Built(catalogue, **numbers, documents=documents, archive=None if pages < 0 else Archived(pages))


def _will_be_the_same(built: Built, known: Known, kept: LockFile | None, *, bad: int) -> bool:
    """Tell whether the next build tells the same if nothing changes: nothing of this one was news."""
    news = built.left or built.relinked or known.told or (kept and kept.repairs) or len(built.catalogue.bad) > bad
    return not news and all(problem.code != _BY_HAND for _, problem in built.catalogue.warnings)


def _pages(built: Built) -> int:
    return built.archive.pages if built.archive else -1


def _known(catalogue: Catalogue, kept: LockFile | None, config: Config, now: datetime) -> Known:
    """Return the articles as subscribers know them; the catalogue's get these ids, and is told what is odd."""
    if kept is None:
        return know(catalogue.candidates)
    known = know_by_lock(
        catalogue.candidates, kept.lock, bad=catalogue.bad_paths, bad_links=catalogue.bad_ids,
        room=config.max_entries, now_ms=to_epoch_ms(now),
    )  # fmt: skip
    catalogue.candidates = known.candidates
    catalogue.warnings += [(kept.path.as_posix(), problem) for problem in kept.repairs]
    catalogue.warnings += [((config.seeds / path).as_posix(), Problem(1, "id", told)) for path, told in known.told]
    return known


def _built(catalogue: Catalogue, known: Known, rendered: "Rendered") -> Built:
    """Return what is known of a build before anything is written."""
    articles, carried = len(catalogue.candidates), len(rendered.carried)
    in_feed = len(rendered.ids) - carried
    ahead = {one.id for one in known.chosen if one.ahead}
    held_back = len(ahead.difference(rendered.ids))
    return Built(
        catalogue,
        articles,
        in_feed,
        len(known.chosen) - in_feed - held_back,
        articles - len(known.chosen),
        full=rendered.full,
        summaries=rendered.summaries,
        too_large=len(rendered.too_large),
        unshown=rendered.unshown,
        carried=carried,
        left_out=len(known.held) - carried,
        ahead=len(ahead),
        held_back=held_back,
        relinked=known.relinked,
        alike=known.alike,
    )


def _with_left(built: Built, config: Config, rendered: "Rendered") -> tuple[Built, int]:
    """Return a build with what left the published feed, and how many entries that holds."""
    from feedtool.commands.leaving import left_the_feed, published_in

    before = published_in(config.output)
    left, outgrown = left_the_feed(before, rendered.entries, built.catalogue, too_large=rendered.too_large)
    return replace(built, left=tuple(left), outgrown=outgrown), len(before)


def _gone(kept: LockFile | None, known: Known) -> int:
    """Return how many entries of the archive no longer have an article since the lock was written."""
    lines = known.lock.lines if known.lock else {}
    return sum(not line.gone and lines[id_].gone is not None for id_, line in kept.lock.lines.items()) if kept else 0


def _there(kept: LockFile | None) -> int:
    """Return how many entries the lock knows that had an article when it was written."""
    return sum(not line.gone for line in kept.lock.lines.values()) if kept else 0


def _finished(lock: Lock, rendered: "Rendered") -> Lock:
    """Return the lock as it is once all documents are made: with the window of the feed, and the pages that closed."""
    from feedtool.commands.rendering import FEED

    lock = rendered.archiving.lock if rendered.archiving else lock
    return replace(lock, windows={**lock.windows, FEED: rendered.window}) if rendered.window else lock


def _published(
    built: Built, kept: LockFile | None, lock: Lock | None, rendered: "Rendered", config: Config, *, check: bool
) -> tuple[Built, Mapping[str, str]]:
    """Return a build whose documents, and lock if it changed, are in place, or with ``check`` are compared; and the
    SHA-256 of the documents by path.

    The lock takes its name first. A build that is killed between the two leaves moments that the next one finds there,
    and makes the same documents of; the other way round a moment could be published that nobody remembers.
    """
    from feedtool.publish.documents import ALWAYS_MADE

    def changed_lock() -> tuple[Path, bytes] | None:
        data = kept.change(_finished(lock, rendered)) if kept and lock else None
        return (kept.path, data) if kept and data is not None else None

    if check:
        replaced = files.compare_documents(config.output, rendered.documents, unlisted=ALWAYS_MADE)
    else:
        replaced = files.replace_documents(config.output, rendered.documents, unlisted=ALWAYS_MADE, beside=changed_lock)
        if rendered.archiving:
            rendered.archiving.remember(replaced.hashes)
    message = "is no longer made, but was changed by hand, so it stays; remove it if nobody needs it"
    built.catalogue.warnings += [
        ((config.output / path).as_posix(), Problem(1, _BY_HAND, message)) for path in replaced.left
    ]
    built = replace(
        built,
        documents=replaced.documents,
        changed=replaced.changed,
        removed=replaced.removed,
        lock=kept.path if kept and (changed_lock() if check else replaced.beside) else None,
        archive=rendered.archiving.told if rendered.archiving else None,
    )
    return built, replaced.hashes


def _load_renderers() -> None:
    importlib.import_module("feedtool.commands.rendering")
