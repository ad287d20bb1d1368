"""Article → text: the inverse of `parse`, in the mirror form with front matter, block and wrapper. Pure.

Parsing what is formatted gives the same title, link, id, dates, authors, tags and body; lines and problems differ, and
the form a file had is not kept. Values are written as mirrors' scripts write them, so that a glance at the head is
enough, and in quotes if YAML could read them otherwise. One rare article does not come back whole: if its header's
date and its epoch lie more than a year apart and only its front matter had a date between them, the epoch is no
longer used. Where only the front matter had a date before the header's, that is not kept.
"""

import json
import re
from collections.abc import Sequence
from datetime import datetime, time
from html import escape

from feedtool.articles.article import Article, Dates
from feedtool.dates import to_epoch_ms

# Text that YAML surely reads as it stands: as a value, as an item of a list, as an address.
_PLAIN = re.compile(r"[^\W_][^:#\"'\\\[\]{}]*")
_PLAIN_ITEM = re.compile(r"[^\W_][^:#\"'\\\[\]{},]*")
_PLAIN_LINK = re.compile(r"https?://[^\s:#\"'\\\[\]{}]+")
_LINK_END = "]("  # parts title and link: a link that holds it cannot stand in a title line, only in the front matter


def format_article(article: Article) -> str:
    """Return the text of an article, as a mirror's script would write it, with LF line ends."""
    title = escape(article.title or "", quote=False)
    link = (article.link_as_written or article.link or "").replace("&", "&amp;")
    head = ["layout: post", f"title: {json.dumps(title, ensure_ascii=False)}"]
    if article.dates is not None:
        head.append(f"date: {_date(article.dates)}")
    if article.authors:
        head.append(f"author: {_author(article.authors)}")
    if link:
        head.append(f"from: {_value(link, _PLAIN_LINK)}")
    if article.language:
        head.append(f"lang: {article.language}")
    if article.id is not None:
        head.append(f"id: {_value(article.id, _PLAIN_LINK)}")
    if article.tags:
        head += [f"{key}: {_list(article.tags)}" for key in ("tags", "categories")]
    epoch = "NaN" if article.dates is None else f"{to_epoch_ms(_epoch(article.dates)):013}"
    block = [f"<!--{epoch}-->", f"[{title}]({'' if _LINK_END in link else link})", "------", ""]
    return "\n".join(["---", *head, "---", *block, "<div>", article.body, "</div>", ""])


def _date(dates: Dates) -> str:
    midnight = dates.published.time() == time.min
    return dates.published.date().isoformat() if dates.day_only and midnight else _iso(dates.published)


def _epoch(dates: Dates) -> datetime:
    """Return the moment that stands in the block: an epoch before the date is one that updated is not taken from."""
    return dates.earlier if dates.earlier is not None and dates.updated == dates.published else dates.updated


def _iso(moment: datetime) -> str:
    """Return a UTC moment as scripts write it, e.g. ``2020-10-08T17:41:20.000Z``."""
    unit = "microseconds" if moment.microsecond % 1000 else "milliseconds"
    return moment.replace(tzinfo=None).isoformat(timespec=unit) + "Z"


def _author(names: Sequence[str]) -> str:
    return _value(escape(names[0], quote=False), _PLAIN) if len(names) == 1 else _list(names)


def _list(names: Sequence[str]) -> str:
    """Return names as a list on one line of YAML, each as markup that means the name."""
    return f"[ {', '.join(_value(escape(name, quote=False), _PLAIN_ITEM) for name in names)} ]"


def _value(text: str, plain: re.Pattern[str]) -> str:
    """Return a text as it stands if YAML surely reads it so, else in double quotes.

    Their escapes are JSON's (YAML 1.2, section 7.3.1).
    """
    return text if plain.fullmatch(text) else json.dumps(text, ensure_ascii=False)
