"""Folder of seeds → which files an earlier run knows as they are, and which are to be examined."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import tzinfo
from operator import attrgetter
from pathlib import Path
from typing import Self

from feedtool.articles.compared import compared
from feedtool.articles.listing import Listing
from feedtool.articles.walk import SeedFile
from feedtool.catalogue import remembered
from feedtool.catalogue.records import SeedRecords
from feedtool.catalogue.remembered import Kept
from feedtool.errors import InputError
from feedtool.stamps import Stamp


@dataclass(slots=True)
class Look:
    """One look at the seeds of a folder: what earlier runs ``known`` of them, and how far the files agree.

    ``key`` says for which folder and time zone, ``stamp`` is that of the cache, and ``kept`` tells what that holds.
    ``files`` are the names on disk of the files that did not change, in the order of the known paths, None for the
    others; ``changed`` are the other files. The cache ``is_whole`` if it knows of all files, so that it tells when one
    of them is gone. ``once_changed`` is called when the first file turns out to have changed where other cores look on
    meanwhile. ``listing`` has the files if they are listed already.
    """

    seeds: Path
    key: str
    cache: Path | None
    known: SeedRecords
    stamp: Stamp | None
    kept: Kept | None
    once_changed: Callable[[], None] = lambda: None
    listing: Listing | None = None
    files: list[str | None] = field(default_factory=list)
    changed: list[SeedFile] = field(default_factory=list)
    is_whole: bool = False
    _walked: bool = False

    @classmethod
    def at(
        cls,
        seeds: Path,
        *,
        zone: tzinfo,
        cache: Path | None,
        once_changed: Callable[[], None] = lambda: None,
        listing: Listing | None = None,
    ) -> Self:
        """Return a look at a folder; ``cache`` is where earlier runs kept their records.

        Raise InputError if the folder is a file.
        """
        if seeds.is_file():
            raise InputError(f"{seeds}: this is a file; name the folder that holds your articles")
        key = f"{zone} {seeds}".encode("utf-8", "backslashreplace").decode()
        loaded = remembered.load(cache, key) if cache else remembered.Loaded(SeedRecords.none())
        return cls(seeds, key, cache, *loaded, once_changed, listing)

    def to_examine(self) -> list[SeedFile]:
        """Return the files that changed, by path. Raise InputError as `walk_seeds`."""
        if not self._walked:
            self._walk()
        return self.changed

    def is_as_remembered(self) -> bool:
        """Tell whether all files are those that the cache knows, and none of them changed."""
        if not len(self.known):
            return False
        return not self.to_examine() and None not in self.files

    def touched(self) -> set[str]:
        """Return the paths of the files that are new, changed or gone."""
        gone = [at for at, file in enumerate(self.files) if file is None]
        paths = self.known.paths if gone else ()
        return {*(paths[at] for at in gone), *(one.path for one in self.changed)}

    def forget(self) -> None:
        """Let go of what is known of the files, once the catalogue has it: of a large archive that is much memory."""
        self.known, self.files, self.changed = SeedRecords.none(), [], []

    def _walk(self) -> None:
        names = self._names_on_disk()
        self.files = [*names]
        there = set[int]()
        with self.listing or Listing(self.seeds) as listing:
            for same, changed in compared(listing, names, self.known.stamps):
                there.update(same)
                if changed and not self.changed and listing.is_shared:
                    self.once_changed()
                self.changed += changed
        for at in set(range(len(names))).difference(there):
            self.files[at] = None
        if not self.changed and not there:
            raise listing.walk.nothing()
        self.changed.sort(key=attrgetter("path"))
        self._walked = True

    def _names_on_disk(self) -> list[str]:
        """Return the names of the files that are known: what is remembered has a path that tells it."""
        start = os.path.join(self.seeds, "")
        paths = self.known.paths
        return [start + path for path in (paths if os.sep == "/" else [one.replace("/", os.sep) for one in paths])]
