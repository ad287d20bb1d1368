"""Folder of seeds → which files an earlier run knows as they are, and which are to be examined."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import Self

from feedtool.articles.walk import SeedFile, walk_seeds
from feedtool.catalogue import remembered
from feedtool.catalogue.record import Record
from feedtool.errors import InputError
from feedtool.stamps import Stamp, stamp_of


@dataclass(slots=True)
class Look:
    """One look at the seeds of a folder: what earlier runs ``known`` of them, and how far the files agree.

    ``key`` says for which folder and time zone, ``stamp`` is that of the cache. ``unchanged`` are the files seen so far
    that did not change, with their records, ``changed`` the other files. The cache ``is_whole`` if it knows of all
    files, so that it tells when one of them is gone.
    """

    seeds: Path
    key: str
    cache: Path | None
    known: dict[str, Record]
    stamp: Stamp | None
    unchanged: list[tuple[SeedFile, Record]] = field(default_factory=list)
    changed: list[SeedFile] = field(default_factory=list)
    is_whole: bool = False
    _walked: bool = False

    @classmethod
    def at(cls, seeds: Path, *, zone: tzinfo, cache: Path | None) -> Self:
        """Return a look at a folder of which nothing was seen yet; ``cache`` is where earlier runs kept their records.

        Raise InputError if the folder is a file.
        """
        if seeds.is_file():
            raise InputError(f"{seeds}: this is a file; name the folder that holds your articles")
        key = f"{zone} {seeds}".encode("utf-8", "backslashreplace").decode()
        known, stamp = remembered.load(cache, key) if cache else ({}, None)
        return cls(seeds, key, cache, known, stamp)

    def to_examine(self) -> Iterator[SeedFile]:
        """Yield the files that changed, as they are found. Raise InputError as `walk_seeds`."""
        if self._walked:
            yield from self.changed
            return
        for file in walk_seeds(self.seeds):
            record = self._recalled(file)
            if record is None:
                self.changed.append(file)
                yield file
            else:
                self.unchanged.append((file, record))
        self._walked = True

    def is_as_remembered(self) -> bool:
        """Tell whether all files are those that the cache knows, and none of them changed."""
        if not self.known:
            return False  # so the first files can be examined while others are still looked for
        for _ in self.to_examine():
            pass
        return not self.changed and len(self.unchanged) == len(self.known)

    def forget(self) -> None:
        """Let go of what is known of the files, once the catalogue has it: of a large archive that is much memory."""
        self.known, self.unchanged, self.changed = {}, [], []

    def _recalled(self, file: SeedFile) -> Record | None:
        """Return the record of a file that an earlier run made, or None if the file changed since."""
        record = self.known.get(file.path)
        if record is None:
            return None
        try:
            return record if record.stamp == stamp_of(file.file) else None
        except OSError:
            return None
