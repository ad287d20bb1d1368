"""Folder of seeds → catalogue: what every seed is, examined once on all cores, remembered until it changes.

Here, and nowhere else, an article gets its id: in the one process that sees all records.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path

from feedtool.articles.dating import in_future
from feedtool.articles.read import SeedFile, walk_seeds
from feedtool.catalogue import remembered
from feedtool.catalogue.candidate import Candidate
from feedtool.catalogue.identity import entry_id
from feedtool.catalogue.record import Record, examine_packed, unpack_records
from feedtool.cores import Progress, in_chunks
from feedtool.dates import from_epoch_ms, to_epoch_ms
from feedtool.errors import InputError, Problem
from feedtool.files import stamp_of


def silent(_done: int, _all: int) -> None:
    """Show no progress."""


@dataclass(slots=True)
class Catalogue:
    """What the seeds are: articles that may be published, skipped files by reason, bad files, and warnings."""

    candidates: list[Candidate] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)  # by reason
    bad: list[tuple[str, Problem]] = field(default_factory=list)  # by location: not published
    warnings: list[tuple[str, Problem]] = field(default_factory=list)  # by location: published all the same


def read_catalogue(
    seeds: Path,
    *,
    zone: tzinfo,
    now: datetime,
    cache: Path | None = None,
    remember: bool = True,
    progress: Progress = silent,
    meanwhile: Callable[[], None] = lambda: None,
) -> Catalogue:
    """Return what the seeds of a folder are; those that did not change since an earlier run are not examined again.

    ``zone`` is the time zone of dates that name none. ``cache`` is the folder where records of earlier runs are kept;
    with ``remember`` it is brought up to date. ``meanwhile`` may be done while other cores examine.
    Raise InputError if the folder is missing, a file, empty or unreadable.
    """
    if seeds.is_file():
        raise InputError(f"{seeds}: this is a file; name the folder that holds your articles")
    key = f"{zone} {seeds}".encode("utf-8", "backslashreplace").decode()
    known = remembered.load(cache, key) if cache else {}
    records: dict[SeedFile, Record] = {}
    unknown: list[SeedFile] = []

    def to_examine() -> Iterator[SeedFile]:
        for file in walk_seeds(seeds):
            record = _recalled(known, file)
            if record is None:
                unknown.append(file)
                yield file
            else:
                records[file] = record

    examined: list[Record] = []
    for packed in in_chunks(to_examine(), partial(examine_packed, zone=zone), meanwhile=meanwhile):
        examined += unpack_records(packed)
        progress(len(examined), len(unknown))
    records.update(zip(unknown, examined, strict=True))
    if cache and remember:
        _remember(cache, key, records, known=known, unknown=unknown)
    return _catalogue(sorted(records.items(), key=lambda item: item[0].path), now_ms=to_epoch_ms(now))


def _recalled(known: Mapping[str, Record], file: SeedFile) -> Record | None:
    """Return the record of a file that an earlier run made, or None if the file changed since."""
    record = known.get(file.path)
    if record is None:
        return None
    try:
        return record if record.stamp == stamp_of(file.file) else None
    except OSError:
        return None


def _remember(
    cache: Path, key: str, records: Mapping[SeedFile, Record], *, known: Mapping[str, Record], unknown: list[SeedFile]
) -> None:
    """Write the cache anew if it lacks a record that can last, or has a record of a file that is gone."""
    lasting = {file.path: record for file, record in records.items() if _can_last(file, record)}
    if len(lasting) != len(known) or any(file.path in lasting for file in unknown):
        remembered.store(cache, key, lasting)


def _can_last(file: SeedFile, record: Record) -> bool:
    """Tell whether a record has a stamp, and its file a path of its own: names that are not UTF-8 may look alike."""
    return record.stamp is not None and "\ufffd" not in file.path


def _catalogue(records: Iterable[tuple[SeedFile, Record]], *, now_ms: int) -> Catalogue:
    """Return what all seeds are, each article with its id."""
    found = Catalogue()
    for file, record in records:
        problems = [(file.location, problem) for problem in record.problems]
        if record.published_ms is None:
            found.bad += problems
            if not problems:
                found.skipped[record.reason or ""] += 1
            continue
        found.warnings += problems
        published = from_epoch_ms(record.published_ms)
        if record.published_ms > now_ms:
            found.warnings.append((file.location, in_future(published)))
        id_ = entry_id(record.link, record.title, published)
        found.candidates.append(Candidate(id_, record.published_ms, record.updated_ms, file.path, file.file))
    return found
