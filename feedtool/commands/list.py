"""Seeds → a row for each file, with everything that was read from it; or a row for each edition that is folded."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from feedtool.articles.walk import find_seeds
from feedtool.catalogue.read import read_catalogue
from feedtool.config.keys import Config
from feedtool.cores import in_chunks
from feedtool.entries.select import folded_editions
from feedtool.listing.folded import folded_row
from feedtool.listing.rows import FoldedRow, Row, packed_rows, unpacked_rows

_AT_A_TIME = 100  # files that a core reads: all wait for the core that has the last


def read_rows(seeds: Sequence[Path], config: Config, *, now: datetime, brief: bool = False) -> Iterator[Row]:
    """Yield a row for every file, read on all cores; files of a folder come in the order of their paths.

    ``seeds`` are folders and files. A ``brief`` row holds only what tables and totals show. Raise InputError before the
    first row if one of the seeds is not there, or is a folder that is empty or unreadable.
    """
    files = [file for folder in seeds for file in find_seeds(folder)]
    for packed in in_chunks(files, partial(packed_rows, config=config, now=now, brief=brief), size=_AT_A_TIME):
        yield from unpacked_rows(packed)


class FoldedRows(NamedTuple):
    """A row for every edition of a folder that is folded into another, by path; and how many seeds there are bad."""

    rows: Iterator[FoldedRow]
    bad: int


def read_folded(folder: Path, config: Config, *, now: datetime) -> FoldedRows:
    """Return the editions of a folder that a build folds into others.

    Raise InputError if it is a file, is not there, is empty or unreadable.
    """
    catalogue = read_catalogue(folder, zone=config.zone, now=now, cache=config.cache, remember=False)
    rows = (folded_row(one, config) for one in folded_editions(catalogue.candidates))
    return FoldedRows(rows, len({path for path, _ in catalogue.bad}))
