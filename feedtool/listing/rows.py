"""A file → a row with everything that was read from it; rows as JSON Lines, and how many there are of each kind."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from feedtool.articles.article import Article, Dates, Skipped
from feedtool.articles.dating import as_of
from feedtool.articles.language import language_of
from feedtool.articles.read import read_seed
from feedtool.articles.walk import SeedFile
from feedtool.config.keys import Config
from feedtool.dates import format_rfc822, format_rfc3339, to_epoch_ms
from feedtool.errors import Problem
from feedtool.links.extract import extract
from feedtool.quick import quick
from feedtool.visible import json_visible

_EMPTY: dict[str, Any] = {
    "path": "", "article": False, "reason": None, "title": None, "link": None, "published": None, "updated": None,
    "published_ms": None, "updated_ms": None, "published_rfc822": None, "updated_rfc822": None, "authors": [],
    "tags": [], "source": None, "language": None, "links": [], "images": [], "embeds": [], "invalid_links": [],
    "problems": [],
}  # fmt: skip


class Row(msgspec.Struct, frozen=True, array_like=True):
    """One file: its location, its fields as in JSON Lines, and whether it is a seed that cannot be published."""

    location: str
    fields: dict[str, Any]
    bad: bool


@quick(frozen=True, slots=True)
class FoldedRow:
    """An edition that does not stand for its article: its fields as in JSON Lines."""

    fields: Mapping[str, Any]


def packed_rows(files: Sequence[SeedFile], *, config: Config, now: datetime, brief: bool) -> bytes:
    """Return the rows of some files, packed for another process. A ``brief`` row holds only what tables show."""
    return msgspec.msgpack.encode([_row(file, config, now, brief=brief) for file in files])


unpacked_rows = msgspec.msgpack.Decoder(list[Row]).decode


def wanted(row: Row, only: str | None) -> bool:
    """Tell whether a row is among those that are ``bad``, or that have ``notes``; without a word all are."""
    if only == "bad":
        return row.bad
    return only is None or (not row.bad and bool(row.fields["problems"] or row.fields["invalid_links"]))


def totals_of(rows: Iterable[Row]) -> dict[str, Any]:
    """Return how many articles, links and images there are, and files and notes of each kind, as for JSON."""
    totals: dict[str, Any] = {"articles": 0, "links": 0, "images": 0, "bad": 0, "skipped": {}, "notes": {}}
    for row in rows:
        fields = row.fields
        if row.bad:
            totals["bad"] += 1
        elif not fields["article"]:
            totals["skipped"][fields["reason"]] = totals["skipped"].get(fields["reason"], 0) + 1
        else:
            totals["articles"] += 1
            totals["links"] += len(fields["links"])
            totals["images"] += len(fields["images"])
            for kind in (
                *(one["code"] for one in fields["problems"]),
                *(one["reason"] for one in fields["invalid_links"]),
            ):
                totals["notes"][kind] = totals["notes"].get(kind, 0) + 1
    return totals


def to_json_line(row: Row | FoldedRow) -> str:
    """Return a row as one line of JSON, keys in the order of the documentation."""
    return json_visible(json.dumps(row.fields, ensure_ascii=False))


def _row(file: SeedFile, config: Config, now: datetime, *, brief: bool) -> Row:
    own = config.folder_of(file.path)
    seed = read_seed(file, zone=config.zone, author=own.author, source=own.source)
    if isinstance(seed, Skipped):
        return Row(file.location, _skipped(seed), bad=seed.problem is not None)
    fields = _article(seed, now, brief=brief)
    if not brief:
        fields["language"] = language_of(seed, folder=own.language, default=config.language)
    return Row(file.location, fields, bad=seed.dates is None)


def _skipped(seed: Skipped) -> dict[str, Any]:
    problems = [_problem(seed.problem)] if seed.problem else []
    return _EMPTY | {
        "path": seed.path, "reason": seed.reason, "title": seed.title, "link": seed.link, "problems": problems
    }  # fmt: skip


def _article(article: Article, now: datetime, *, brief: bool) -> dict[str, Any]:
    links = extract(article)
    settled = as_of(article.dates, now) if article.dates else None
    dates = settled.dates if settled else None
    future = (settled.problem,) if settled and settled.problem else ()
    problems = [*article.problems, *links.problems, *future]
    fields = _EMPTY | {
        "path": article.path,
        "article": True,
        "title": article.title,
        "links": [link.url for link in links.links],
        "images": [link.url for link in links.images],
        "invalid_links": [{"raw": link.raw, "line": link.place.line, "reason": link.reason} for link in links.invalid],
        "problems": [_problem(problem) for problem in sorted(problems, key=lambda one: one.line)],
    }
    if brief:
        return fields | ({"published": format_rfc3339(dates.published)} if dates else {})
    return fields | {
        "link": article.link,
        "authors": list(article.authors),
        "tags": list(article.tags),
        "source": article.source,
        "embeds": [link.url for link in links.embeds],
        **(_dates(dates) if dates else {}),
    }


def _dates(dates: Dates) -> dict[str, Any]:
    return {
        name + suffix: write(moment)
        for name, moment in (("published", dates.published), ("updated", dates.updated))
        for suffix, write in (("", format_rfc3339), ("_ms", to_epoch_ms), ("_rfc822", format_rfc822))
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"line": problem.line, "code": problem.code, "message": problem.message}
