"""Two versions of the feeds → what subscribers will see: folders, documents, commits, or what a build would make."""

import tempfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from feedtool.commands.build import build
from feedtool.config.keys import Config
from feedtool.diff.differences import compare
from feedtool.diff.document import Document, read_document
from feedtool.diff.report import Compared
from feedtool.errors import InputError
from feedtool.files import place_of, read_if_there
from feedtool.quick import quick
from feedtool.revisions import Revision

_COMMITTED = "HEAD"
_SUFFIXES = (".xml", ".json", ".atom", ".rss")


@quick(frozen=True, slots=True)
class _Version:
    """A version of the feeds, in words; its documents by path, and the ids of all its articles where they are known.

    One that is ``single`` is one document, whatever its name.
    """

    words: str
    documents: Mapping[str, Document]
    articles: Collection[str] | None = None
    single: bool = False


def diff(old: str | None, new: str | None, config: Config, *, now: datetime) -> Compared:
    """Return what subscribers will see when the ``old`` version of the feeds becomes the ``new`` one.

    Each is a folder of feeds, one document, or a commit; by default what is committed, and what a build would make. Of
    a commit that holds no feeds it is what a build of its articles makes. Raise InputError if there is no such version,
    or no feed in it, and as `build`.
    """
    before = _committed(config, now) if old is None else _named(old, config, now)
    after = _would_be_built(config, now) if new is None else _named(new, config, now)
    before, after = _of_one_name(before, after), _of_one_name(after, before)
    return Compared(before.words, after.words, compare(before.documents, after.documents, articles=after.articles))


def _named(name: str, config: Config, now: datetime) -> _Version:
    path = Path(name)
    if path.is_dir():
        files = (file for file in path.rglob("*") if file.suffix in _SUFFIXES and file.is_file())
        documents = _documents((file.relative_to(path).as_posix(), read_if_there(file) or b"") for file in files)
        if not documents:
            raise InputError(f"{name}: there is no feed in this folder; name the folder of the feeds, or a commit")
        return _Version(name, documents)
    if path.exists():
        document = read_document(read_if_there(path) or b"")
        if document is None:
            raise InputError(f"{name}: this is no feed; name an Atom, RSS or JSON feed, a folder of them or a commit")
        return _Version(name, {path.name: document}, single=True)
    revision = Revision.of(name, Path())
    if revision is None:
        raise InputError(f"{name}: there is no such folder, document or commit")
    return _of_revision(revision, config, now)


def _committed(config: Config, now: datetime) -> _Version:
    """Return the feeds of the last commit; where there is none those that are in place."""
    revision = Revision.of(_COMMITTED, config.seeds) if config.seeds.is_dir() else None
    if revision is not None:
        return _of_revision(revision, config, now)
    if not config.output.is_dir():
        raise InputError(f"there is nothing to compare with: no commit here, and no feeds in {config.output}")
    return _named(str(config.output), config, now)


def _of_revision(revision: Revision, config: Config, now: datetime) -> _Version:
    documents = _documents(revision.files_below(config.output, _SUFFIXES))
    if documents:
        return _Version(f"{revision.name} ({revision.commit[:9]})", documents)
    with tempfile.TemporaryDirectory(prefix="feedtool-") as folder:
        own = [path for path in (config.seeds, config.lock) if path is not None]
        revision.extract(own, Path(folder))
        there = replace(
            config,
            seeds=revision.place_of(config.seeds, Path(folder)),
            output=revision.place_of(config.output, Path(folder)),
            lock=config.lock and revision.place_of(config.lock, Path(folder)),
            cache=None,
        )
        if not there.seeds.is_dir():
            raise InputError(f"{revision.name}: holds neither feeds in {config.output} nor articles in {config.seeds}")
        built = _would_be_built(there, now)
    return replace(built, words=f"{revision.name} ({revision.commit[:9]}), built")


def _would_be_built(config: Config, now: datetime) -> _Version:
    """Return what a build would make. Nothing is written."""
    made: dict[str, Document] = {}

    def observe(path: str, data: bytes) -> None:
        document = read_document(data) if path.endswith(_SUFFIXES) else None
        if document is not None:
            made[path] = document

    built = build(replace(config, search=False), now=now, check=True, observe=observe)
    if not built.documents:
        raise InputError(f"{config.seeds}: no article found, so a build makes no feed")
    in_place = (path for path in built.documents if path not in made and path not in built.changed)
    made |= _documents((path, read_if_there(place_of(config.output, path)) or b"") for path in in_place)
    return _Version("what a build makes", made, {one.id for one in built.catalogue.candidates})


def _documents(files: Iterable[tuple[str, bytes]]) -> dict[str, Document]:
    """Return the feeds among some files, by path."""
    found = ((path, read_document(data)) for path, data in files if not path.startswith("."))
    return {path: document for path, document in found if document is not None}


def _of_one_name(one: _Version, other: _Version) -> _Version:
    """Return the documents of a version that are to be compared with a single one: that of its name, or its format."""
    if not other.single:
        return one
    (name, document), *_ = other.documents.items()
    alike = [path for path, own in one.documents.items() if own.form is document.form and not own.archive]
    if not alike:
        raise InputError(f"{one.words}: there is no {document.form.value} to compare {other.words} with")
    best = name if name in alike else min(alike, key=lambda path: (path.count("/"), path))
    return replace(one, documents={name: one.documents[best]})
