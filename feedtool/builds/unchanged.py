"""A build that would make what is in place already: it is known by the stamps of all that it depends on.

So a build after which nothing changed reads no article and renders nothing. It is remembered in the cache with what it
said: the stamps of the seeds (`catalogue.look`), of the lock, of each document and of the program that made them. Where
there is no lock only the newest articles are published: if they are as they were, what changed is told, and nothing is
rendered either.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import msgspec

from feedtool.builds.built import Built, Newest
from feedtool.cache import read_cached, write_cached
from feedtool.catalogue.catalogue import Catalogue
from feedtool.catalogue.look import Look
from feedtool.config.keys import Check, Config
from feedtool.copies import FOLDER
from feedtool.dates import to_epoch_ms
from feedtool.errors import Problem
from feedtool.rendering.archived import Archived
from feedtool.stamps import Stamp, stamp_if_there

if TYPE_CHECKING:  # where nothing changed nobody needs it
    from feedtool.entries.known import Known

# The stamps of files and folders by their names, None where one is missing.
Stamps = dict[str, Stamp | None]

_FILE_NAME = "build.cache"
_FORMAT = 2
_BY_FOLDERS = (f"{FOLDER}/", "search/")  # pages of articles, and indexes of the search (`publish.search_page`)
_SAID_ONCE = frozenset(("again", "changed-by-hand", "id", "lock"))  # codes of what the next build does not find again


class _Said(msgspec.Struct, array_like=True):
    """What a build said of the articles and the feed, as far as the next one says the same."""

    skipped: dict[str, int]
    bad: list[tuple[str, Problem]]
    warnings: list[tuple[str, Problem]]
    counts: dict[str, int]
    documents: tuple[str, ...]
    full: bool
    pages: int | None  # of the archive; None if none is kept


class _Remembered(msgspec.Struct, array_like=True):
    """A build, and what it depends on; ``places`` are files and folders with stamps, None where one is missing.

    ``newest`` is there if only the newest articles are published.
    """

    program: str
    config: str
    now_ms: int
    seeds: Stamp
    places: Stamps
    said: _Said
    newest: Newest | None = None

    def is_in_place(self) -> bool:
        """Tell whether all files that the documents depend on, the seeds aside, are as they were."""
        return all(stamp_if_there(place) == stamp for place, stamp in self.places.items())


_decoder = msgspec.msgpack.Decoder(_Remembered)
_COUNTS = ("articles", "in_feed", "older", "folded", "summaries", "too_large", "unshown", "carried", "left_out")


def recalled(look: Look, config: Config, *, state: Path | None, now: datetime) -> Built | None:
    """Return what a build did that would make what is in place, or None if there may be something to do.

    ``state`` is the file of what checks saw, which a build with a lock looks at.
    """
    known = _read(config, state)
    if known is None or known.seeds != look.stamp or known.now_ms > to_epoch_ms(now):
        return None
    if not look.is_as_remembered() or not known.is_in_place():
        return None
    said = known.said
    catalogue = Catalogue(skipped=Counter(said.skipped), bad=said.bad, warnings=said.warnings)
    counts: dict[str, Any] = {**said.counts}
    archive = None if said.pages is None else Archived(said.pages)
    return Built(catalogue, **counts, documents=said.documents, full=said.full, archive=archive, newest=known.newest)


def recalled_newest(known: "Known", catalogue: Catalogue, config: Config, *, now: datetime) -> Built | None:
    """Return what a build without a lock would do, if the documents of the newest articles are in place as they were.

    The catalogue is told what was wrong with their texts. Return None if there may be something to do.
    """
    before = _read(config, None)
    if before is None or before.newest is None or before.now_ms > to_epoch_ms(now):
        return None
    if before.newest.made_of != made_of(known, config) or not before.is_in_place():
        return None
    catalogue.warnings += before.newest.told
    articles, counts, in_feed = len(known.candidates), before.said.counts, before.said.counts["in_feed"]
    return Built(
        catalogue,
        articles,
        in_feed,
        len(known.chosen) - in_feed,
        articles - len(known.chosen),
        documents=before.said.documents,
        full=before.said.full,
        summaries=counts["summaries"],
        too_large=counts["too_large"],
        newest=before.newest,
    )


def made_of(known: "Known", config: Config) -> str | None:
    """Return a hash of the newest articles, which are all that a build without a lock publishes.

    None if one of them could change without being seen, or if the clock decides which they are.
    """
    newest = known.chosen[: config.max_entries]
    if any(one.stamp is None for one in newest) or any(one.ahead for one in known.chosen):
        return None
    told = [(one.id, one.published_ms, one.updated_ms, one.path, one.stamp) for one in newest]
    all_ = len(known.chosen) == len(newest)
    return blake2b(repr((told, all_)).encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()


def stamps_before(config: Config, state: Path | None) -> Stamps:
    """Return the stamps of the files that a build reads beside the seeds, before it reads them.

    Somebody can change one while the build runs: a check writes the state, and a page about the links.
    """
    page = config.output / config.link_health if config.link_health else None
    read = config.lock, page, state if config.lock else None
    return {place: stamp_if_there(place) for place in map(os.fspath, filter(None, read))}


def remember(built: Built, look: Look, config: Config, before: Stamps, *, state: Path | None, now: datetime) -> None:
    """Remember a build whose documents are in place, if the next one will find nothing to do and say the same.

    ``before`` is what `stamps_before` returned when it began.
    """
    catalogue = built.catalogue
    passing = built.left or built.gone or built.refused or built.relinked or built.ahead
    if config.cache is None or look.stamp is None or not look.is_whole or passing or not built.documents:
        return
    if any(problem.code in _SAID_ONCE for _, problem in catalogue.warnings):
        return
    counts = {name: getattr(built, name) for name in _COUNTS}
    pages = built.archive.pages if built.archive else None
    said = _Said(dict(catalogue.skipped), catalogue.bad, catalogue.warnings, counts, built.documents, built.full, pages)
    places = {**before, **dict(_places(built, config))}
    known = _Remembered(_program(), _key(config, state), to_epoch_ms(now), look.stamp, places, said, built.newest)
    try:
        data = msgspec.msgpack.encode(known)
    except ValueError:  # a name that is no Unicode
        return
    if read_cached(config.cache, _FILE_NAME)[0] != data:
        write_cached(config.cache, _FILE_NAME, data)


def _read(config: Config, state: Path | None) -> _Remembered | None:
    """Return the remembered build if it is one of this configuration, by this program."""
    if config.cache is None:
        return None
    try:
        known = _decoder.decode(read_cached(config.cache, _FILE_NAME)[0])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return known if (known.program, known.config) == (_program(), _key(config, state)) else None


def _key(config: Config, state: Path | None) -> str:
    """Return all that the configuration says of feeds."""
    return repr((replace(config, set_by={}, check=Check()), state if config.lock else None))


def _places(built: Built, config: Config) -> Iterator[tuple[str, Stamp | None]]:
    """Yield what a build wrote or compared, and the folders around it. A folder's stamp tells what is new in it.

    Pages of articles and the many files of the search are known by their folders alone: looking at each would take
    longer than all the rest.
    """
    from feedtool.files import MANIFEST, place_of

    output = config.output
    above = {path.rpartition("/")[0] for path in built.documents}
    folders = {output, *(place_of(output, path) for path in above if path)}
    for place in map(os.fspath, sorted(folders)):
        yield place, stamp_if_there(place)
    if built.lock is not None:
        yield os.fspath(built.lock), built.lock_stamp
    for path in (*built.documents, MANIFEST):
        if not path.startswith(_BY_FOLDERS):
            place = os.fspath(place_of(output, path))
            yield place, built.stamps.get(path) or stamp_if_there(place)


@cache
def _program() -> str:
    """Return what is another for another version of feedtool, of a library or of Python, or for an edited module."""
    libraries = os.fspath(Path(msgspec.__file__).parents[1])  # its stamp changes when anything is installed into it
    modules = sorted(f"{path} {stamp_if_there(path)}" for path in _files(os.fspath(Path(__file__).parents[1])))
    return f"{_FORMAT} {sys.version} {libraries} {stamp_if_there(libraries)} {crc32(chr(10).join(modules).encode())}"


def _files(folder: str) -> Iterator[str]:
    """Yield the files below a folder, but for those that Python makes."""
    for entry in os.scandir(folder):
        if not entry.is_dir():
            yield entry.path
        elif entry.name != "__pycache__":
            yield from _files(entry.path)
