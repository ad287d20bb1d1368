"""A picture that stands twice in an article, shown once. Pure.

Lead pictures, lazy copies and graphics drawn for several screens put one picture into a body twice, often in another
size; a small one gives way to its larger copy. Shown again is only what the author meant to: a picture with another
caption further down, an ornament between the parts of a text (three times or more), and a sign within a line.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from math import inf
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from feedtool.cleaning.tree import words_of

_NEAR = 400  # characters between two pictures; ornaments stand further apart
_INLINE = frozenset("a abbr b em font i picture small span strong sub sup u".split())
# Where an address names the size of a picture, by the server or the software that makes sizes.
_SIZES = (
    (re.compile(r"(?i)(/wp-content/uploads/.*?)(?:-\d{2,4}x\d{2,4}|-scaled)(\.\w+)$"), r"\1\2"),  # WordPress
    (re.compile(r"(assets\.matters\.news)/processed/\w+(/.*?)(?:\.\w+)?$"), r"\1\2"),
    (re.compile(r"(assets\.matters\.news/embed/.*?)\.\w+$"), r"\1"),
    (re.compile(r"(miro\.medium\.com|cdn-images-\d\.medium\.com)/(?:max|fit|v2|c|resize|freeze)[^*]*/"), r"medium/"),
    (re.compile(r"(/sites/[^/]+/files)/styles/[^/]+/public/"), r"\1/"),  # Drupal
    (re.compile(r"^i\d\.wp\.com/"), ""),  # Jetpack
)
# How wide an address says that its picture is, in pixels; the original says nothing.
_WIDTH = re.compile(
    r"(?i)-(\d{2,4})x\d{2,4}\.\w+(?:\?|$)|/(?:max|fit/[ct])/(\d{2,4})/|/resize:\w+:(\d{2,4})|/processed/(\d{2,4})w/"
    r"|[?&](?:w|width|resize|fit)=(\d{2,4})(?!\d)"
)
_WIDE_ENOUGH = 640
_SIZE_QUERIES = re.compile(
    r"(?:^|&)(?:resize|w|h|width|height|fit|crop|quality|q|strip|zoom|ssl|itok|dpr|imageView2[^&]*|imageMogr2[^&]*)(?:=[^&]*)?(?=&|$)"
)


@dataclass(slots=True)
class _Shown:
    """A picture where it is shown: the text before it in characters, and its caption."""

    image: HtmlElement
    at: int
    caption: str = ""


def show_once(root: HtmlElement) -> None:
    """Take out of a body the copies of pictures; of a picture with and one without caption the captioned one stays."""
    keys = [picture_key(image.get("src", "")) for image in root.iter("img")]
    if len(keys) == len(set(keys)):
        return
    groups = defaultdict(list)
    for shown in _pictures(root):
        groups[picture_key(shown.image.get("src", ""))].append(shown)
    for key, group in groups.items():
        left = _without_near_copies(group) if key else []
        if len(left) == 2 and _is_copy(*left):
            _drop_one(*left)


def _without_near_copies(group: list[_Shown]) -> list[_Shown]:
    """Take the copies out that stand close to the picture before them; return the pictures that are left."""
    left: list[_Shown] = []
    for shown in group:
        if left and shown.at - left[-1].at < _NEAR and _is_copy(left[-1], shown):
            left[-1] = _drop_one(left[-1], shown)
        else:
            left.append(shown)
    return left


def _drop_one(first: _Shown, second: _Shown) -> _Shown:
    """Take out one of two copies, and return the other: the one with a caption, else the first.

    If that is small and the other larger, it shows the other's picture.
    """
    kept, dropped = (second, first) if second.caption and not first.caption else (first, second)
    address = dropped.image.get("src", "")
    if _width(kept.image.get("src", "")) < min(_width(address), _WIDE_ENOUGH):
        kept.image.set("src", address)
        for side in ("width", "height"):
            kept.image.attrib.pop(side, None)
    _drop_picture(dropped)
    return kept


def _width(address: str) -> float:
    """Return how many pixels wide an address says that its picture is; endless if it says nothing."""
    match = _WIDTH.search(address)
    return int(match[match.lastindex or 0]) if match else inf


def picture_key(address: str) -> str:
    """Return what the addresses of one picture in several sizes have in common.

    >>> picture_key("https://i0.wp.com/a.example/wp-content/uploads/b-300x200.png?ssl=1&resize=300%2C200")
    'a.example/wp-content/uploads/b.png'
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    key = parts.netloc + parts.path
    for pattern, common in _SIZES:
        key = pattern.sub(common, key)
    query = _SIZE_QUERIES.sub("", parts.query).lstrip("&")
    return f"{key}?{query}" if query else key


def _is_copy(first: _Shown, second: _Shown) -> bool:
    """Tell whether two showings of one picture say the same, or one of them nothing."""
    return not first.caption or not second.caption or first.caption == second.caption


def _pictures(root: HtmlElement) -> list[_Shown]:
    """Return the pictures between the lines, in order."""
    found: list[_Shown] = []
    waiting: list[_Shown] = []  # pictures whose caption may come next
    at = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        text = (element.text if event == "start" else element.tail) or ""
        if event == "start" and element.tag == "figcaption":
            if waiting:
                waiting[-1].caption = words_of(element)
            waiting = []
        elif event == "start" and element.tag == "img" and not _is_in_a_line(element):
            waiting = [_Shown(element, at)]
            found += waiting
        if text.strip():
            waiting = []
            at += len(text.strip())
    return found


def _is_in_a_line(image: HtmlElement) -> bool:
    """Tell whether a picture has text right before or behind it."""
    element = image
    while True:
        before = element.getprevious()
        beside = before.tail if before is not None else element.getparent().text
        if (element.tail or "").strip() or (beside or "").strip():
            return True
        parent = element.getparent()
        if before is not None or parent.tag not in _INLINE or element.getnext() is not None:
            return False
        element = parent


def _drop_picture(shown: _Shown) -> None:
    """Take out a picture, with the figure around it and its caption if nothing else is in it."""
    figure = next(shown.image.iterancestors("figure"), None)
    if figure is not None and len(list(figure.iter("img"))) == 1 and words_of(figure) == shown.caption:
        figure.drop_tree()
    else:
        shown.image.drop_tree()
