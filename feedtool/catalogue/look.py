"""Folder of seeds → which files an earlier run knows as they are, and which are to be examined."""

from dataclasses import dataclass, field
from datetime import tzinfo
from operator import attrgetter
from pathlib import Path
from typing import Self

from feedtool.articles.walk import SeedFile, walk_seeds
from feedtool.catalogue import remembered
from feedtool.catalogue.records import Records
from feedtool.errors import InputError
from feedtool.stamps import Stamp, stamp_of


@dataclass(slots=True)
class Look:
    """One look at the seeds of a folder: what earlier runs ``known`` of them, and how far the files agree.

    ``key`` says for which folder and time zone, ``stamp`` is that of the cache. ``unchanged`` are the places of the
    records whose files did not change, as far as these were seen, and ``files`` the names of these files on disk;
    ``changed`` are the other files. The cache ``is_whole`` if it knows of all files, so that it tells when one of them
    is gone.
    """

    seeds: Path
    key: str
    cache: Path | None
    known: Records
    stamp: Stamp | None
    unchanged: list[int] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
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
        known, stamp = remembered.load(cache, key) if cache else (Records.none(), None)
        return cls(seeds, key, cache, known, stamp)

    def to_examine(self) -> list[SeedFile]:
        """Return the files that changed, by path. Raise InputError as `walk_seeds`."""
        if not self._walked:
            self._walk()
        return self.changed

    def is_as_remembered(self) -> bool:
        """Tell whether all files are those that the cache knows, and none of them changed."""
        if not len(self.known):
            return False
        return not self.to_examine() and len(self.unchanged) == len(self.known)

    def forget(self) -> None:
        """Let go of what is known of the files, once the catalogue has it: of a large archive that is much memory."""
        self.known, self.unchanged, self.files, self.changed = Records.none(), [], [], []

    def _walk(self) -> None:
        places = {path: at for at, path in enumerate(self.known.path)}
        for file in walk_seeds(self.seeds):
            at = places.get(file.path)
            if at is not None and self._is_as_known(file.file, at):
                self.unchanged.append(at)
                self.files.append(file.file)
            else:
                self.changed.append(file)
        self.changed.sort(key=attrgetter("path"))
        self._walked = True

    def _is_as_known(self, file: str, place: int) -> bool:
        """Tell whether a file did not change since an earlier run made the record at a place."""
        try:
            return stamp_of(file) == self.known.stamp[place]
        except OSError:
            return False
