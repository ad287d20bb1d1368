"""What a fetched page is: its title, headings and text, whether a fragment is in it, what it is drawn by. Pure.

Most pages are judged by a look at their source; a tree is only made of those where something hints at trouble.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from feedtool.html import notices
from feedtool.judge import signatures
from feedtool.net.exchange import Response
from feedtool.text import decode_references, one_line

_HEAD_END = re.compile(r"</head\s{0,20}>", re.IGNORECASE)
_TITLE_END = re.compile(r"</title\s{0,20}>", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{0,500})", re.IGNORECASE)
_UNSHOWN = re.compile(r"<(script|style|noscript|template)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[^>]*(?:>|\Z)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<script\b.*?(?:</script|\Z)", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(r"<h[12]\b[^<>]{0,500}>(.{0,300}?)</h[12]", re.IGNORECASE | re.DOTALL)
_TITLE_PARTS = re.compile(r"\s+[-–—|_·»«:：]+\s+|\s*[|_｜]\s*|(?<=[一-鿿])\s*[-–—]\s*")
_SENTENCES = re.compile(r"[.。!！?？,，;；\n]")
_NUMBER_ONLY = re.compile(
    r"[^\w]*(?:(?:http|error|status|code|错误|錯誤)[\W]*)*404[\W]*(?:error|page|错误|錯誤|页面|頁面)?[^\w]*"
)
_DIGITS = re.compile(r"\d+")
_BEGINNING = 16_384  # characters of source that nearly always hold more than _SHORT of an article
_SHORT = 2000  # characters of a page that says it is not there; true articles about such pages are longer
_VERY_SHORT = 500  # of a page whose name is no more than the number
_SENTENCE_LONG = 300  # of a page that says so in a sentence
_NEUTRAL = (30, 1500)  # characters of a page that could be the same for every address
_CAPTCHA = 800


@dataclass(frozen=True)
class Page:
    """An HTML page as far as it was read. ``whole`` tells that nothing of it is missing."""

    source: str
    whole: bool

    @cached_property
    def lower(self) -> str:
        """The source in lower case."""
        return self.source.lower()

    @cached_property
    def title(self) -> str:
        """The title, folded, in lower case."""
        found = _TITLE.search(self.source)
        return one_line(decode_references(found[1])).lower() if found else ""

    @cached_property
    def text(self) -> str:
        """What is shown, folded, in lower case, without title, scripts and styles; of a long page only its beginning.

        What is more than `_SHORT` characters is an article, whatever stands behind.
        """
        head = _HEAD_END.search(self.source) or _TITLE_END.search(self.source)
        start = head.end() if head else 0
        text = _shown(self.source[start : start + _BEGINNING])
        if len(text) > _SHORT or len(self.source) <= start + _BEGINNING:
            return text
        return _shown(self.source[start:])

    @cached_property
    def headings(self) -> list[str]:
        """The headings of the first two levels, in lower case."""
        return [
            one_line(decode_references(_TAG.sub(" ", found))).lower() for found in _HEADING.findall(self.source)[:5]
        ]

    def is_script_shell(self) -> bool:
        """Return whether a script has yet to draw the page."""
        return "<script" in self.lower and signatures.SCRIPT_ROOTS.search(self.source) is not None

    def says_not_found(self) -> bool:
        """Return whether the page says of itself, and of little else, that it is not there."""
        if len(self.text) > _SHORT:
            return False
        named = [self.title, *_TITLE_PARTS.split(self.title), *self.headings]
        said = [name for name in named if _is_not_found(name)]
        if any(not _NUMBER_ONLY.fullmatch(name) or len(self.text) <= _VERY_SHORT for name in said):
            return True
        return len(self.text) <= _SENTENCE_LONG and any(map(_is_not_found, _SENTENCES.split(self.text)))

    def is_challenge(self, *, hints: bool) -> bool:
        """Return whether the page only asks for a browser; with ``hints`` what shown pages have too is a sign."""
        if len(self.text) > _SHORT:
            return False
        lower = self.lower
        if any(mark in lower for mark in signatures.CHALLENGE_MARKS):
            return True
        marks = notices.CHALLENGE_WORDS + (signatures.CHALLENGE_HINTS if hints else ())
        return len(self.text) <= _CAPTCHA and any(mark in lower for mark in marks)

    def is_parked(self) -> bool:
        """Return whether the page only says that its domain is for sale or parked."""
        if len(self.text) > _CAPTCHA:
            return False
        if any(mark in self.lower for mark in signatures.PARKED_MARKS):
            return True
        return len(self.text) <= _VERY_SHORT and any(
            any(word in said for word in notices.PARKED_WORDS) and notices.PARKED_TEXT.search(said)
            for said in (self.title, self.text)
        )

    def is_captcha(self) -> bool:
        """Return whether the page only asks to prove that one is human."""
        if len(self.text) > _CAPTCHA:
            return False
        if notices.CAPTCHA_TITLE.search(self.title):
            return True
        return (
            len(self.text) < _VERY_SHORT
            and any(mark in self.lower for mark in signatures.CAPTCHA_MARKS)
            and (notices.CAPTCHA_TITLE.search(self.text) is not None or len(self.text) < 100)
        )

    def could_be_neutral(self) -> bool:
        """Return whether the page is so short and says so little that it could be shown for every address."""
        least, most = _NEUTRAL
        return least <= len(self.text) <= most and not self.is_script_shell()

    def likeness(self, path: str) -> str:
        """Return what two answers must share to be one and the same page, whatever their addresses."""
        last = unquote(path).rstrip("/").rpartition("/")[2].lower()
        text = f"{self.title}\n{self.text}"
        if len(last) > 3:
            text = text.replace(last, "")
        return _DIGITS.sub("", text)


def page_of(response: Response) -> Page | None:
    """Return the page that an answer is, or None where it is none, or cannot be decoded."""
    kind = response.header("content-type").lower()
    looks = response.body.lstrip()[:300].lower()
    html = "html" in kind or (
        (not kind or "text/plain" in kind or "xml" in kind) and (b"<html" in looks or b"<!doctype html" in looks)
    )
    if response.undecoded or not response.body or not (html or "text/plain" in kind):
        return None
    return Page(decode_page(response.body, kind), response.body_end == "whole")


def decode_page(body: bytes, content_type: str) -> str:
    """Return the text of a page (WHATWG HTML section 13.2.3: mark, header, declaration, then UTF-8)."""
    declared = re.search(r"charset\s*=\s*[\"']?([\w-]+)", content_type)
    if body.startswith(b"\xef\xbb\xbf"):
        return body[3:].decode("utf-8", "replace")
    if declared is None:
        found = re.search(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", body[:4096], re.IGNORECASE)
        name = found[1].decode("ascii", "replace") if found else "utf-8"
    else:
        name = declared[1]
    name = "gb18030" if name.lower() in ("gb2312", "gbk", "gb_2312-80") else name
    try:
        return body.decode(name, "replace")
    except (LookupError, UnicodeError):  # "undefined" and "idna" are codecs too
        return body.decode("utf-8", "replace")


def missing_fragments(page: Page, fragments: Collection[str]) -> set[str]:
    """Return the fragments that are nowhere in a page (WHATWG HTML section 7.4.6.3): no id, no name of an anchor.

    ``user-content-`` before an id is what sites write that let authors choose their ids.
    """
    forms = {fragment: {fragment, unquote(fragment)} for fragment in fragments}
    source = _COMMENT.sub("", page.source)
    doubtful = {one: ways for one, ways in forms.items() if not any(_stands_in(source, way) for way in ways)}
    if not doubtful:
        return set()
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page.source, "lxml")
    named = soup.find_all(lambda tag: tag.has_attr("id") or tag.has_attr("name"))
    there = {str(element[key]) for key in ("id", "name") for element in named if element.has_attr(key)}
    there |= {name.removeprefix("user-content-") for name in there}
    return {one for one, ways in doubtful.items() if not ways & there}


def _stands_in(source: str, name: str) -> bool:
    """Return whether an id or name stands in a source just so: true of nearly all that are there."""
    return f'id="{name}"' in source or f'name="{name}"' in source


def _shown(source: str) -> str:
    return one_line(decode_references(_TAG.sub(" ", _UNSHOWN.sub(" ", source)))).lower()


def _is_not_found(text: str) -> bool:
    text = text.strip(" \t\"'“”「」[]()【】《》").replace("’", "'")
    return 0 < len(text) <= 160 and bool(notices.NOT_FOUND.fullmatch(text) or notices.NOT_FOUND_CHINESE.fullmatch(text))
