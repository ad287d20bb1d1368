"""What every seed is: examined once, on all cores, and remembered until it changes."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from operator import attrgetter

import msgspec

from feedtool.articles.article import Seed, Skipped
from feedtool.articles.dating import in_future
from feedtool.articles.glance import HEAD_BYTES, glance
from feedtool.articles.load import parse_seed
from feedtool.articles.read import SeedFile, read_head, read_seed, walk_seeds
from feedtool.catalogue import remembered as cache
from feedtool.catalogue.candidate import Candidate
from feedtool.catalogue.identity import entry_id
from feedtool.catalogue.remembered import Record
from feedtool.config.keys import Config
from feedtool.cores import Progress, in_chunks
from feedtool.dates import from_epoch_ms, to_epoch_ms
from feedtool.errors import InputError, Problem
from feedtool.files import Stamp, stamp_of
from feedtool.urls import without_fragment


def silent(_done: int, _all: int) -> None:
    """Show no progress."""


@dataclass(slots=True)
class Reading:
    """What the seeds were found to be."""

    candidates: list[Candidate] = field(default_factory=list)
    files: dict[str, SeedFile] = field(default_factory=dict)  # by name on disk
    skipped: Counter[str] = field(default_factory=Counter)  # by reason
    bad: list[tuple[str, Problem]] = field(default_factory=list)  # by location: not published
    warnings: list[tuple[str, Problem]] = field(default_factory=list)  # by location: published all the same


def read_seeds(
    config: Config,
    now: datetime,
    progress: Progress = silent,
    *,
    remember: bool = True,
    meanwhile: Callable[[], None] = lambda: None,
) -> Reading:
    """Examine every seed of a folder that is not remembered, and note what each is. No usable folder: InputError.

    With ``remember`` what was learned is written to the cache. ``meanwhile`` may be done while other cores examine.
    """
    if config.seeds.is_file():
        raise InputError(f"{config.seeds}: this is a file; name the folder that holds your articles")
    key = f"{config.time_zone} {config.seeds}".encode("utf-8", "backslashreplace").decode()
    known = cache.load(config.cache, key) if config.cache else {}
    records: dict[SeedFile, Record] = {}
    unknown: list[SeedFile] = []

    def to_examine() -> Iterator[SeedFile]:
        for file in walk_seeds(config.seeds):
            record = _recalled(known, file)
            if record is None:
                unknown.append(file)
                yield file
            else:
                records[file] = record

    examined: list[Record] = []
    for chunk in in_chunks(to_examine(), partial(_examine_some, config=config), meanwhile=meanwhile):
        examined += _records.decode(chunk)
        progress(len(examined), len(unknown))
    records.update(zip(unknown, examined, strict=True))
    reading, now_ms = Reading(), to_epoch_ms(now)
    remembered = {}
    for file in sorted(records, key=attrgetter("path")):
        record = records[file]
        if "\ufffd" not in file.path:  # of names that are no UTF-8 several may look alike
            remembered[file.path] = record
        _note(reading, file, record, now_ms=now_ms)
    learned = any(file.path in remembered for file in unknown)
    if config.cache and remember and (learned or len(known) != len(remembered)):
        cache.store(config.cache, key, remembered)
    return reading


def examine(file: SeedFile, *, config: Config) -> Record:
    """Return what a seed is, without its text: by its head alone, where that is of the commonest form."""
    head = read_head(file, HEAD_BYTES)
    if head and (seen := glance(head[0])):
        return Record(head[1], without_fragment(seen.link), None, seen.published_ms, seen.updated_ms)
    text = read_seed(file)
    if isinstance(text, Skipped):
        return _record(text, None)
    return _record(parse_seed(text, zone=config.zone), text.stamp)


def _recalled(known: Mapping[str, Record], file: SeedFile) -> Record | None:
    """Return what is remembered of a file, unless it changed since."""
    record = known.get(file.path)
    if record is None:
        return None
    try:
        return record if record.stamp == stamp_of(file.file) else None
    except OSError:
        return None


def _record(seed: Seed, stamp: Stamp | None) -> Record:
    if isinstance(seed, Skipped):
        return Record(stamp, reason=seed.reason, problems=[seed.problem] if seed.problem else [])
    if seed.dates is None:
        return Record(stamp, problems=list(seed.problems))
    return Record(
        stamp,
        without_fragment(seed.link) if seed.link else None,
        None if seed.link else seed.title,
        to_epoch_ms(seed.dates.published),
        to_epoch_ms(seed.dates.updated),
        problems=list(seed.problems),
    )


def _note(reading: Reading, file: SeedFile, record: Record, *, now_ms: int) -> None:
    if record.published_ms is None:
        if record.problems:
            reading.bad += [(file.location, problem) for problem in record.problems]
        else:
            reading.skipped[record.reason or ""] += 1
        return
    if record.problems:
        reading.warnings += [(file.location, problem) for problem in record.problems]
    if record.published_ms > now_ms:
        reading.warnings.append((file.location, in_future(from_epoch_ms(record.published_ms))))
    # Here, and nowhere else, an article gets its id.
    identity = entry_id(record.link, record.title, from_epoch_ms(record.published_ms))
    reading.candidates.append(Candidate(identity, record.published_ms, record.updated_ms, file.path, file.file))
    reading.files[file.file] = file


def _examine_some(files: Sequence[SeedFile], *, config: Config) -> bytes:
    return msgspec.msgpack.encode([examine(file, config=config) for file in files])


_records = msgspec.msgpack.Decoder(list[Record])
