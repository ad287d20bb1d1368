"""Articles as text, in the three forms of the format, and what they parse to."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from feedtool.articles.article import Article, Dates
from feedtool.articles.format import format_article
from feedtool.articles.parse import parse_article
from feedtool.entries.entry import Entry, Feed

NOW = datetime(2026, 1, 1, tzinfo=UTC)


# An article whose values can be found in its text and be replaced.
_PUBLISHED, _UPDATED = datetime(2000, 1, 2, tzinfo=UTC), datetime(2000, 1, 3, tzinfo=UTC)
_MIRROR = format_article(
    Article(
        "a.md", "BODY", (0, 4), "TITLE", None, "https://LINK", Dates(_PUBLISHED, _UPDATED), ("AUTHOR",), ("TAGS",), None,
        1, (),
    )
)  # fmt: skip
_MIRROR_VALUES = ("TITLE", "https://LINK", "0946857600000", "2000-01-02T00:00:00.000Z", "AUTHOR", "[ TAGS ]", "BODY")
_ANY_VALUE = re.compile("|".join(map(re.escape, _MIRROR_VALUES)))


_LINK = "https://example.org/a"

NO_GROUPS = dict.fromkeys(("source_feeds", "folder_feeds", "tag_feeds", "author_feeds"), 0)  # the main feed alone


def _title(given: str | None, link: str) -> str:
    """The title of an article: articles with different links have different ones, else they would be one article."""
    return given if given is not None else "标题" if link == _LINK else f"标题 {link.rpartition('/')[2][:40]}"


def bare(
    body: str = "<p>正文</p>",
    *,
    title: str | None = None,
    link: str = _LINK,
    epoch: str = "1733279943000",
    header: str = "<div><i>Wed, 04 Dec 2024 02:25:26 GMT</i></div>",
) -> str:
    """An article in the bare form, that of the project's seed."""
    return f"<!--{epoch}-->\n[{_title(title, link)}]({link})\n------\n\n{header}{body}\n"


def mirror(
    body: str = "正文",
    *,
    title: str | None = None,
    link: str = _LINK,
    epoch: str = "1602178880000",
    date: str = "2020-10-08T17:41:20.000Z",
    author: str = "作者",
    tags: str = "[ 标签 ]",
) -> str:
    """An article in the mirror form, as `format_article` writes it; the values stand in it as they are given."""
    given = (_title(title, link), link, epoch, date, author, tags, body)
    written = dict(zip(_MIRROR_VALUES, given, strict=True))
    return _ANY_VALUE.sub(lambda match: written[match[0]], _MIRROR)


def blockless(body: str = "<p>正文</p>", *, title: str | None = None, link: str = _LINK) -> str:
    """An article without block: its head is in the front matter alone."""
    return f'---\nlayout: post\ntitle: "{_title(title, link)}"\ndate: 2015-01-09T11:14:25+01:00\nfrom: {link}\n---\n\n{body}\n'


def article(text: str, path: str = "a.md") -> Article:
    """Parse text that is an article."""
    parsed = parse_article(text, path)
    assert isinstance(parsed, Article), parsed
    return parsed


def entry(number: int = 1, **changed: object) -> Entry:
    """An entry; those with higher numbers are newer."""
    moment = datetime(2024, 1, 1, 12, 0, number % 60, tzinfo=UTC)
    values: dict[str, object] = {
        "id": f"https://example.org/{number}", "title": f"标题 {number}", "link": f"https://example.org/{number}",
        "published": moment, "updated": moment, "authors": (), "tags": (), "source": "example.org",
        "source_url": "https://example.org/",
        "language": "zh-Hans", "summary": "摘要", "content": "<p>正文</p>", "image": None,
    }  # fmt: skip
    return Entry(**(values | changed))  # type: ignore[arg-type]


def feed(entries: Sequence[Entry] = (), **changed: object) -> Feed:
    """A feed of entries."""
    values: dict[str, object] = {
        "id": "https://feeds.example/", "title": "新闻", "description": "新闻存档", "home_page": "https://feeds.example/",
        "base_url": "https://feeds.example/", "language": "zh-Hans", "author": "编者", "rights": None, "hub": None,
        "updated": datetime(2024, 1, 2, tzinfo=UTC), "entries": tuple(entries),
    }  # fmt: skip
    return Feed(**(values | changed))  # type: ignore[arg-type]


# An expression for a browser: the elements whose text does not stand out enough (WCAG 2.2, 1.4.3).
CONTRASTS = """
(() => {
  const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = c => [0.2126, 0.7152, 0.0722].reduce((sum, share, i) => {
    const v = c[i] / 255;
    return sum + share * (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  }, 0);
  const ground = element => {
    for (; element; element = element.parentElement) {
      const c = rgb(getComputedStyle(element).backgroundColor);
      if (c.length === 3 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const worst = [];
  for (const element of document.querySelectorAll("body *")) {
    if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) worst.push(element.tagName + " " + element.className + " " + ratio.toFixed(2));
  }
  return worst;
})()
"""
