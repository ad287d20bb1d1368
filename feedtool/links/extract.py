"""An article's links, images and embeds, with their places."""

from bisect import bisect_right
from collections.abc import Callable
from itertools import islice

from feedtool.articles.article import Article
from feedtool.errors import Problem
from feedtool.html.images import image_address, is_pixel
from feedtool.html.tokens import Token, TokenType, attributes, decode_text, tokens
from feedtool.links.bare import bare_urls, looks_glued
from feedtool.links.link import InvalidLink, Kind, Link, Links, Place, Reference
from feedtool.text import one_line, shorten
from feedtool.urls import BadUrl, Trouble, resolve, without_fragment

# Text in these is not read for bare URLs. That in an iframe is: what stands there is for readers without frames.
_UNREAD = frozenset(("script", "style", "textarea"))
# Elements whose attribute is an address, and what it is.
_EMBEDS = {"iframe": "src", "video": "src", "audio": "src", "source": "src", "embed": "src", "object": "data"}
_ANCHORS = frozenset(("a", "area"))
MAX_REFERENCES = 50_000  # of one article: fifty times those of the richest ever seen
_TEXT_LIMIT = 200  # characters of anchor text kept: enough to find the place again


def extract(article: Article) -> Links:
    """Return what an article refers to: resolved against its own link, each once, its own link left out."""
    return _Reader(article.text, article.body_span, article.link).read()


def references(text: str, span: tuple[int, int], base: str | None) -> list[Reference]:
    """Return every reference in some HTML in the order of the source, also those that lead nowhere and repetitions."""
    reader = _Reader(text, span, base)
    reader.read()
    return reader.references


class _Reader:
    """One pass over some HTML; collects references as it goes."""

    def __init__(self, text: str, span: tuple[int, int], base: str | None) -> None:
        self._source = text
        self._start, self._end = span
        self._base = base
        self._own = without_fragment(base) if base else None
        self.references: list[Reference] = []
        self._lines = line_starts(self._source)
        self._found: dict[Kind, dict[str, _Found]] = {Kind.LINK: {}, Kind.IMAGE: {}, Kind.EMBED: {}}
        self._invalid: list[InvalidLink] = []
        self._problems: list[Problem] = []
        self._references = 0
        self._anchor: list[str] | None = None  # the text so far of the anchor we are in
        self._anchor_done: Callable[[str], object] | None = None

    def read(self) -> Links:
        for token in tokens(self._source, self._start, self._end):
            if self._references >= MAX_REFERENCES:
                message = f"more than {MAX_REFERENCES:,} references; those from here on are not listed"
                self._problems.append(Problem(self._place(token.start, "").line, "bounds", message))
                break
            if token.type is TokenType.TEXT:
                self._text(token)
            elif token.type is TokenType.START:
                self._start_tag(token)
            elif token.name == "a":
                self._close_anchor()
        self._close_anchor()
        links, images, embeds = (
            tuple(found.link() for found in self._found[kind].values()) for kind in (Kind.LINK, Kind.IMAGE, Kind.EMBED)
        )
        return Links(links, images, embeds, tuple(self._invalid), tuple(self._problems))

    def _start_tag(self, tag: Token) -> None:
        name = tag.name
        if name == "a":
            self._close_anchor()
            self._anchor = []
        if name in _ANCHORS:
            attrs = attributes(self._source, tag)
            if "href" in attrs:
                self._anchor_done = self._reference(Kind.LINK, attrs["href"], tag.start)
                if name == "area" and self._anchor_done:
                    self._anchor_done(attrs.get("alt", ""))
                    self._anchor_done = None
        elif name == "img":
            attrs = attributes(self._source, tag)
            address = None if is_pixel(attrs) else image_address(attrs)
            if address is not None and (done := self._reference(Kind.IMAGE, address, tag.start)):
                done(attrs.get("alt", ""))
        elif name in _EMBEDS:
            attrs = attributes(self._source, tag)
            address = attrs.get(_EMBEDS[name], "").strip()
            if address and (done := self._reference(Kind.EMBED, address, tag.start)):
                done(attrs.get("title", ""))

    def _text(self, token: Token) -> None:
        if self._anchor is not None:
            self._anchor.append(self._source[token.start : token.end])
        elif token.name not in _UNREAD and self._source.find("://", token.start, token.end) >= 0:
            text, jumps = decode_text(self._source[token.start : token.end])
            for bare in islice(bare_urls(text), MAX_REFERENCES):
                after, origin = jumps[bisect_right(jumps, (bare.start, len(self._source))) - 1]
                self._bare(bare.raw, bare.truncated, token.start + origin + bare.start - after)

    def _bare(self, raw: str, truncated: bool, offset: int) -> None:
        if truncated:
            self._refuse(raw, "truncated", Kind.LINK, offset)
        elif done := self._reference(Kind.LINK, raw, offset):
            done("")
            if looks_glued(raw):
                message = f"a word seems to be glued to the URL {raw!r}; write a space after the address"
                self._problems.append(Problem(self._place(offset, "").line, "suspicious-url", message))

    def _close_anchor(self) -> None:
        if self._anchor is not None and self._anchor_done is not None:
            self._anchor_done(decode_text("".join(self._anchor))[0])
        self._anchor = self._anchor_done = None

    def _reference(self, kind: Kind, written: str, offset: int) -> Callable[[str], object] | None:
        """Note a reference; return what takes its text once that is known, or None where there is nothing to note."""
        self._references += 1
        raw = written.strip()
        resolved = resolve(raw, self._base)
        if isinstance(resolved, BadUrl):
            if resolved.trouble is Trouble.NO_BASE and raw[:1] in ("", "#"):
                return None
            if resolved.trouble is not Trouble.SCHEME:
                return self._refuse(raw, resolved.trouble.value, kind, offset)
            return self._note(raw, None, Trouble.SCHEME.value, kind, offset)
        target = without_fragment(resolved)
        note = self._note(raw, resolved, None, kind, offset)
        if kind is Kind.LINK and target == self._own:
            return None if raw[:1] in ("", "#") else note
        found = self._found[kind].setdefault(target, _Found(resolved, raw, kind))

        def done(text: str) -> None:
            found.places.append(note(text))

        return done

    def _note(self, raw: str, url: str | None, trouble: str | None, kind: Kind, offset: int) -> Callable[[str], Place]:
        """Note a reference whose text is still to come."""
        reference = Reference(raw, url, trouble, kind, self._place(offset, ""))
        if raw[:1] not in ("", "#"):
            self.references.append(reference)

        def done(text: str) -> Place:
            reference.place = self._place(offset, shorten(text, _TEXT_LIMIT))
            return reference.place

        return done

    def _refuse(self, raw: str, reason: str, kind: Kind, offset: int) -> Callable[[str], Place]:
        self._invalid.append(InvalidLink(one_line(raw), reason, self._place(offset, "")))
        return self._note(raw, None, reason, kind, offset)

    def _place(self, offset: int, text: str) -> Place:
        line = bisect_right(self._lines, offset)
        return Place(line, offset - self._lines[line - 1] + 1, text)


class _Found:
    """A link whose places are still being collected."""

    __slots__ = ("kind", "places", "raw", "url")

    def __init__(self, url: str, raw: str, kind: Kind) -> None:
        self.url, self.raw, self.kind = url, raw, kind
        self.places: list[Place] = []

    def link(self) -> Link:
        return Link(self.url, self.raw, self.kind, tuple(self.places))


def line_starts(text: str) -> list[int]:
    """Return the offsets at which the lines of a text begin."""
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts
