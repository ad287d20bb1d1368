"""What a build says of what it made, as lines. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from feedtool.config.keys import Config
from feedtool.groups.kinds import GroupKind
from feedtool.text import counted
from feedtool.visible import visible

if TYPE_CHECKING:
    from feedtool.builds.built import Built
    from feedtool.catalogue.catalogue import Catalogue

_SHOWN_OF_A_KIND = 20  # warnings; bad seeds are all shown
_DOCUMENTS_OF_A_FEED = 4  # three formats and a page
_SHOWN_OF_A_FOLDER = 5  # paths of documents; of more only their number
_NOT_LISTED = ("lock", "id", "again")  # kinds that only a build tells


def problems(catalogue: "Catalogue", *, quiet: bool, command: str) -> Iterator[str]:
    """Yield what is wrong with seeds; with ``quiet`` bad ones alone. ``command`` shows all warnings."""
    for location, problem in catalogue.bad:
        yield f"{location}:{problem.line}: {problem.message}"
    if quiet:
        return
    shown: Counter[str] = Counter()
    for location, problem in catalogue.warnings:
        shown[problem.code] += 1
        if shown[problem.code] <= _SHOWN_OF_A_KIND:
            yield f"{location}:{problem.line}: {problem.message} [{problem.code}]"
    for code, count in shown.items():
        if count > _SHOWN_OF_A_KIND:
            where = "" if code in _NOT_LISTED else f"; '{command}' shows all"
            yield f"... and {count - _SHOWN_OF_A_KIND} more of [{code}]{where}"


def left(built: "Built", *, quiet: bool) -> Iterator[str]:
    """Yield what left the feed and why; with ``quiet`` only what bad seeds cost it."""
    told = [one for one in built.left if one.bad or not quiet]
    for one in told[:_SHOWN_OF_A_KIND]:
        yield f"left the feed: {one.entry.name}: {one.why}"
    if len(told) > _SHOWN_OF_A_KIND:
        yield f"... and {len(told) - _SHOWN_OF_A_KIND} more left the feed"


def written(built: "Built", config: Config) -> Iterator[str]:
    """Yield which documents were written and removed, and what a configuration lacks that says where they are."""
    did = [
        f"{did} {', '.join(_shortened(paths))}"
        for did, paths in (("wrote", built.changed), ("removed", built.removed))
        if paths
    ]
    yield f"{config.output}: {'; '.join(did) or 'nothing changed'}"
    if built.lock:
        yield f"{built.lock}: written; commit it with the articles"
    if not config.base_url:
        opml = " and there is no feeds.opml" if any("/" in path for path in built.documents) else ""
        yield f"note: the feeds do not say where they are served{opml}; set base-url in feedtool.toml, or --base-url"


def numbers(built: "Built", config: Config) -> Iterator[str]:
    """Yield how many feeds, pages, entries and articles there are, and why some are not in the feed."""
    yield from _feeds(built)
    yield from _archive(built)
    yield from _kept(built)
    yield from _limits(built, config)
    catalogue = built.catalogue
    articles = counted(built.articles, "article")
    bad = len({path for path, _ in catalogue.bad})
    future = f" + {built.held_back} held back" if built.held_back else ""
    older = "in the archive alone" if built.archive else "older"
    yield (
        f"{articles} = {built.in_feed} in the feed + {built.older} {older}{future} + {built.folded} folded; "
        f"{sum(catalogue.skipped.values())} skipped, {bad} bad"
    )


def fault(built: "Built", config: Config, *, check: bool, lock_later: bool) -> str | None:
    """Return why there are no feeds, or not those of the articles, and what to do about it; None if all is well."""
    if not (built.documents or built.refused):
        return f"{config.seeds}: no article found, so no feed was written; see 'feedtool list {config.seeds}'"
    if built.refused:
        lost, where = (built.gone, "archive") if built.gone > built.lost else (built.lost, "feed")
        return (
            f"{config.output}: left as it is, since {lost} of the articles in the {where} are no longer "
            f"in {config.seeds}; if they are meant to go, use --allow-shrink"
        )
    late = [built.lock.as_posix()] if built.lock and not lock_later else []
    if check and (built.changed or built.removed or late):
        paths = ", ".join((*_shortened((*built.changed, *built.removed)), *late))
        return f"{config.output}: not up to date: {paths}; run 'feedtool build'"
    return None


def _shortened(paths: Sequence[str]) -> Iterator[str]:
    """Yield paths of documents; of a folder that holds many of them, or of a whole feed in it, only how many."""
    tops = Counter(path.partition("/")[0] for path in paths if "/" in path)
    many = {top for top, number in tops.items() if number > _SHOWN_OF_A_FOLDER}
    folder_of = {path: top if (top := path.partition("/")[0]) in many else path.rpartition("/")[0] for path in paths}
    folders = Counter(folder_of.values())
    whole = {folder for folder, number in folders.items() if "/" in folder and number >= _DOCUMENTS_OF_A_FEED}
    yield from (path for path in paths if folder_of[path] not in many | whole)
    yield from (f"{folders[folder]} files in {folder}" for folder in sorted(many | whole))


def _feeds(built: "Built") -> Iterator[str]:
    """Yield how many feeds of each kind there are beside the main one, and which ended."""
    found = Counter(path.partition("/")[0] for path in built.documents if _is_of_group(path))
    if found and not built.refused:
        groups = [counted(found[kind], kind) for kind in GroupKind if found[kind]]
        yield f"feeds: the main one, and those of {_and(groups)}"
    ended = [path.removesuffix("/atom.xml") for path in built.removed if _is_of_group(path)]
    if ended:
        is_, it, its = ("is", "it", "its") if len(ended) == 1 else ("are", "them", "their")
        yield (
            f"{counted(len(ended), 'feed')} {is_} made no more, since no article is left in {it} or {its} kind is "
            f"turned off: {_some(ended)}; whoever subscribed to {it} gets nothing new"
        )


def _is_of_group(path: str) -> bool:
    """Tell whether a document is the feed of a group in Atom, which each has."""
    return path.count("/") == 2 and path.endswith("/atom.xml")


def _some(names: Sequence[str]) -> str:
    """Return names beside each other; of many only the first."""
    more = len(names) - _SHOWN_OF_A_KIND
    return visible(", ".join(names[:_SHOWN_OF_A_KIND])) + (f" and {more} more" if more > 0 else "")


def _archive(built: "Built") -> Iterator[str]:
    """Yield how large the archive is, and why pages of it were rewritten that had been published."""
    if built.archive is None or built.refused or not built.archive.pages:
        return
    new = f", {built.archive.new} new" if built.archive.new else ""
    yield f"archive: {counted(built.archive.pages, 'page')}{new}"
    if built.archive.rewritten:
        why = ", ".join(f"{reason} ({number})" for reason, number in sorted(built.archive.rewritten.items()))
        yield f"{counted(sum(built.archive.rewritten.values()), 'old page')} rewritten: {why}"


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _kept(built: "Built") -> Iterator[str]:
    """Yield which entries stay what they were, though their article changed or cannot be read."""
    if built.relinked:
        same = f", same {_and(built.alike)}" if built.alike else ""
        whose = "its link" if built.relinked == 1 else "their link"
        keeps = "it keeps its id" if built.relinked == 1 else "they keep their ids"
        yield f"{counted(built.relinked, 'article')} changed {whose}{same}: {keeps}"
    if built.carried:
        yield f"{counted(built.carried, 'entry')} beside these as last published: the seed is bad"
    if built.left_out:
        yield f"{counted(built.left_out, 'entry')} not in the feed: the seed is bad; the id is kept"


def _limits(built: "Built", config: Config) -> Iterator[str]:
    """Yield what the limits cut and what was held back."""
    size = f"{config.max_bytes / 1000:g} kB (max-bytes)"
    if built.full:
        yield f"{built.in_feed} in the feed: full at {size}"
    elif built.in_feed > config.max_entries:
        yield f"{built.in_feed} in the feed: what was first seen within 48 hours is not cut"
    elif built.older and built.in_feed == config.max_entries:
        yield f"{built.in_feed} in the feed: full at {counted(config.max_entries, 'entry')} (max-entries)"
    if built.unshown:
        where = "in the archive alone" if built.archive else "not in the feed"
        yield f"{built.unshown} first seen within 48 hours found no room, and are {where}"
    if built.summaries:
        yield f"{built.summaries} published as a summary: no room for all of it in {size}, or twice that if new"
    if built.too_large:
        left_out = "in the archive alone" if built.archive else "left out"
        yield f"{built.too_large} {left_out}: more than {size} even as a summary"
    if built.held_back:
        yield f"{built.held_back} held back: dated in the future, published when that comes"
    if built.ahead > built.held_back:
        yield f"{built.ahead - built.held_back} at the end of the feed: dated in the future"
    if built.outgrown:
        yield f"{built.outgrown} left the feed for newer ones"
