"""Seeds → feeds, the whole flow.

Where nothing changed since the last build, or nothing that is published, all is as it was (`unchanged`). Else every
article is read once to learn what it is; those that are chosen are read again to become entries, so that an archive of
any size costs the memory of one feed. The code that renders is loaded while other cores read. With a lock
(`feedtool.lock`) each article keeps the id that subscribers know it by, and the whole archive is published beside the
feed.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from feedtool.articles.listing import Listing
from feedtool.builds import unchanged
from feedtool.builds.built import Built, Newest
from feedtool.catalogue.look import Look
from feedtool.config.keys import Config
from feedtool.cores import Progress, silent
from feedtool.dates import to_epoch_ms
from feedtool.errors import Problem
from feedtool.pieces.beforehand import Beforehand
from feedtool.runs.state_file import state_of

if TYPE_CHECKING:
    from feedtool.catalogue.catalogue import Catalogue
    from feedtool.entries.known import Known
    from feedtool.files import Documents, InPlace
    from feedtool.lock.file import LockFile
    from feedtool.lock.line import Lock
    from feedtool.rendering.published import Published
    from feedtool.rendering.render import Rendered
    from feedtool.runs.seen import Seen


Observe = Callable[[str, bytes], None]  # takes the path of a document below the output, and its bytes


class _How(NamedTuple):
    """What a build is to do, as `build` takes it."""

    now: datetime
    check: bool
    allow_shrink: bool
    observe: Observe | None
    remains: list[object]


def build(
    config: Config,
    *,
    now: datetime,
    check: bool = False,
    allow_shrink: bool = False,
    progress: Progress = silent,
    observe: Observe | None = None,
    listing: Listing | None = None,
    remains: list[object] | None = None,
) -> Built:
    """Make the feeds of a folder of seeds, or with ``check`` only tell which are not up to date.

    ``now`` decides which dates lie in the future (`articles.dating`), and is the moment at which the lock sees what is
    new and what changed. Nothing is written if there is no article, or if most articles of the published feed are gone.
    ``observe`` is given each document with its path, as it is made. ``listing`` has the files of the seeds if other
    cores list them already. ``remains`` takes what the build knew of the articles: a process that is about to end need
    not take that apart, which is a fiftieth of the time of a build after one new article.
    Raise InputError if the folder or the lock cannot be used, or if Pagefind is missing for the search; OutputError if
    a document cannot be written.
    """
    how = _How(now, check, allow_shrink, observe, [] if remains is None else remains)
    kept = cache(partial(_kept, config))

    def get_ready() -> None:
        for module in ("catalogue.read", "entries.known", "rendering.whole"):
            import_module(f"feedtool.{module}")
        _load_renderers()
        kept()

    look = Look.at(config.seeds, zone=config.zone, cache=config.cache, once_changed=get_ready, listing=listing)
    state = state_of(config)
    before = unchanged.stamps_before(config, state)
    if observe is None and (built := unchanged.recalled(look, config, state=state, now=now)):
        return built
    built = _built_anew(look, kept(), config, how, progress)
    if not check:
        unchanged.remember(built, look, config, before, state=state, now=now)
    return built


def _built_anew(look: Look, kept: "LockFile | None", config: Config, how: _How, progress: Progress) -> Built:
    """Make the feeds of the seeds that were looked at."""
    from feedtool.catalogue.read import catalogue_of

    if config.makes_search:
        from feedtool.publish.search_index import program

        program()  # where it is missing, that is told before the work
    with contextlib.closing(Beforehand(config, how.now)) as beforehand:
        catalogue = catalogue_of(
            look, zone=config.zone, now=how.now, remember=not how.check, with_said=kept is not None, progress=progress,
            meanwhile=_load_renderers, examined=None if kept or len(look.known) else beforehand.begin,
        )  # fmt: skip
        if not catalogue.candidates:
            return Built(catalogue, 0, 0, 0, 0)
        from feedtool import files  # here, since other cores examine seeds while it is loaded

        with contextlib.nullcontext() if how.check else files.sole_writer(config.output):
            built = _build(catalogue, kept.again() if kept else None, config, how, beforehand)
        # What is wrong with a text is told when its entry is made, or found as it was made before.
        catalogue.warnings.sort(key=_place_of)
        return built


def _place_of(warning: tuple[str, Problem]) -> tuple[str, int, str]:
    location, problem = warning
    return location, problem.line, problem.code


def _kept(config: Config) -> "LockFile | None":
    if config.lock is None:
        return None
    from feedtool.lock.file import read_lock

    return read_lock(config.lock, seeds=config.seeds, output=config.output, cache=config.cache)


def _build(catalogue: "Catalogue", kept: "LockFile | None", config: Config, how: _How, beforehand: Beforehand) -> Built:
    """Make the feeds of a catalogue while nobody else writes them."""
    from feedtool.lock.loss import gone_since, there

    known = _known(catalogue, kept, config, how.now)
    if kept is None and how.observe is None:
        built = unchanged.recalled_newest(known, catalogue, config, now=how.now)
        if built is not None:
            return built
    noted = len(catalogue.bad), len(catalogue.warnings)
    known, rendered = _rendered(known, catalogue, kept, config, how.now, beforehand)
    how.remains.extend((kept, known, rendered))
    with contextlib.closing(rendered):
        built = _built(catalogue, known, rendered)
        if kept is None:
            built = replace(built, newest=_newest(known, catalogue, config, noted))
        if not (rendered.ids or rendered.whole):
            return built
        built, before = _with_left(built, known, config, rendered)
        if kept and before and (kept.data is None or kept.repairs):
            _tell_again(kept, before, rendered, catalogue, config)
        if kept and known.lock and rendered.whole and rendered.whole.has_archive:
            built = replace(built, gone=gone_since(kept.lock, known.lock))
        shrinks = 2 * built.lost > len(before) or (
            kept is not None and built.gone > 0 and 2 * built.gone > there(kept.lock)
        )
        if shrinks and not (how.allow_shrink or how.check):
            return replace(built, refused=True)
        return _published(built, kept, rendered, config, how)


def _newest(known: "Known", catalogue: "Catalogue", config: Config, noted: tuple[int, int]) -> Newest | None:
    """Return what the next build must find as it was, to find the documents of the newest articles as they should be.

    ``noted`` are how many bad seeds and warnings the catalogue had before these were rendered.
    """
    bad, warnings = noted
    made_of = unchanged.made_of(known, config)
    return None if made_of is None or len(catalogue.bad) > bad else Newest(made_of, catalogue.warnings[warnings:])


def _rendered(
    known: "Known",
    catalogue: "Catalogue",
    kept: "LockFile | None",
    config: Config,
    now: datetime,
    beforehand: Beforehand,
) -> "tuple[Known, Rendered]":
    """Return the articles as subscribers know them, and their documents, with what the last checks saw of them.

    What a check saw of files is told by a build that publishes something new or changed (`lock.seen`).
    """
    from feedtool.entries.since import Since
    from feedtool.rendering.render import render

    if kept is None or known.lock is None:
        return known, render(known, catalogue, config, now=now, made=beforehand.made)
    from feedtool.runs.seen import seen_by_checks

    with seen_by_checks(state_of(config), config.cache) as seen:
        publishes = known.lock.lines != kept.lock.lines
        known = _with_originals(known, known.lock, config, seen)
        since = Since.of(catalogue, known, kept=kept.lock, mark=kept.mark)
        media_of = seen.media if publishes else lambda _url: None
        return known, render(known, catalogue, config, now=now, media_of=media_of, since=since)


def _with_originals(known: "Known", lock: "Lock", config: Config, seen: "Seen") -> "Known":
    """Return the articles with what is known of their originals; where there are no copies nobody needs to know."""
    from feedtool.copies import Copies
    from feedtool.lock.seen import said_gone, with_originals

    copies = Copies.of(config)
    if not (copies.pages or copies.template):
        return known
    gone = seen.fine(frozenset(said_gone(lock.lines.values()).values()))
    lines = with_originals(lock.lines, broken=seen.broken, fine=gone)
    return known._replace(lock=replace(lock, lines=lines))


def _known(catalogue: "Catalogue", kept: "LockFile | None", config: Config, now: datetime) -> "Known":
    """Return the articles as subscribers know them; the catalogue's get these ids, and is told what is odd."""
    from feedtool.entries.known import know, know_by_lock

    if kept is None or catalogue.facts is None:
        return know(catalogue.candidates)
    known = know_by_lock(
        catalogue.candidates, catalogue.facts, kept.lock, bad=catalogue.bad_paths, bad_links=catalogue.bad_ids,
        no_articles=catalogue.others, room=config.max_entries, now_ms=to_epoch_ms(now),
        doubted=_doubted(catalogue, kept, config),
    )  # fmt: skip
    catalogue.candidates, catalogue.facts = known.candidates, None
    for path in filter(catalogue.others.__contains__, (kept.lock.lines[id_].path for id_ in known.held)):
        _tell_no_article(catalogue, config, path)
    catalogue.warnings += [(kept.path.as_posix(), problem) for problem in kept.repairs]
    catalogue.warnings += [((config.seeds / path).as_posix(), Problem(1, "id", told)) for path, told in known.told]
    return known


def _tell_no_article(catalogue: "Catalogue", config: Config, path: str) -> None:
    """Tell that a file is none any more that was an article, and whose entry therefore stays."""
    reason = catalogue.others[path]
    catalogue.skipped[reason] -= 1
    message = f"was an article, and is none any more: {reason}; mend it, or take it away if its entry is meant to go"
    catalogue.bad.append(((config.seeds / path).as_posix(), Problem(1, "no-article", message)))


def _doubted(catalogue: "Catalogue", kept: "LockFile", config: Config) -> AbstractSet[str] | None:
    """Return the paths of the seeds that may differ from what the lock says of them, None where all may."""
    from feedtool.rendering.whole import is_as_left

    if catalogue.stamp_read is None or kept.mark is None:
        return None
    return catalogue.fresh if is_as_left((catalogue.stamp_read, kept.mark), config) else None


def _built(catalogue: "Catalogue", known: "Known", rendered: "Rendered") -> Built:
    """Return what is known of a build before anything is written."""
    articles, carried = len(catalogue.candidates), len(rendered.carried)
    in_feed = len(rendered.ids) - carried
    ahead = {one.id for one in known.ahead}
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


def _with_left(built: Built, known: "Known", config: Config, rendered: "Rendered") -> tuple[Built, list["Published"]]:
    """Return a build with what left the published feed, and the entries of that."""
    from feedtool.builds.leaving import left_the_feed, published_in

    before = published_in(config.output)
    left, outgrown = left_the_feed(before, rendered.entries, known, built.catalogue, too_large=rendered.too_large)
    return replace(built, left=tuple(left), outgrown=outgrown), before


def _tell_again(
    kept: "LockFile", before: Sequence["Published"], rendered: "Rendered", catalogue: "Catalogue", config: Config
) -> None:
    """Tell which entries are in the feed again that had left it; ``before`` are those of the published feed."""
    from feedtool.builds.leaving import back_in_the_feed

    told = "had left the feed, and is in it again: readers show it as unread; take back from Git what the lock lost"
    for one in back_in_the_feed(before, rendered.entries, config.output, known=kept.lock.lines):
        catalogue.warnings.append((kept.path.as_posix(), Problem(1, "again", f"{one.name} {told}")))


def _published(built: Built, kept: "LockFile | None", rendered: "Rendered", config: Config, how: _How) -> Built:
    """Return a build whose documents, and lock if it changed, are in place, or with ``check`` are compared.

    The lock takes its name first. A build that is killed between the two leaves moments that the next one finds there,
    and makes the same documents of; the other way round a moment could be published that nobody remembers.
    """
    from feedtool import files
    from feedtool.publish.documents import ALWAYS_MADE

    @cache
    def changed_lock() -> tuple[Path, bytes] | None:
        data = kept.change(rendered.whole.lock) if kept and rendered.whole else None
        return (kept.path, data) if kept and data is not None else None

    documents = _observed(rendered.documents, how.observe) if how.observe else rendered.documents
    if how.check:
        replaced = files.compare_documents(config.output, documents, unlisted=ALWAYS_MADE)
    else:
        replaced = files.replace_documents(config.output, documents, unlisted=ALWAYS_MADE, beside=changed_lock)
        if rendered.whole and kept:
            stamp, mark = built.catalogue.stamp, kept.mark
            if (written := changed_lock()) is not None:
                mark = kept.remember(rendered.whole.lock, written[1])
            del written  # it is in place, and of a large archive that is much memory
            changed_lock.cache_clear()
            read = (stamp, mark) if stamp and mark else None
            stamps = rendered.whole.remember(replaced.hashes, replaced.stamps, read=read)
            built = replace(built, stamps=stamps, lock_stamp=replaced.beside)
    message = "is no longer made, but was changed by hand, so it stays; remove it if nobody needs it"
    built.catalogue.warnings += [
        ((config.output / path).as_posix(), Problem(1, "changed-by-hand", message)) for path in replaced.left
    ]
    return replace(
        built,
        documents=replaced.documents,
        changed=replaced.changed,
        removed=replaced.removed,
        lock=kept.path if kept and (changed_lock() if how.check else replaced.beside) else None,
        archive=rendered.whole.told if rendered.whole else None,
    )


def _observed(documents: "Documents", observe: Observe) -> Iterator[tuple[str, "bytes | InPlace"]]:
    for path, data in documents:
        if isinstance(data, bytes):
            observe(path, data)
        yield path, data


def _load_renderers() -> None:
    import_module("feedtool.rendering.render").prepare()
