"""Which folder of an archive holds its articles, told from a few of them.

Looking is bounded: a folder may hold a million files, and most of what lies beside an archive is no archive.
"""

import os
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import UTC
from itertools import islice
from pathlib import Path

from feedtool.articles.article import Article
from feedtool.articles.language import tell_language
from feedtool.articles.read import read_seed
from feedtool.articles.walk import SUFFIXES, SeedFile, walk_seeds
from feedtool.errors import InputError
from feedtool.quick import quick

_FILES_WALKED = 5_000  # of a folder
_FILES_READ = 40  # of those, evenly chosen
_FOLDERS = 50  # looked into at most
_NEVER = frozenset(("node_modules", "vendor", "venv", "env", "dist", "build", "target"))  # what tools put there


@quick(frozen=True, slots=True)
class Folder:
    """A folder as a sample of it shows: its path as given, how many of the files read were articles, their language.

    ``files`` is how many files there are with the name of an article, as far as it was walked; ``more`` tells that it
    was not walked to its end. ``language`` is None where less than half of the articles told the same one.
    """

    path: str
    files: int
    read: int
    articles: int
    language: str | None
    more: bool = False

    @property
    def plainly(self) -> bool:
        """Whether it plainly holds articles: most of the files that were read are some."""
        return 2 * self.articles > self.read


def look_into(folder: Path, path: str) -> Folder:
    """Return what a folder below another holds. One that is missing, empty or cannot be read holds nothing."""
    try:
        found = list(islice(walk_seeds(folder / path), _FILES_WALKED + 1))
    except InputError:
        found = []
    walked = [seed for seed in found[:_FILES_WALKED] if _may_be_article(seed)]
    walked.sort(key=lambda seed: seed.path)
    sample = walked[:: max(1, -(-len(walked) // _FILES_READ))]
    articles = [seed for seed in (read_seed(one, zone=UTC) for one in sample) if isinstance(seed, Article)]
    dated = [article for article in articles if article.dates and (article.link or article.title)]
    return Folder(path, len(walked), len(sample), len(dated), _language(dated), more=len(found) > _FILES_WALKED)


def folder_of_articles(folder: Path, *, without: Collection[str] = ()) -> Folder | None:
    """Return the top folder that plainly holds articles, that with most files if several do, or None.

    It is a top folder also where all articles stand in one folder of it: the next source or year gets one beside that.
    ``without`` are paths that are known to hold something else.
    """
    known = {path.split("/")[0] for path in without} | _NEVER
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False))
    except OSError:
        return None
    tops = [name for name in names if not name.startswith((".", "_site")) and name not in known]
    found = [one for one in (look_into(folder, name) for name in tops[:_FOLDERS]) if one.plainly]
    return max(found, key=lambda one: one.files, default=None)


def _may_be_article(seed: SeedFile) -> bool:
    return seed.unreadable is None and os.path.splitext(seed.path)[1].lower() in SUFFIXES


def _language(articles: Sequence[Article]) -> str | None:
    """Return the language that more than half of the articles tell, or None."""
    told = Counter(tell_language(article.title or "", article.body) for article in articles)
    ((language, number),) = told.most_common(1) or [(None, 0)]
    return language if 2 * number > len(articles) else None
