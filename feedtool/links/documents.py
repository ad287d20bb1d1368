"""A document → every reference in it. Its content tells if it is an article, an HTML page, Markdown or a feed."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

import msgspec

from feedtool.articles.parse import Bounds, bounds
from feedtool.html.tokens import TokenType, attributes, tokens
from feedtool.links.extract import references
from feedtool.links.feeds import looks_like_feed, references_in_feed
from feedtool.links.link import Kind, Place, Places, Reference, to_reference
from feedtool.urls import resolve, without_edges, without_fragment
from feedtool.videos import thumbnail_of

_HTML_SUFFIXES = (".html", ".htm", ".xhtml")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")  # CommonMark section 2.4
_MARKUP_START = re.compile(r"\s*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE)
# [text](url "title"), ![alt](url), <url>, and [id]: url at the start of a line (CommonMark sections 4.7, 6.3-6.5).
_INLINE = re.compile(
    r"(!?)\[((?:[^\[\]\\\n]|\\.|\[[^\[\]\n]{0,200}\]){0,500}+)\]"
    r"\(\s{0,20}+(?:<([^<>\n]{0,2000}+)>|([^\s<>()]*+(?:\([^\s()]*+\)[^\s<>()]*+)*+))"
    r"(?:\s{1,20}+[\"'(][^\n]{0,300}?[\"')])?\s{0,20}+\)"
)
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]\n]{1,200})\]:[ \t]*<?([^\s<>]+)>?", re.MULTILINE)
_AUTOLINK = re.compile(r"<((?:https?|ftp|mailto):[^\s<>]{1,2000})>", re.IGNORECASE)
_FENCE = re.compile(r"^(?P<fence>```+|~~~+).*?(?:^(?P=fence)|\Z)", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]+`")
_Mention = tuple[int, Kind, str, str]  # offset, kind, address as written, words


def references_in(text: str, path: str, *, base: str | None = None) -> list[Reference] | None:
    """Return the references of a document, in the order of the source, or None if its type is not known.

    ``path`` is its name: it tells Markdown from HTML if the content does not. ``base`` is what relative
    references of a page are resolved against, unless it says so itself.
    """
    if looks_like_feed(text):
        return _without_thumbnails(list(references_in_feed(text, base)))
    name = path.lower()
    if name.endswith((".xml", ".json", ".atom", ".rss")):
        return None
    is_page = _MARKUP_START.match(text) is not None
    article = None if is_page else bounds(text)
    if article is not None:
        return _article(text, article)
    if name.endswith(_HTML_SUFFIXES) or is_page:
        return _without_thumbnails(references(text, (0, len(text)), _base_of(text, base)))
    return _markdown(text, base)


def _without_thumbnails(found: list[Reference]) -> list[Reference]:
    """Leave out the pictures of videos that the document links to: each is judged with its video (feeds rule 7)."""
    pictures = {thumbnail_of(one.url) for one in found if one.url and one.kind is not Kind.IMAGE}
    return [one for one in found if one.kind is not Kind.IMAGE or one.url not in pictures or one.url is None]


def _article(text: str, article: Bounds) -> list[Reference]:
    body = references(text, article.body_span, article.link)
    if article.link_as_written is None:
        return body
    raw, number = article.link_as_written, article.link_line
    line = text.split("\n", number)[number - 1]
    at = max(line.rfind(raw), line.find("http"), 0)
    place = Place(number, at + 1, article.title or "")
    if article.link is not None:
        own = Reference(raw, article.link, None, Kind.ARTICLE, place)
    else:
        own = to_reference(raw, None, Kind.ARTICLE, place)
    return [own, *body] if own.url is None else [own, *_beside(own.url, body)]


def _beside(own: str, body: Iterable[Reference]) -> Iterator[Reference]:
    """Yield the references of an article's text without its own link; those to some fragment of it, as notes have, are
    its own links too."""
    page = without_fragment(own)
    for one in body:
        if one.kind is not Kind.LINK or one.url is None or not one.url.startswith(page):
            yield one
        elif one.url != own:
            yield msgspec.structs.replace(one, kind=Kind.ARTICLE) if without_fragment(one.url) == page else one


def _base_of(text: str, base: str | None) -> str | None:
    """Return the base of a page: its own first ``base`` element's (HTML Standard section 4.2.3), else the given one."""
    for token in tokens(text):
        if token.type is TokenType.START and token.name == "base":
            written = without_edges(attributes(text, token).get("href", ""))
            resolved = resolve(written, base) if written else None
            return resolved if isinstance(resolved, str) else base
        if token.type is TokenType.START and token.name == "body":
            break
    return base


def _markdown(text: str, base: str | None) -> list[Reference]:
    """Return inline links, images, definitions and autolinks, and the HTML and bare URLs beside them."""
    rest = _CODE.sub(_blank, _FENCE.sub(_blank, text))
    places = Places(text)
    found: list[Reference] = []
    for pattern, mentions in ((_INLINE, _inline), (_DEFINITION, _definition), (_AUTOLINK, _autolink)):
        for match in pattern.finditer(rest):
            found += [
                to_reference(unescape(raw), base, kind, places.place(offset, words))
                for offset, kind, raw, words in mentions(match)
                if raw and not raw.startswith("#")
            ]
        rest = pattern.sub(_blank, rest)
    found += references(rest, (0, len(rest)), base)
    return sorted(found, key=lambda one: (one.place.line, one.place.column))


def _inline(match: re.Match[str], start: int = 0) -> Iterator[_Mention]:
    """Yield what an inline link or image mentions; the offsets in the text it stands in count from ``start``."""
    words, raw = match[2], match[3] or match[4] or ""
    yield start + match.start(), Kind.IMAGE if match[1] else Kind.LINK, _ESCAPE.sub(r"\1", raw), words
    if not start and "](" in words:  # a picture that is a link
        for within in _INLINE.finditer(words):
            yield from _inline(within, match.start(2))


def _definition(match: re.Match[str]) -> Iterator[_Mention]:
    yield match.start(), Kind.LINK, _ESCAPE.sub(r"\1", match[2]), match[1]


def _autolink(match: re.Match[str]) -> Iterator[_Mention]:
    yield match.start(), Kind.LINK, match[1], match[1]


def _blank(match: re.Match[str]) -> str:
    """Return white space of the same length and lines, so that no text is read twice."""
    return re.sub(r"[^\n]", " ", match[0])
