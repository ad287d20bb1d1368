"""What left the feed since it was last published, and why; what came back. Only documents in place are read."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from feedtool import files
from feedtool.catalogue.candidate import Candidate
from feedtool.catalogue.catalogue import Catalogue
from feedtool.entries.known import Known
from feedtool.entries.select import folded_editions
from feedtool.publish import archive, atom, json_feed
from feedtool.rendering.published import Published


class Left(NamedTuple):
    """An entry that left the feed, and why; whether its article is ``gone``, and whether perhaps to a ``bad`` seed."""

    entry: Published
    why: str
    gone: bool
    bad: bool = False


def published_in(folder: Path) -> list[Published]:
    """Return the entries of the JSON Feed in a folder, else of the Atom feed, without titles."""
    found = _items(files.read_if_there(folder / json_feed.FILE_NAME) or b"")
    if found:
        return found
    return [Published(id_) for id_ in sorted(atom.ids_of(files.read_if_there(folder / atom.FILE_NAME) or b""))]


def left_the_feed(
    before: Iterable[Published],
    now_in: Sequence[Published],
    known: Known,
    catalogue: Catalogue,
    *,
    too_large: Collection[str],
) -> tuple[list[Left], int]:
    """Return the entries that left the feed though newer ones did not push them out, and how many those pushed out.

    ``now_in`` are the entries that are in it now, ``known`` all articles.
    """
    inside = {entry.id for entry in now_in}
    before = list(before)
    outside = [entry for entry in before if entry.id not in inside]
    if not outside:
        return [], 0
    there = {entry.id for entry in before}
    new = [entry for entry in now_in if entry.id not in there]
    folded = _folded({entry.id for entry in outside if entry.id not in known.standing}, known.candidates)
    why = _reasons(known, folded, catalogue, frozenset(too_large), new)
    left = [one for one in map(why, outside) if one is not None]
    return left, len(outside) - len(left)


def back_in_the_feed(
    before: Iterable[Published], now_in: Iterable[Published], folder: Path, *, known: Collection[str]
) -> list[Published]:
    """Return the entries that had left the feed and are in it again: only a lock that lost something lets them.

    What has left it stands in the archive documents of a folder, which are only read where an entry is in the feed for
    the first time: it was not in it ``before``, and no line has its id, which are those that were ``known``.
    """
    there = {entry.id for entry in before}
    new = [entry for entry in now_in if entry.id not in there and entry.id not in known]
    pages = filter(archive.is_page, files.documents_in(folder)) if new else ()
    archived = set[str]().union(*(atom.ids_of(files.read_document(folder, page) or b"") for page in pages))
    return [entry for entry in new if entry.id in archived]


def _folded(own_ids: Collection[str], candidates: Sequence[Candidate]) -> Mapping[str, Candidate]:
    """Return the articles into which editions with some ids of their own are folded, by these."""
    if not own_ids:
        return {}
    ids = {one.id for one in candidates if one.own_id in own_ids}
    return {one.edition.own_id: one.into for one in folded_editions(one for one in candidates if one.id in ids)}


def _reasons(
    known: Known,
    folded: Mapping[str, Candidate],
    catalogue: Catalogue,
    too_large: Collection[str],
    new: Sequence[Published],
) -> Callable[[Published], Left | None]:
    """Return the function that tells why an entry left, or None if newer ones pushed it out.

    One of the ``new`` entries with the title and the date of one that left is that one's article under another link.
    """
    relinked = {(one.title or "", one.published_ms or 0): one for one in new}
    standing, no_lock = known.standing, "" if known.lock else "; no lock knows it"

    def why(entry: Published) -> Left | None:
        bad = catalogue.bad_ids.get(entry.id) or catalogue.bad_ids.get(entry.link or "")
        if entry.id in too_large:
            return Left(entry, "not even its summary is within max-bytes", gone=False)
        if entry.id in standing:
            return Left(entry, "it is dated in the future", gone=False) if standing[entry.id].ahead else None
        if entry.id in folded:
            return Left(entry, f"it is an edition of {folded[entry.id].id}, folded into that", gone=False)
        if bad:
            return Left(entry, f"{bad} is bad", gone=True, bad=True)
        if again := relinked.get((entry.title or "", entry.published_ms or 0)):
            has = f"the link {again.link}" if again.link and again.link != entry.link else f"the id {again.id}"
            return Left(entry, f"its article has {has} now{no_lock}, so readers get it again", gone=False)
        return Left(entry, _unknown(catalogue), gone=True, bad=bool(catalogue.bad))

    return why


def _unknown(catalogue: Catalogue) -> str:
    files = sorted({location for location, _ in catalogue.bad})
    if not files:
        return "no article has this link any more"
    which = files[0] if len(files) == 1 else f"one of {len(files)} bad seeds"
    return f"no article has this link any more; perhaps {which} was it"


def _items(document: bytes) -> list[Published]:
    """Return the items of a JSON Feed; a document that is missing or broken has none."""
    try:
        items = json.loads(document)["items"]
        return [
            Published(str(item["id"]), _text(item.get("title")), _text(item.get("url")), _published_ms(item))
            for item in items
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def _published_ms(item: Mapping[str, object]) -> int | None:
    own = item.get("_feedtool")
    moment = own.get("published_ms") if isinstance(own, dict) else None
    return moment if isinstance(moment, int) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
