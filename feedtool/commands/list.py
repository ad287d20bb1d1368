"""Seeds → a row for each file, with everything that was read from it; or a row for each edition that is folded."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from feedtool.articles.walk import find_seeds
from feedtool.catalogue.read import read_catalogue
from feedtool.config.keys import Config
from feedtool.cores import in_chunks
from feedtool.entries.select import folded_editions
from feedtool.listing.folded import folded_row
from feedtool.listing.rows import FoldedRow, Row, packed_rows, unpacked_rows


def read_rows(seeds: Sequence[Path], config: Config, *, now: datetime, brief: bool = False) -> Iterator[Row]:
    """Yield a row for every file, read on all cores; files of a folder come in the order of their paths.

    ``seeds`` are folders and files. A ``brief`` row holds only what tables and totals show. Raise InputError before the
    first row if one of the seeds is not there, or is a folder that is empty or unreadable.
    """
    files = [file for folder in seeds for file in find_seeds(folder)]
    for packed in in_chunks(files, partial(packed_rows, config=config, now=now, brief=brief)):
        yield from unpacked_rows(packed)


def read_folded(seeds: Sequence[Path], config: Config, *, now: datetime) -> Iterator[FoldedRow]:
    """Yield a row for every edition that a build folds into another, by path.

    ``seeds`` are folders, each with its own editions. Raise InputError if one of them is a file, is not there, is empty
    or unreadable.
    """
    for folder in seeds:
        catalogue = read_catalogue(folder, zone=config.zone, now=now, cache=config.cache, remember=False)
        for one in folded_editions(catalogue.candidates):
            yield folded_row(one, config)
