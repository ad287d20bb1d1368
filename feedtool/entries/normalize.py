"""Article → Entry: its identity, its dates, its clean body."""

import uuid

from feedtool.articles.article import Article, Dates
from feedtool.dates import format_rfc3339
from feedtool.entries.entry import Entry
from feedtool.errors import Problem
from feedtool.html.clean import clean, text_of
from feedtool.text import shorten
from feedtool.urls import BadUrl, resolve, without_fragment, without_userinfo

SUMMARY_CHARACTERS = 280
_TITLE_CHARACTERS = 60  # of a title made from the text


def entry_id(link: str | None, title: str | None, dates: Dates) -> str:
    """Return the id of an article: its normalised link, else a ``urn:uuid:`` (version 5) of title and published.

    It survives a moved file and a new title. RFC 4287 section 4.2.6, RFC 9562 section 5.5.
    """
    if link is not None:
        return without_userinfo(without_fragment(link))
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{title or ''}\n{format_rfc3339(dates.published)}").urn


def to_entry(article: Article, dates: Dates, *, language: str) -> tuple[Entry, tuple[Problem, ...]]:
    """Return an article as an entry, and what its body forbade to publish as it is."""

    def absolute(address: str) -> str | None:
        url = resolve(address, article.link)
        return None if isinstance(url, BadUrl) else url

    content = clean(article.body, absolute, title=article.title or "")
    text = text_of(content.html, captions=False)
    problems: tuple[Problem, ...] = ()
    if content.trouble:
        line = article.text.count("\n", 0, article.body_span[0]) + 1
        problems = (Problem(line, "bounds", f"{content.trouble}; only the text is published, simplify the markup"),)
    entry = Entry(
        id=entry_id(article.link, article.title, dates),
        title=article.title or shorten(text, _TITLE_CHARACTERS) or article.link or article.path,
        link=None if article.link is None else without_userinfo(article.link),
        published=dates.published,
        updated=dates.updated,
        authors=article.authors,
        tags=article.tags,
        source=article.source,
        language=language,
        summary=shorten(text, SUMMARY_CHARACTERS),
        content=content.html,
        image=content.image,
    )
    return entry, problems
