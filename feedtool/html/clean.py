"""A body as it stands in an article → content fit for a feed: plain, absolute, captioned, safe.

The order matters: bounds on the source, images made plain, a first sanitising pass that turns any source into
well-formed markup, the tree's changes, and the sanitiser again as the last word.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, fragment_fromstring, tostring

from feedtool.html.images import Image
from feedtool.html.prepare import make_plain, out_of_bounds
from feedtool.html.safe import may_frame, sanitise, well_formed
from feedtool.html.tokens import Kind, tokens
from feedtool.text import drop_forbidden, fold

Resolve = Callable[[str], str | None]

# What upstream sites put around an article's text, by the class (or one of them) of the element.
_CHROME = frozenset(
    "addtoany_share_save_container code-block comment-add comment-form comment-respond comment-wrapper comments-area "
    "element-hidden element-invisible entry-footer entry-meta jp-relatedposts medium-feed-link nav-links "
    "post-navigation rdf-meta related service-links sharedaddy social-share submitted view-articles-related "
    "wp-block-buttons".split()
)
_CHROME_TAGS = ("footer", "nav")
_TEXT_OF_MUCH = 2_000_000  # characters looked at of a body out of bounds
_NULL = re.compile(r"\s*null\s+(?=<)")  # a script's missing value before the first tag

_WHITE_SPACE = re.compile(r"[ \t\n\f\r]+")  # HTML's; a no-break space is meant
_HOLLOW = frozenset(
    "a article div em figure figcaption h1 h2 h3 h4 h5 h6 header li ol p section span strong ul".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote br caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr li main ol p pre section summary table td th tr ul".split()
)
_FRAMES = {"iframe": "src", "object": "data", "embed": "src"}


@dataclass(frozen=True, slots=True)
class Content:
    """A cleaned body: safe HTML, its first picture, and what kept it from being more than its text, if anything."""

    html: str
    image: Image | None
    trouble: str | None = None


def clean(source: str, resolve: Resolve, *, title: str = "") -> Content:
    """Return the content of a body. ``resolve`` makes addresses absolute, or None of those no reader could use.

    ``title`` is the article's: a heading that only repeats it is left out.
    """
    source = _NULL.sub("", drop_forbidden(source), count=1)
    trouble = out_of_bounds(source)
    if trouble is not None:
        return Content(f"<p>{escape(text_of(source[:_TEXT_OF_MUCH]), quote=False)}</p>", None, trouble)
    root = fragment_fromstring(well_formed(make_plain(source)), create_parent="div")
    _drop_title(root, title)
    _drop_chrome(root)
    _caption_figures(root)
    _tidy(root)
    _resolve_addresses(root, resolve)
    html = sanitise(_inner(root)).strip()
    if html and "<" not in html:
        html = f"<p>{html}</p>"
    return Content(html, _first_image(html))


def text_of(markup: str, *, captions: bool = True) -> str:
    """Return the text of markup on one line, blocks set apart by spaces, with or without that of captions."""
    pieces: list[str] = []
    in_caption = False
    for token in tokens(markup):
        if token.kind is not Kind.TEXT:
            if token.name in _BLOCKS:
                pieces.append(" ")
            in_caption = (token.kind is Kind.START) if token.name == "figcaption" else in_caption
        elif not token.name and (captions or not in_caption):
            pieces.append(unescape(markup[token.start : token.end]))
    return fold("".join(pieces))


def _drop_title(root: HtmlElement, title: str) -> None:
    for heading in root.iter("h1"):
        text = fold(heading.text_content())
        if text and (text == title or title.startswith(text)):
            _drop(heading)
        return


def _drop_chrome(root: HtmlElement) -> None:
    """Drop the site's own parts, unless nothing would be left."""
    chrome = [
        element
        for element in root.iter()
        if isinstance(element.tag, str) and (element.tag in _CHROME_TAGS or _is_chrome(element))
    ]
    doomed = [element for element in chrome if not any(parent in chrome for parent in element.iterancestors())]
    text = fold(root.text_content())
    if text and len(text) == sum(len(fold(element.text_content())) for element in doomed):
        return
    for element in doomed:
        _drop(element)


def _is_chrome(element: HtmlElement) -> bool:
    classes = element.get("class", "").split()
    # WordPress frames what the quotation before the frame links to already.
    return bool(_CHROME.intersection(classes)) or (element.tag == "iframe" and "wp-embedded-content" in classes)


def _tidy(root: HtmlElement) -> None:
    """Fold the white space that indents a page's source, and drop boxes that hold nothing; ``pre`` stays as it is."""
    kept = {element for pre in root.iter("pre") for element in pre.iter()}
    for element in reversed(list(root.iter())):  # children before parents
        if element.text and element not in kept:
            element.text = _WHITE_SPACE.sub(" ", element.text)
        if element.tail and element.getparent() not in kept:
            element.tail = _WHITE_SPACE.sub(" ", element.tail)
        hollow = len(element) == 0 and not (element.text or "").strip(" ")
        if hollow and element.tag in _HOLLOW and element is not root and element not in kept:
            _drop(element)


def _caption_figures(root: HtmlElement) -> None:
    """Make a picture and the ``<div><small>`` caption behind it a figure."""
    for small in list(root.iter("small")):
        box = small.getparent()
        picture = box.getprevious() if box is not None and box.tag == "div" else None
        if picture is None or picture.tag != "img" or (picture.tail or "").strip() or not _only_child(small, box):
            continue
        parent = box.getparent()
        figure, caption = etree.Element("figure"), etree.Element("figcaption")
        figure.tail, picture.tail = box.tail, None
        box.tail = small.tail = None
        parent.insert(parent.index(picture), figure)
        figure.append(picture)
        figure.append(caption)
        caption.text = small.text
        caption.extend(list(small))
        parent.remove(box)


def _only_child(child: HtmlElement, box: HtmlElement) -> bool:
    return len(box) == 1 and not (box.text or "").strip() and not (child.tail or "").strip()


def _resolve_addresses(root: HtmlElement, resolve: Resolve) -> None:
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        for name in ("href", "src", "data", "cite", "poster"):
            value = element.get(name)
            if value is None:
                continue
            address = value if value.lower().startswith("mailto:") else resolve(value)
            if address is None:
                del element.attrib[name]
            else:
                element.set(name, address)
        if element.tag == "img" and element.get("src") is None:
            _drop(element)
        elif element.tag in _FRAMES:
            _frame(element)


def _frame(element: HtmlElement) -> None:
    """Leave a frame of a known player; replace any other by a link to what it shows."""
    address = element.get(_FRAMES[element.tag])
    if address and address.startswith("http://"):
        secure = "https://" + address.removeprefix("http://")
        address = secure if may_frame(secure) else address
    if address and element.tag == "iframe" and may_frame(address):
        element.set("src", address)
        for child in list(element):
            element.remove(child)
        element.text = None
        return
    if address:
        link = etree.Element("a", href=address)
        link.text = address
        link.tail = element.tail
        element.getparent().replace(element, link)
        return
    element.drop_tag()


def _first_image(html: str) -> Image | None:
    if "<img" not in html:
        return None
    root = fragment_fromstring(html, create_parent="div")
    for image in root.iter("img"):
        address = image.get("src")
        if address:
            caption = next((figure.find("figcaption") for figure in image.iterancestors("figure")), None)
            text = fold(caption.text_content()) if caption is not None else fold(image.get("alt", ""))
            return Image(address, text)
    return None


def _drop(element: HtmlElement) -> None:
    """Remove an element with its content; the text behind it stays."""
    element.drop_tree()


def _inner(root: Any) -> str:
    html = str(tostring(root, encoding="unicode", method="html"))
    return html.removeprefix("<div>").removesuffix("</div>")
