"""HTML → its references, and an article's links. Pure.

Three steps: mentions as they stand in the source; references, which are mentions resolved; links, which are references
without repetition. A mention is finished when it is handed on: that of an anchor is made where the anchor ends, since
only then its words are known, and that of an image where no copy of it can follow. Bare URLs are looked for in text
outside anchors.

Images and posters are those that cleaning leaves in a body (`html.images` decides for both): what feeds publish is
checked. No feed carries ``srcset``, so its candidates are no references. A link that hides a mail address leads there
(`html.mail`), as it does in feeds.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from operator import attrgetter

import msgspec

from feedtool.articles.article import Article
from feedtool.errors import Problem
from feedtool.html.bare import bare_urls, looks_glued
from feedtool.html.frames import address_shown
from feedtool.html.images import IMAGES, LazyCopies, poster_address, shown_address
from feedtool.html.linked import UNREAD, may_hide, shown_tokens
from feedtool.html.mail import hides_address, shown_href
from feedtool.html.tokens import (
    Token,
    TokenType,
    attribute,
    attributes,
    decode_text,
    text_of_source,
    tokens_and_stretches,
)
from feedtool.links.link import (
    MAX_REFERENCES,
    TRUNCATED,
    InvalidLink,
    Kind,
    Link,
    Links,
    Places,
    Reference,
    to_reference,
)
from feedtool.quick import quick
from feedtool.text import FORBIDDEN, drop_forbidden, first_forbidden, one_line
from feedtool.urls import Trouble, without_edges, without_fragment

# Elements that mention a URL: its kind, the attribute that holds it, and the attribute that says it in words.
_ELEMENTS = {
    "area": (Kind.LINK, "href", "alt"),
    "object": (Kind.EMBED, "data", "title"),
    **dict.fromkeys(("iframe", "video", "audio", "source", "embed"), (Kind.EMBED, "src", "title")),
}
_OF_IMAGES = IMAGES | {"noscript"}
_APART = frozenset(("a", *_ELEMENTS, *_OF_IMAGES))
_TEXT, _START, _, _STRETCH, _WHOLE = TokenType  # looked up once, not for each token
_BY_OFFSET = attrgetter("offset")


def extract(article: Article) -> Links:
    """Return what an article refers to: resolved against its own link, each once, its own link left out."""
    places = Places(article.text)
    mentions = _first_mentions(article.text, article.body_span)
    listed = [(mention, _reference(mention, article.link, places)) for mention in mentions[:MAX_REFERENCES]]
    problems = [
        Problem(reference.place.line, "suspicious-url", _glued(mention.raw))
        for mention, reference in listed
        if mention.bare and not mention.truncated and looks_glued(mention.raw)
    ]
    for more in mentions[MAX_REFERENCES:]:
        message = f"more than {MAX_REFERENCES:,} references; those from here on are not listed"
        problems.append(Problem(places.place(more.offset).line, "bounds", message))
    return _without_repetition([reference for _, reference in listed], article.link, problems)


def references(text: str, span: tuple[int, int], base: str | None) -> list[Reference]:
    """Return every reference in some HTML in the order of the source, also those that lead nowhere and repetitions."""
    places = Places(text)
    mentions = _first_mentions(text, span)[:MAX_REFERENCES]
    return [_reference(mention, base, places) for mention in mentions if not mention.raw.startswith("#")]


@quick(frozen=True, slots=True)
class _Mention:
    """A URL as it stands in the source, with the words that readers see there.

    A ``bare`` URL may be ``truncated``; a URL may be that of a ``frame``.
    """

    offset: int
    kind: Kind
    raw: str
    words: str = ""
    bare: bool = False
    truncated: bool = False
    frame: bool = False


@dataclass(slots=True)
class _OpenAnchor:
    """An anchor whose end is still to come: where it stands, its address, perhaps empty, and its text so far."""

    offset: int
    raw: str
    pieces: list[str] = field(default_factory=list)

    def mentions(self) -> tuple[_Mention, ...]:
        """Return the finished mention, none if the anchor leads nowhere."""
        return (_link_to(self.raw, self.offset, "".join(self.pieces)),) if self.raw else ()


def _first_mentions(source: str, span: tuple[int, int]) -> list[_Mention]:
    """Return the mentions in the order of the source, and one more than the limit if there are more.

    Characters that no feed may carry are left out first, as cleaning does: an address goes on behind them.
    """
    start, end = span
    body = source[start:end]
    if first_forbidden(body) is None:
        return sorted(islice(_mentions(source, start, end), MAX_REFERENCES + 1), key=_BY_OFFSET)
    forbidden = [match.start() - number for number, match in enumerate(FORBIDDEN.finditer(body))]
    body = drop_forbidden(body)
    found = sorted(islice(_mentions(body, 0, len(body)), MAX_REFERENCES + 1), key=_BY_OFFSET)
    return [replace(one, offset=start + one.offset + bisect_right(forbidden, one.offset)) for one in found]


def _mentions(source: str, start: int, end: int) -> Iterator[_Mention]:
    """Yield the mentions in ``source[start:end]``, each once it is finished: that of an anchor after those within."""
    anchor: _OpenAnchor | None = None
    images = _Images(source)
    read = shown_tokens if may_hide(source, start, end) else partial(tokens_and_stretches, apart=_APART, whole="a")
    for token in read(source, start, end):
        if images.copies.waiting or token.name in _OF_IMAGES:
            yield from images.finished_at(token)
        if token.type is _STRETCH or token.type is _TEXT:
            if anchor is not None:
                anchor.pieces.append(_as_text(source, token))
            elif token.name not in UNREAD and source.find("://", token.start, token.end) >= 0:
                yield from _bare(source, token)
        elif token.name == "a":
            if anchor is not None:
                yield from anchor.mentions()
            anchor = _OpenAnchor(token.start, _address_of(source, token)) if token.type is _START else None
            if token.type is _WHOLE:
                yield from _whole(source, token)
        elif token.name in _ELEMENTS and token.type is _START:
            yield from _element(source, token)
    yield from anchor.mentions() if anchor is not None else ()
    yield from images.last


def _as_text(source: str, token: Token) -> str:
    """Return a text as it stands in the source, and a stretch without its tags."""
    written = source[token.start : token.end]
    return text_of_source(written) if token.type is _STRETCH else written


def _whole(source: str, anchor: Token) -> Iterator[_Mention]:
    """Yield the mention that a whole anchor is: none if it leads nowhere."""
    if raw := _address_of(source, anchor):
        yield _link_to(raw, anchor.start, text_of_source(source[anchor.end : anchor.content_end]))


def _link_to(raw: str, offset: int, text: str) -> _Mention:
    """Return the mention of an anchor, with its text as it stands in the source, but for tags."""
    return _Mention(offset, Kind.LINK, raw, decode_text(text)[0] if "&" in text else text)


def _address_of(source: str, anchor: Token) -> str:
    """Return where an anchor leads, as written, or "" if it leads nowhere."""
    href = attribute(source, anchor, "href")
    return without_edges(shown_href(attributes(source, anchor)) if hides_address(href) else href)


class _Images:
    """The images of a source: the last one is kept until it is known that its copy does not follow."""

    def __init__(self, source: str) -> None:
        self.last: tuple[_Mention, ...] = ()
        self.copies = LazyCopies()
        self._source = source

    def finished_at(self, token: Token) -> tuple[_Mention, ...]:
        """Take notice of a token of ``_OF_IMAGES``, or of any while a copy may follow; return a mention it finishes."""
        if token.type is not _START or token.name not in IMAGES:
            self.copies.passes(self._source, token)
            return ()
        attrs = attributes(self._source, token)
        finished = () if self.copies.is_copy(attrs) else self.last
        raw = shown_address(attrs)
        self.last = () if raw is None else (_Mention(token.start, Kind.IMAGE, raw, attrs.get("alt", "")),)
        return finished


def _element(source: str, tag: Token) -> Iterator[_Mention]:
    """Yield the mentions that a start tag is: none if it has no address."""
    kind, address, words = _ELEMENTS[tag.name]
    attrs = attributes(source, tag)
    if raw := without_edges(attrs.get(address, "")):
        yield _Mention(tag.start, kind, raw, attrs.get(words, ""), frame=tag.name == "iframe")
    if tag.name == "video" and (poster := poster_address(attrs)):
        yield _Mention(tag.start, Kind.POSTER, poster, attrs.get(words, ""))


def _bare(source: str, token: Token) -> Iterator[_Mention]:
    """Yield the bare URLs in a text, or in those texts of a stretch that hold a ``://``."""
    if token.type is _STRETCH:
        for one in tokens_and_stretches(source, token.start, token.end):
            if one.type is _TEXT:
                yield from _bare(source, one)
        return
    text, jumps = decode_text(source[token.start : token.end])
    for url in bare_urls(text):
        in_text, in_source = jumps[bisect_right(jumps, (url.start, len(source))) - 1]
        offset = token.start + in_source + url.start - in_text
        yield _Mention(offset, Kind.LINK, url.raw, bare=True, truncated=url.truncated)


def _reference(mention: _Mention, base: str | None, places: Places) -> Reference:
    place = places.place(mention.offset, mention.words)
    if mention.truncated:
        return Reference(mention.raw, None, TRUNCATED, mention.kind, place)
    found = to_reference(mention.raw, base, mention.kind, place)
    if mention.frame and found.url is not None and (shown := address_shown(found.url)) != found.url:
        return msgspec.structs.replace(found, url=shown)
    return found


def _without_repetition(references: Sequence[Reference], own: str | None, problems: Sequence[Problem]) -> Links:
    """Return references as links, each URL once for its kind, in the order of the first; ``own`` is left out."""
    own = None if own is None else without_fragment(own)
    alike: dict[tuple[Kind, str], list[Reference]] = {}
    invalid: list[InvalidLink] = []
    for one in references:
        if one.url is not None:
            target = without_fragment(one.url)
            if one.kind is not Kind.LINK or target != own:
                alike.setdefault((one.kind, target), []).append(one)
        elif one.trouble != Trouble.SCHEME and not one.raw.startswith("#"):
            invalid.append(InvalidLink(one_line(one.raw), one.trouble or "", one.place))
    links, images, embeds = (
        tuple(_link(group) for (kind, _), group in alike.items() if kind is wanted)
        for wanted in (Kind.LINK, Kind.IMAGE, Kind.EMBED)
    )
    return Links(links, images, embeds, tuple(invalid), tuple(problems))


def _link(alike: Sequence[Reference]) -> Link:
    first = alike[0]
    return Link(first.url or "", first.raw, first.kind, tuple(one.place for one in alike))


def _glued(raw: str) -> str:
    return f"a word seems to be glued to the URL {raw!r}; write a space after the address"
