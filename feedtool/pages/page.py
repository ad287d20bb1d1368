"""The facts of a fetched page: its names, its headlines, its data, and where it leads. Pure."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import unquote

from feedtool.html.decoding import decode_page
from feedtool.http.exchange import Response
from feedtool.pages.shown import (
    IN_HEADING,
    LEADS_ON,
    LOGO,
    TINY,
    Shown,
    first_lines,
    is_marked,
    lazy,
    line_of,
    tags_of,
)
from feedtool.pages.stories import DATED, STORY_DATA, STORY_META, STORY_TYPE, bears_mark, is_dateline
from feedtool.text import decode_references, one_line

_HEADING = re.compile(rf"<h[12]\b[^<>]{{0,500}}>({IN_HEADING})</h[12]", re.IGNORECASE)
_FIRST_HEADING = re.compile(rf"<h1\b[^<>]{{0,500}}>({IN_HEADING})</h1", re.IGNORECASE)
_THIRD_HEADING = re.compile(rf"<h3\b[^<>]{{0,500}}>({IN_HEADING})</h3", re.IGNORECASE)
_TITLE_PARTS = re.compile(r"\s+[-–—|_·»«:：•/]+\s+|\s*[|_｜]\s*|(?<=[一-鿿])\s*[-–—]\s*")
# How an element is hidden until a script shows it: by its style, by the classes of common frameworks, or by a condition
# that the script has yet to decide (Vue, Angular, Alpine). Such hold notices for what may yet go wrong.
_HIDING = "hidden|hide|is-hidden|d-none|ng-hide|modal|sr-only|visually-hidden|screen-reader-text"
_HIDDEN_BY = (
    r"hidden(?:[\s=>]|\Z)",
    r"style\s{0,3}=[^<>]{0,500}?display\s{0,3}:\s{0,3}none",
    r"aria-hidden\s{0,3}=\s{0,3}[\"']?true",
    rf"class\s{{0,3}}=\s{{0,3}}[\"']?(?:[^\"'<>]{{0,500}}[\s\"'])?(?:{_HIDING})(?:[\s\"'>]|\Z)",
    r"(?:v-(?:if|else-if|else|show)|x-(?:if|show)|(?:data-)?ng-(?:if|show|hide|switch-when)|\*ngif)(?:[\s=>]|\Z)",
)
_HIDDEN = re.compile(
    rf"<(div|section|dialog|aside|p|span|h[1-6]|ul|table|form)\b(?=[^<>]{{0,1000}}\s(?:{'|'.join(_HIDDEN_BY)}))[^<>]{{0,1000}}>",
    re.IGNORECASE,
)
_LONGEST_LINK = 550  # characters of the tag of a link before a heading
_OPENED_LINK = re.compile(r"<a\b[^<>]{0,500}>\s{0,50}\Z", re.IGNORECASE)
_META = re.compile(r"<(?:meta|link)\b([^<>]{0,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"([\w:-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"<>]{0,1500})\"|'([^'<>]{0,1500})'|([^\s\"'<>]{1,1500}))"
)
_SHOWN_FROM = re.compile(
    r"<(?:iframe|frame|embed|video|audio|source|img|object)\b[^<>]{0,1500}?\b(?:src|data|data-src|data-original|href)\s{0,9}="
    r"\s{0,9}[\"']?([^\s\"'<>]{1,1000})",
    re.IGNORECASE,
)
_DATA = re.compile(r"<script\b[^<>]{0,300}ld\+json[^<>]{0,300}>(.{0,20000}?)</script", re.IGNORECASE | re.DOTALL)
_PASSWORD = re.compile(r"<input\b[^<>]{0,500}\btype\s{0,9}=\s{0,9}[\"']?password", re.IGNORECASE)
_REFRESH = re.compile(
    r"\s{0,9}(\d{1,5})(?:\.\d{1,9})?\s{0,9}[;,]\s{0,9}(?:url\s{0,9}=\s{0,9})?[\"']?([^\"'\s>]{1,1000})", re.IGNORECASE
)
_REFRESHES = ("refresh",)
_SCRIPTED = re.compile(
    r"(?:location(?:\.href)?\s{0,9}=|location\.(?:replace|assign)\s{0,9}\()\s{0,9}[\"']([^\"'\s<>]{1,500})[\"']"
)
_SHORT_NAME = 3  # characters of the last part of a path that may stand anywhere in a text by chance
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Page(Shown):
    """A page with all that is asked of it."""

    @lazy
    def headings(self) -> list[str]:
        """The first headings of the first two levels, or of the third level if there are none.

        Those that lead to other pages name these, but for the first: a weblog's own headlines are links, too.
        """
        below = self.below_head
        told: list[str] = []
        named = False  # by a heading that is no logo
        for one in below.first_headings(_HEADING, 5) or below.first_headings(_THIRD_HEADING, 5):
            is_logo = LOGO.search(one[0]) is not None
            if is_logo or not named or not _leads_on(one):
                told.append(line_of(one[1]))
            named = named or not is_logo
        return told

    @lazy
    def names(self) -> list[str]:
        """What the page is called: its title, the parts of its title, its headings, and the alert of an empty page."""
        called = (self.title, *self.title_parts, *self.headings, self.alert)
        return [name for name in dict.fromkeys(called) if name]

    @lazy
    def title_parts(self) -> tuple[str, ...]:
        """The parts of the title: mostly the name of the page and that of the site."""
        return parts_of(self.title)

    @lazy
    def first_name(self) -> str:
        """The longest part of the title but for its last, which is mostly the name of the site."""
        return first_of(self.title_parts)

    @lazy
    def declares_story(self) -> bool:
        """Whether the page declares itself to be a story, a film, a record: by data, type, a mark or its date."""
        if any(map(self.meta.get, STORY_META)) or STORY_TYPE.fullmatch(self.meta.get("og:type", "")):
            return True
        if any(map(STORY_DATA.search, _data_of(self))) or bears_mark(self.unstyled, self.unlisted):
            return True
        return self._has_dateline or self._has_date

    @property
    def _has_dateline(self) -> bool:
        """Whether the line below the heading, or below the title where it stands in the text, is a date."""
        called = {*self.own_headings[:1], self.title, self.first_name}
        lines = first_lines(self)
        return any(line in called and any(map(is_dateline, lines[at + 1 : at + 3])) for at, line in enumerate(lines))

    @property
    def _has_date(self) -> bool:
        """Whether one element below the heading, and no other, says when the story came out."""
        dated = list(DATED.finditer(self.unlisted))
        if len(dated) != 1:  # more would be those of other pages
            return False
        heading = next((one for one in _HEADING.finditer(self.unlisted) if not LOGO.search(one[1])), None)
        return heading is not None and heading.end() < dated[0].start()  # above it stands the day of a newspaper

    @lazy
    def headlines(self) -> list[str]:
        """What may name the page's story: og:title and headings, without logos and the site's name."""
        parts = self.title_parts
        site = {self.meta.get("og:site_name", ""), parts[-1] if len(parts) > 1 else ""}
        found = [self.meta.get("og:title", ""), *self.own_headings]
        return [name for name in dict.fromkeys(found) if name and name not in site]

    @lazy
    def own_headings(self) -> list[str]:
        """The first headings outside navigation, forms and footers, without logos, which link to the front page."""
        return _without_logos(_headings_in(self._own_source))

    @lazy
    def top_headings(self) -> list[str]:
        """The headings of the first level among them."""
        return _without_logos(_FIRST_HEADING.findall(self._own_source)[:5])

    @lazy
    def meta(self) -> dict[str, str]:
        """The contents of meta elements by name, property or http-equiv, and the address of `canonical`."""
        found: dict[str, str] = {}
        for written in _META.findall(self.unstyled):
            pairs = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(written)}
            name = pairs.get("property") or pairs.get("name") or pairs.get("http-equiv") or pairs.get("rel") or ""
            value = pairs.get("content") or pairs.get("href")
            if name and value:
                found.setdefault(name.lower(), one_line(decode_references(value)).lower())
        return found

    def without_hidden(self) -> "Page":
        """Return the page without the elements that it hides until a script shows them; itself if there are none."""
        if _HIDDEN.search(self.unstyled) is None:
            return self
        left, shown_from = [], 0
        for opening in _HIDDEN.finditer(self.source):
            if opening.start() >= shown_from:
                left.append(self.source[shown_from : opening.start()])
                shown_from = _end_of_element(self.source, opening)
        return replace(self, source="".join((*left, self.source[shown_from:]))) if left else self

    @lazy
    def links(self) -> int:
        """How many links there are."""
        return tags_of(self).count("<a ")

    @lazy
    def has_password_field(self) -> bool:
        """Whether the page asks for a password."""
        return _PASSWORD.search(self.unstyled) is not None

    @property
    def may_lead_elsewhere(self) -> bool:
        """Whether the page holds what `leads_to` looks for, told quickly."""
        # An attribute that leads on may hold a bracket, as in `() => {}`, at which the markup takes its tag to end.
        return is_marked(self, _REFRESHES) or (len(self.source) <= TINY and "location" in self.source)

    @lazy
    def leads_to(self) -> str:
        """The address to which a refresh leads, or the script of a page that holds nothing else; else empty."""
        if not self.may_lead_elsewhere or len(self.text) > TINY:
            return ""
        for written in _META.findall(self.unstyled):
            if "refresh" in written.lower():
                pairs = {name.lower(): a or b or c for name, a, b, c in reversed(_ATTRIBUTE.findall(written))}
                if pairs.get("http-equiv", "").strip().lower() != "refresh":
                    continue
                found = _REFRESH.match(decode_references(pairs.get("content", "")))
                if found and int(found[1]) <= 15:  # after a longer time a page only reloads itself
                    return found[2]
        if len(self.source) <= TINY and len(self.text) <= 100:
            found = _SCRIPTED.search(self.source)
            return found[1] if found else ""
        return ""

    @lazy
    def facts(self) -> str:
        """What tells two real pages with the same words apart: their addresses, data and names."""
        named = [self.meta.get(name, "") for name in ("canonical", "og:title", "og:url", "og:image", "description")]
        return "\n".join((*named, *_SHOWN_FROM.findall(self.unstyled)[:50], *_data_of(self))).lower()

    def shown_at(self, path: str) -> str:
        """Return what the page shows, without what its path may have put there."""
        return _DIGITS.sub("", _without_last(f"{self.title}\n{self.text}", path))

    def shown_anywhere(self, path: str) -> str:
        """Return what the page shows, without its path, which it may repeat."""
        shown = f"{self.title}\n{self.text}"
        for told in (path.lower(), unquote(path).lower()):
            shown = shown.replace(told, "/")
        return _DIGITS.sub("", shown)

    def facts_at(self, path: str) -> str:
        """Return the facts of the page, without what its path may have put there."""
        return _without_last(self.facts, path)


def page_of(response: Response) -> Page | None:
    """Return the page in an answer, or None if the answer is no page or cannot be decoded."""
    kind = response.header("content-type").lower()
    if (
        response.undecoded
        or not response.body
        or not ("html" in kind or "text/plain" in kind or _looks_html(kind, response))
    ):
        return None
    return Page(decode_page(response.body, kind), response.body_end == "whole")


def _looks_html(kind: str, response: Response) -> bool:
    """Return whether an answer of no telling type begins as a page does."""
    looks = response.body.lstrip()[:300].lower()
    return (not kind or "xml" in kind) and (b"<html" in looks or b"<!doctype html" in looks)


@lru_cache(maxsize=64)  # of one title several ask in turn
def parts_of(title: str) -> tuple[str, ...]:
    """Return the parts of a title: mostly the name of the page and that of the site."""
    return tuple(_TITLE_PARTS.split(title))


def first_of(parts: tuple[str, ...]) -> str:
    """Return the longest part of a title but for its last, which is mostly the name of the site."""
    return max(parts[:-1] or parts, key=len)


def _without_last(text: str, path: str) -> str:
    last = unquote(path).rstrip("/").rpartition("/")[2].lower()
    return text.replace(last, "") if len(last) > _SHORT_NAME else text


def _data_of(page: Page) -> list[str]:
    """Return the first data for search engines in a page."""
    return _DATA.findall(page.source)[:5] if "ld+" in page.markup else []


def _headings_in(source: str) -> list[str]:
    return (_HEADING.findall(source) or _THIRD_HEADING.findall(source))[:5]


def _leads_on(heading: re.Match[str]) -> bool:
    """Return whether a heading leads to another page, by a link in it or around it."""
    around = _OPENED_LINK.search(heading.string, max(0, heading.start() - _LONGEST_LINK), heading.start())
    return LEADS_ON.search(around[0] + heading[0] if around else heading[0]) is not None


def _without_logos(headings: list[str]) -> list[str]:
    return [line_of(heading) for heading in headings if not LOGO.search(heading)]


def _end_of_element(source: str, opening: re.Match[str]) -> int:
    """Return where an element ends; one that is not closed ends where it begins."""
    depth = 1
    for tag in re.compile(rf"<(/?){opening[1]}\b", re.IGNORECASE).finditer(source, opening.end()):
        depth += -1 if tag[1] else 1
        if not depth:
            return max(source.find(">", tag.end()), tag.end() - 1) + 1
    return opening.start()
