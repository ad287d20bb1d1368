"""Seeds → a row for each file, with everything that was read from it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from feedtool.articles.article import Article, Dates, Skipped
from feedtool.articles.dating import as_of
from feedtool.articles.read import find_seeds, read_seed
from feedtool.config.keys import Config
from feedtool.dates import format_rfc822, format_rfc3339, to_epoch_ms
from feedtool.errors import Problem
from feedtool.links.extract import extract
from feedtool.visible import json_visible


@dataclass(frozen=True, slots=True)
class Row:
    """One file: its location, its fields as in JSON Lines, and whether it is a seed that cannot be published."""

    location: str
    fields: Mapping[str, Any]
    bad: bool


def read_rows(seeds: Sequence[Path], config: Config, *, now: datetime) -> Iterator[Row]:
    """Yield a row for every file; files of a folder come in the order of their paths.

    ``seeds`` are folders and files. Raise InputError before the first row if one of them is not there, or is a folder
    that is empty or unreadable.
    """
    for file in [file for folder in seeds for file in find_seeds(folder)]:
        own = config.folder_of(file.path)
        seed = read_seed(file, zone=config.zone, author=own.author, source=own.source)
        if isinstance(seed, Skipped):
            yield Row(file.location, _skipped(seed), bad=seed.problem is not None)
        else:
            fields = _article(seed, own.language or config.language, now)
            yield Row(file.location, fields, bad=seed.dates is None)


def to_json_line(row: Row) -> str:
    """Return a row as one line of JSON, keys in the order of the documentation."""
    return json_visible(json.dumps(row.fields, ensure_ascii=False))


_EMPTY: dict[str, Any] = {
    "path": "", "article": False, "reason": None, "title": None, "link": None, "published": None, "updated": None,
    "published_ms": None, "updated_ms": None, "published_rfc822": None, "updated_rfc822": None, "authors": [],
    "tags": [], "source": None, "language": None, "links": [], "images": [], "embeds": [], "invalid_links": [],
    "problems": [],
}  # fmt: skip


def _skipped(seed: Skipped) -> dict[str, Any]:
    problems = [_problem(seed.problem)] if seed.problem else []
    return _EMPTY | {
        "path": seed.path, "reason": seed.reason, "title": seed.title, "link": seed.link, "problems": problems
    }  # fmt: skip


def _article(article: Article, language: str, now: datetime) -> dict[str, Any]:
    links = extract(article)
    settled = as_of(article.dates, now) if article.dates else None
    dates = settled.dates if settled else None
    future = (settled.problem,) if settled and settled.problem else ()
    problems = [*article.problems, *links.problems, *future]
    return (
        _EMPTY
        | {
            "path": article.path,
            "article": True,
            "title": article.title,
            "link": article.link,
            "authors": list(article.authors),
            "tags": list(article.tags),
            "source": article.source,
            "language": language,
            "links": [link.url for link in links.links],
            "images": [link.url for link in links.images],
            "embeds": [link.url for link in links.embeds],
            "invalid_links": [
                {"raw": link.raw, "line": link.place.line, "reason": link.reason} for link in links.invalid
            ],
            "problems": [_problem(problem) for problem in sorted(problems, key=lambda one: one.line)],
        }
        | _dates(dates)
    )


def _dates(dates: Dates | None) -> dict[str, Any]:
    if dates is None:
        return {}
    return {
        name + suffix: write(moment)
        for name, moment in (("published", dates.published), ("updated", dates.updated))
        for suffix, write in (("", format_rfc3339), ("_ms", to_epoch_ms), ("_rfc822", format_rfc822))
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"line": problem.line, "code": problem.code, "message": problem.message}
