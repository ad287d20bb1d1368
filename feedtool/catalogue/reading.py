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
from feedtool.catalogue.identity import entry_id
from feedtool.catalogue.remembered import Outcome
from feedtool.config.keys import Config
from feedtool.cores import Progress, in_chunks
from feedtool.dates import from_epoch_ms, to_epoch_ms
from feedtool.entries.select import Candidate
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
    outcomes: dict[SeedFile, Outcome] = {}
    unknown: list[SeedFile] = []

    def to_examine() -> Iterator[SeedFile]:
        for file in walk_seeds(config.seeds):
            outcome = _recalled(known, file)
            if outcome is None:
                unknown.append(file)
                yield file
            else:
                outcomes[file] = outcome

    examined: list[Outcome] = []
    for chunk in in_chunks(to_examine(), partial(_examine_some, config=config), meanwhile=meanwhile):
        examined += _outcomes.decode(chunk)
        progress(len(examined), len(unknown))
    outcomes.update(zip(unknown, examined, strict=True))
    reading, now_ms = Reading(), to_epoch_ms(now)
    remembered = {}
    for file in sorted(outcomes, key=attrgetter("path")):
        outcome = outcomes[file]
        if "\ufffd" not in file.path:  # of names that are no UTF-8 several may look alike
            remembered[file.path] = outcome
        _note(reading, file, outcome, now_ms=now_ms)
    learned = any(file.path in remembered for file in unknown)
    if config.cache and remember and (learned or len(known) != len(remembered)):
        cache.store(config.cache, key, remembered)
    return reading


def examine(file: SeedFile, *, config: Config) -> Outcome:
    """Return what a seed is, without its text: by its head alone, where that is of the commonest form."""
    head = read_head(file, HEAD_BYTES)
    if head and (seen := glance(head[0])):
        return Outcome(head[1], without_fragment(seen.link), seen.published_ms, seen.updated_ms)
    text = read_seed(file)
    if isinstance(text, Skipped):
        return _outcome(text, None)
    return _outcome(parse_seed(text, zone=config.zone), text.stamp)


def _recalled(known: Mapping[str, Outcome], file: SeedFile) -> Outcome | None:
    """Return what is remembered of a file, unless it changed since."""
    outcome = known.get(file.path)
    if outcome is None:
        return None
    try:
        return outcome if outcome.stamp == stamp_of(file.file) else None
    except OSError:
        return None


def _outcome(seed: Seed, stamp: Stamp | None) -> Outcome:
    if isinstance(seed, Skipped):
        return Outcome(stamp, reason=seed.reason, problems=[seed.problem] if seed.problem else [])
    if seed.dates is None:
        return Outcome(stamp, problems=list(seed.problems))
    return Outcome(
        stamp,
        entry_id(seed.link, seed.title, seed.dates.published),
        to_epoch_ms(seed.dates.published),
        to_epoch_ms(seed.dates.updated),
        problems=list(seed.problems),
    )


def _note(reading: Reading, file: SeedFile, outcome: Outcome, *, now_ms: int) -> None:
    if outcome.id is None:
        if outcome.problems:
            reading.bad += [(file.location, problem) for problem in outcome.problems]
        else:
            reading.skipped[outcome.reason or ""] += 1
        return
    if outcome.problems:
        reading.warnings += [(file.location, problem) for problem in outcome.problems]
    if outcome.published_ms > now_ms:
        reading.warnings.append((file.location, in_future(from_epoch_ms(outcome.published_ms))))
    reading.candidates.append(Candidate(outcome.id, outcome.published_ms, outcome.updated_ms, file.path, file.file))
    reading.files[file.file] = file


def _examine_some(files: Sequence[SeedFile], *, config: Config) -> bytes:
    return msgspec.msgpack.encode([examine(file, config=config) for file in files])


_outcomes = msgspec.msgpack.Decoder(list[Outcome])
