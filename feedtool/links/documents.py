"""A file or a fetched document → every reference in it: articles, HTML pages, Markdown, feeds. By content."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator

from lxml import etree

from feedtool.articles.article import Article
from feedtool.articles.parse import parse_article
from feedtool.html.tokens import Kind as TokenKind
from feedtool.html.tokens import attributes, tokens
from feedtool.links.extract import line_starts, references
from feedtool.links.link import Kind, Place, Reference
from feedtool.text import fold
from feedtool.urls import BadUrl, resolve

_HTML_SUFFIXES = (".html", ".htm", ".xhtml")
_FEED = re.compile(
    r"(?:\s++|\ufeff|<\?(?:(?!\?>).)*+\?>|<!--(?:(?!-->).)*+-->|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\])?+\s*+>)*+"
    r"<(?:\w{1,50}+:)?(?:feed|rss|RDF)[\s>]",
    re.DOTALL,
)
_JSON_FEED = re.compile(r"\s*+\{(?:(?!jsonfeed\.org/version/).)*+jsonfeed", re.DOTALL)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")  # CommonMark section 2.4
_MARKUP_START = re.compile(r"\s*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE)
# [text](url "title"), ![alt](url), <url>, and [id]: url at the start of a line (CommonMark sections 4.7, 6.3-6.5).
_INLINE = re.compile(
    r"(!?)\[((?:[^\[\]\\\n]|\\.|\[[^\[\]\n]{0,200}\]){0,500}+)\]"
    r"\(\s{0,20}+<?([^\s<>()]*+(?:\([^\s()]*+\)[^\s<>()]*+)*+)>?(?:\s{1,20}+[\"'(][^\n]{0,300}?[\"')])?\s{0,20}+\)"
)
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]\n]{1,200})\]:[ \t]*<?([^\s<>]+)>?", re.MULTILINE)
_AUTOLINK = re.compile(r"<((?:https?|ftp|mailto):[^\s<>]{1,2000})>", re.IGNORECASE)
_FENCE = re.compile(r"^(?P<fence>```+|~~~+).*?(?:^(?P=fence)|\Z)", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]+`")


def looks_like_feed(text: str) -> bool:
    """Return whether a document is an Atom, RSS or JSON feed, by its beginning."""
    return bool(_FEED.match(text[:5000]) or _JSON_FEED.match(text[:5000]))


def references_in(text: str, path: str, *, base: str | None = None) -> list[Reference] | None:
    """Return the references of a document, in the order of the source; None for what is none of the known kinds.

    ``path`` is its name: it tells Markdown and HTML apart where the content does not. ``base`` is what relative
    references of a page are resolved against, unless it says so itself.
    """
    if looks_like_feed(text):
        return list(_feed(text, base))
    name = path.lower()
    if name.endswith((".xml", ".json", ".atom", ".rss")):
        return None
    article = None if _MARKUP_START.match(text) else parse_article(text, path)
    if isinstance(article, Article):
        return _article(article)
    if name.endswith(_HTML_SUFFIXES) or _MARKUP_START.match(text):
        return references(text, (0, len(text)), _base_of(text, base))
    return _markdown(text, base)


def _article(article: Article) -> list[Reference]:
    body = references(article.text, article.body_span, article.link)
    if article.link_as_written is None:
        return body
    raw, number = article.link_as_written, article.link_line
    line = article.text.split("\n", number)[number - 1]
    at = max(line.rfind(raw), line.find("http"), 0)
    return [_reference(raw, None, Kind.ARTICLE, Place(number, at + 1, article.title or "")), *body]


def _base_of(text: str, base: str | None) -> str | None:
    """Return the base of a page: its own first ``base`` element's (HTML Standard section 4.2.3), else the given one."""
    for token in tokens(text):
        if token.kind is TokenKind.START and token.name == "base":
            written = attributes(text, token).get("href", "").strip()
            resolved = resolve(written, base) if written else None
            return resolved if isinstance(resolved, str) else base
        if token.kind is TokenKind.START and token.name == "body":
            break
    return base


def _markdown(text: str, base: str | None) -> list[Reference]:
    """Return inline links, images, definitions and autolinks, then what HTML and bare URLs are left."""
    rest = _CODE.sub(_blank, _FENCE.sub(_blank, text))
    found: list[tuple[int, Reference]] = []
    starts = line_starts(text)

    def take(match: re.Match[str], raw: str, shown: str, kind: Kind) -> str:
        if raw and not raw.startswith("#"):
            place = _place(starts, match.start(), shown)
            found.append((match.start(), _reference(raw, base, kind, place)))
        return _blank(match)

    rest = _INLINE.sub(lambda one: take(one, one[3], one[2], Kind.IMAGE if one[1] else Kind.LINK), rest)
    rest = _DEFINITION.sub(lambda one: take(one, one[2], one[1], Kind.LINK), rest)
    rest = _AUTOLINK.sub(lambda one: take(one, one[1], one[1], Kind.LINK), rest)
    found += [
        (starts[one.place.line - 1] + one.place.column - 1, one) for one in references(rest, (0, len(rest)), base)
    ]
    return [reference for _, reference in sorted(found, key=lambda one: one[0])]


def _feed(text: str, base: str | None) -> Iterator[Reference]:
    if _JSON_FEED.match(text[:5000]):
        yield from _json_feed(text, base)
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        return
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = etree.QName(element).localname
        line = int(element.sourceline or 1)
        written = (element.text or "").strip()
        if name == "link" and element.get("href"):
            if element.get("rel", "alternate") in ("alternate", "via", "related", "enclosure"):
                kind = Kind.ENCLOSURE if element.get("rel") == "enclosure" else Kind.LINK
                yield _reference(element.get("href", ""), base, kind, Place(line, 1, element.get("title", "")))
        elif name == "link" and written:
            yield _reference(written, base, Kind.LINK, Place(line, 1, ""))
        elif name == "enclosure" and element.get("url"):
            yield _reference(element.get("url", ""), base, Kind.ENCLOSURE, Place(line, 1, ""))
        elif name in ("encoded", "description", "summary", "content") and "<" in written:
            for reference in references(written, (0, len(written)), _link_of(element) or base):
                reference.place = Place(line + reference.place.line - 1, reference.place.column, reference.place.text)
                yield reference


def _link_of(element: etree._Element) -> str | None:
    """Return the link of the entry that an element belongs to."""
    parent = element.getparent()
    if parent is None:
        return None
    for sibling in parent:
        if isinstance(sibling.tag, str) and etree.QName(sibling).localname == "link":
            url = resolve((sibling.get("href") or sibling.text or "").strip(), None)
            return None if isinstance(url, BadUrl) else url
    return None


def _json_feed(text: str, base: str | None) -> Iterator[Reference]:
    try:
        items = json.loads(text).get("items", [])
    except (ValueError, AttributeError, RecursionError):
        return
    starts, here = line_starts(text), 0
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, dict):
            continue
        own = item.get("url")
        found = text.find(json.dumps(own, ensure_ascii=False), here) if isinstance(own, str) else -1
        here = max(here, found)
        at = _place(starts, here, fold(str(item.get("title") or "")))
        for key, kind in (("url", Kind.LINK), ("external_url", Kind.LINK), ("image", Kind.IMAGE)):
            if isinstance(item.get(key), str):
                yield _reference(item[key], base, kind, at)
        for attachment in item.get("attachments") or []:
            if isinstance(attachment, dict) and isinstance(attachment.get("url"), str):
                yield _reference(attachment["url"], base, Kind.ENCLOSURE, at)
        content = item.get("content_html")
        if isinstance(content, str):
            resolved = resolve(own, None) if isinstance(own, str) else None
            for reference in references(content, (0, len(content)), resolved if isinstance(resolved, str) else base):
                reference.place = Place(at.line, at.column, reference.place.text)
                yield reference


def _reference(raw: str, base: str | None, kind: Kind, place: Place) -> Reference:
    resolved = resolve(raw.strip(), base)
    if isinstance(resolved, BadUrl):
        return Reference(raw, None, resolved.trouble.value, kind, place)
    return Reference(raw, resolved, None, kind, place)


def _place(starts: list[int], offset: int, shown: str) -> Place:
    line = bisect_right(starts, offset)
    return Place(line, offset - starts[line - 1] + 1, fold(shown)[:200])


def _blank(match: re.Match[str]) -> str:
    """Return white space of the same length and lines: what was read is not read again."""
    return re.sub(r"[^\n]", " ", match[0])
