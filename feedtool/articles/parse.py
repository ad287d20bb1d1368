"""Text → Article: front matter, block, header and body, by the grammar in `docs/articles.md`. Pure."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, tzinfo
from typing import NamedTuple

from feedtool.articles import cut_off
from feedtool.articles.article import Article, Seed, Skipped
from feedtool.articles.dating import WrittenDate, decide
from feedtool.articles.front_matter import FrontMatter, parse_front_matter
from feedtool.errors import Problem
from feedtool.html.tokens import decode_attribute
from feedtool.languages import language_tag, right_tag
from feedtool.text import FORBIDDEN, first_forbidden, one_line, plain, shorten
from feedtool.urls import BadUrl, resolve, serialised, site_of

_EPOCH = re.compile(r"[\s\ufeff\x00]*<!--([^\n<>]{0,60})-->[ \t]*\n\s*")
_TITLE = re.compile(r"\[[^\n]*(?:\n|\Z)")
_UNDERLINE = re.compile(r"-{3,}[ \t]*(?:\n|\Z)")
_HEADER = re.compile(r"\s*<div><i>((?:(?!</i>)[^\n]){0,2000})</i></div>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TIME = re.compile(r"<time\b[^>]*\bdatetime\s*=\s*[\"']?([^\"'>]+)", re.IGNORECASE)
_AUTHOR_SEPARATOR = re.compile("[,，、]")
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"  # zero-width characters: a title of these alone is no title
_LOST = "\ufffd"  # what decoders write for what they could not read
_STAND_IN = "\ufffc"
_MAX_LINK = 8000  # characters: what servers and readers take (RFC 9110 section 4.1)
# RFC 3987 section 2.2: a scheme, and none of the characters that no IRI holds.
_IRI = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30}):[^\s<>\"{}|\\^`\x00-\x20\x7f-\xa0\ufffd\ufffe\uffff]{1,2000}")
_NO_ID = frozenset("about blob data file javascript vbscript".split())  # schemes whose addresses name nothing for ever
_WRAPPER_OPEN = re.compile(r"\s*<div>[ \t]*\n")
_WRAPPER_CLOSE = re.compile(r"\n?</div>\s*\Z")
_LAYOUTS_WITHOUT_ARTICLE = frozenset(("table", "page"))


class _Block(NamedTuple):
    epoch: str
    title: str
    link: str
    epoch_line: int
    link_line: int
    end: int


class _Header(NamedTuple):
    authors: tuple[str, ...]
    date: str
    line: int
    end: int


class _Head(NamedTuple):
    """What stands before a body, and the offset where the body begins."""

    front: FrontMatter
    block: _Block | None
    header: _Header | None
    end: int

    @property
    def title(self) -> str | None:
        return _first_plain(self.block.title if self.block else "", self.front.text("title") or "")

    @property
    def authors(self) -> tuple[str, ...]:
        return (self.header.authors if self.header else ()) or _plain_each(self.front.list("author"))

    @property
    def tags(self) -> tuple[str, ...]:
        return _plain_each(self.front.list("tags") + self.front.list("categories"))


class Outline(NamedTuple):
    """What tells what an article says, and how much of it is its own: its title, the names around it, its body.

    ``names`` are the authors, the link as written and its host. The others are the article's own.
    """

    title: str
    names: tuple[str, ...]
    body: str
    authors: tuple[str, ...] = ()
    link: str | None = None
    tags: tuple[str, ...] = ()


def outline(text: str) -> Outline:
    """Return the outline of a text that is known to be an article, in half the time that parsing all of it takes."""
    head = _head(text)
    start, end = _body_span(text, head.end)
    link = (head.block.link if head.block else "") or head.front.text("from") or ""
    host = link.partition("://")[2].partition("/")[0].removeprefix("www.")
    authors = head.authors
    names = tuple(filter(None, (*authors, link, host)))
    return Outline(head.title or "", names, text[start:end], authors, _link(head.block, head.front)[0], head.tags)


def parse_article(text: str, path: str, *, zone: tzinfo = UTC, damaged: bool = False) -> Seed:
    """Return the article that a text is, or why it is skipped. No content makes it fail.

    ``zone`` is the time zone of dates that name none. What is lost in a text that is known as ``damaged`` is no problem
    of its own.
    """
    head = _head(text)
    front, block = head.front, head.block
    why = _why_skipped(text, head)
    if isinstance(why, Problem):
        return Skipped(path, "empty" if not text.strip() else "cut off", why, head.title, _link(block, front)[0])
    if why is not None:
        return Skipped(path, why)

    link, as_written, link_line, problems = _link(block, front)
    dates, date_problems = decide(*_written_dates(head.header, front, block), zone=zone)
    language, language_problems = _language(front)
    id_, id_problems = _id(front)
    cut = cut_off.within_body(text, head.end)
    return Article(
        path=path,
        text=text,
        body_span=_body_span(text, head.end),
        title=head.title,
        link=link,
        link_as_written=as_written,
        dates=dates,
        authors=head.authors,
        tags=head.tags,
        source=site_of(link) if link else None,
        link_line=link_line,
        problems=(
            *front.problems,
            *_characters(text, damaged=damaged),
            *_stand_ins(head.title, block.link_line if block else front.line("title")),
            *problems,
            *id_problems,
            *date_problems,
            *language_problems,
            *((cut,) if cut else ()),
        ),
        language=language,
        id=id_,
    )


class Bounds(NamedTuple):
    """What tells where an article refers to something: its own link, as in `Article`, its title, and its body."""

    title: str | None
    link: str | None
    link_as_written: str | None
    link_line: int
    body_span: tuple[int, int]


def bounds(text: str) -> Bounds | None:
    """Return the bounds of the article that a text is, or None if `parse_article` would skip it; in half its time."""
    head = _head(text)
    if _why_skipped(text, head) is not None:
        return None
    link, as_written, line, _ = _link(head.block, head.front)
    return Bounds(head.title, link, as_written, line, _body_span(text, head.end))


def _head(text: str) -> _Head:
    front = parse_front_matter(text)
    block = _block(text, front.end)
    end = block.end if block else front.end
    again = _block(text, end) if block else None
    end = again.end if again else end  # some scripts wrote the block twice
    header = _header(text, end) if block and not front.end else None
    return _Head(front, block, header, header.end if header else end)


def _why_skipped(text: str, head: _Head) -> str | Problem | None:
    """Return why a text is no article, as a problem if it was to be one, or None if it is one."""
    layout = head.front.text("layout")
    if layout in _LAYOUTS_WITHOUT_ARTICLE:
        return f"layout: {layout}"
    cut = _cut_off(text, head)
    if cut is None and head.block is None and head.front.text("from") is None:
        return "neither a title block nor 'from' in a front matter"
    return cut


def _cut_off(text: str, head: _Head) -> Problem | None:
    """Return the problem of a file that was to be an article and of which not even the head is whole, or no body."""
    front = head.front
    if front.endless:
        return cut_off.endless_front_matter(text)
    if head.block is None and front.end == 0 and (found := cut_off.empty(text)):
        return found
    if head.block is None and (found := cut_off.within_block(text, front.end)):
        return found
    if head.block is None and front.text("from") is None:
        return None
    return cut_off.without_body(text, head.end)


def _block(text: str, at: int) -> _Block | None:
    epoch = _EPOCH.match(text, at)
    line = _TITLE.match(text, epoch.end()) if epoch else None
    underline = _UNDERLINE.match(text, line.end()) if line else None
    if epoch is None or line is None or underline is None:
        return None
    # The last "](" parts title and link: titles hold brackets and parentheses.
    title, parted, link = line[0].rstrip()[1:].rpartition("](")
    if not parted or not link.endswith(")"):
        return None
    epoch_line, link_line = (_line(text, offset) for offset in (epoch.start(1), line.start()))
    return _Block(epoch[1].strip(), title, link[:-1], epoch_line, link_line, underline.end())


def _header(text: str, at: int) -> _Header | None:
    match = _HEADER.match(text, at)
    if match is None:
        return None
    *before, date = _BREAK.split(match[1])
    names = (name for part in before for name in _AUTHOR_SEPARATOR.split(plain(part)))
    time = _TIME.search(date)
    date = decode_attribute(time[1]) if time else plain(date)
    return _Header(_plain_each(names), date, _line(text, match.start(1)), match.end())


def _body_span(text: str, at: int) -> tuple[int, int]:
    """Return where the body stands, without the mirror form's wrapper and without white space around it."""
    end = len(text)
    opening = _WRAPPER_OPEN.match(text, at)
    if opening is not None:
        at = opening.end()
        closing = _WRAPPER_CLOSE.search(text, max(at - 1, end - 64))
        end = max(at, closing.start()) if closing else end
    while at < end and text[at].isspace():
        at += 1
    while end > at and text[end - 1].isspace():
        end -= 1
    return at, end


def _link(block: _Block | None, front: FrontMatter) -> tuple[str | None, str | None, int, tuple[Problem, ...]]:
    """Return the article's own link, as written, and its line: the block's, else ``from``; http(s) only."""
    problems: list[Problem] = []
    candidates = [(block.link, block.link_line)] if block else []
    candidates.append((front.text("from") or "", front.line("from")))
    candidates = [(raw, line) for written, line in candidates if (raw := one_line(decode_attribute(written)))]
    for raw, line in candidates:
        link = resolve(raw, None)
        if not isinstance(link, BadUrl) and len(link) <= _MAX_LINK:
            return link, raw, line, tuple(problems)
        message = f"the article's link is not an http(s) URL: {shorten(raw, 200)!r}; write the address of the original"
        problems.append(Problem(line, "link-invalid", message))
    if candidates:
        return None, *candidates[0], tuple(problems)
    line = block.link_line if block else 1
    message = "the article has no link; write the address of the original"
    return None, None, line, (Problem(line, "link-missing", message),)


def _language(front: FrontMatter) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the language that the front matter names, as a BCP 47 tag, and a problem if that is no tag."""
    written = one_line(front.text("lang") or "")
    language = language_tag(written)
    if language is not None or not written:
        return language, ()
    message = f"lang: {shorten(written, 100)!r} is not a BCP 47 language tag; write {right_tag(written)}"
    return None, (Problem(front.line("lang"), "language-invalid", message),)


def _id(front: FrontMatter) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the id that the front matter gives the entry: an absolute IRI (RFC 4287 section 4.2.6), as written."""
    written = front.text("id")
    if written is None:
        return None, ()
    match = _IRI.fullmatch(written)
    if match and match[1].lower() not in _NO_ID and not (match[1] in ("http", "https") and serialised(written) is None):
        return written, ()
    message = f"not an id: {shorten(written, 200)!r}; write an absolute IRI such as tag:example.org,2026:a"
    return None, (Problem(front.line("id"), "id-invalid", message),)


def _written_dates(header: _Header | None, front: FrontMatter, block: _Block | None) -> tuple[WrittenDate | None, ...]:
    """Return the dates as written: header, front matter, epoch."""
    in_header = WrittenDate(header.date, header.line) if header else None
    date = front.text("date")
    in_front = WrittenDate(date, front.line("date")) if date else None
    epoch = WrittenDate(block.epoch, block.epoch_line) if block else None
    return in_header, in_front, epoch


def _first_plain(*written: str) -> str | None:
    return next((title for title in map(plain, written) if title.strip(_UNSEEN)), None)


def _plain_each(written: Iterable[str]) -> tuple[str, ...]:
    """Return texts as plain text, each once, in order, without the empty ones."""
    return tuple(dict.fromkeys(text for text in map(plain, written) if text))


def _characters(text: str, *, damaged: bool) -> Iterator[Problem]:
    first = first_forbidden(text)
    if first is not None:
        message = f"that no feed may carry, the first U+{ord(text[first]):04X}; left out of the feeds"
        yield Problem(_line(text, first), "characters", f"{_some(len(FORBIDDEN.findall(text)))} {message}")
    lost = -1 if damaged else text.find(_LOST)
    if lost >= 0:
        message = "lost where U+FFFD stands; copy the text from the original again"
        yield Problem(_line(text, lost), "characters", f"{_some(text.count(_LOST))} {message}")


def _stand_ins(title: str | None, line: int) -> Iterator[Problem]:
    """Yield a problem for characters in a title that stand for something that was not copied."""
    if title is not None and _STAND_IN in title:
        message = "in the title U+FFFC stands for a picture that was not copied; take it out"
        yield Problem(line, "characters", message)


def _some(characters: int) -> str:
    return "a character" if characters == 1 else f"{characters} characters"


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
