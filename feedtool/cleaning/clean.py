"""A body as it stands in an article → content fit for a feed: plain, absolute, captioned, safe.

The order matters: images made plain and bare URLs links, bounds on that, a first sanitising pass that turns any source
into well-formed markup, the tree's changes, and the sanitiser again as the last word.
"""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any, NamedTuple

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, tostring

from feedtool.cleaning.clearing import clear
from feedtool.cleaning.mend import may_need_mending, mend
from feedtool.cleaning.twice import show_once
from feedtool.html.frames import address_shown, link_text
from feedtool.html.images import Image, is_small, poster_address
from feedtool.html.linked import ToAbsolute, paragraphs
from feedtool.html.nesting import depth_of
from feedtool.html.prepare import MAX_CHARACTERS, MAX_NESTING, TOO_DEEP, make_plain, out_of_bounds
from feedtool.html.safe import LINK_REL, may_frame, sanitise, well_formed
from feedtool.html.text import text_of
from feedtool.html.tokens import attributes, holds_raw_text, start_tags
from feedtool.text import drop_forbidden, one_line
from feedtool.urls import without_edges

_TEXT_OF_MUCH = 2_000_000  # characters looked at of a body out of bounds
_NULL = re.compile(r"null[ \t\n]+(?=<)")  # a script's missing value before the first tag

_WHITE_SPACE = re.compile(r"[ \t\n\f\r]+")  # HTML's; a no-break space is meant
_FOLDABLE = re.compile(r"[\t\n\f\r]|  ")  # most texts are folded as they stand
_HOLLOW = frozenset(
    "a article aside div em figure figcaption h1 h2 h3 h4 h5 h6 header li ol p section span strong ul".split()
)
_FRAMES = {"iframe": "src", "object": "data", "embed": "src"}
_ADDRESSES = ("href", "src", "data", "cite", "poster")
_CONCERNED = etree.XPath(
    f"descendant-or-self::*[{' or '.join(f'@{name}' for name in _ADDRESSES)} or self::img or self::source"
    f" or {' or '.join(f'self::{tag}' for tag in _FRAMES)}]"
)


class CleanBody(NamedTuple):
    """A cleaned body: safe HTML, its first picture, and the trouble if only its text could be kept."""

    html: str
    image: Image | None
    trouble: str | None = None


def clean(source: str, resolve: ToAbsolute, *, title: str = "", authors: Sequence[str] = ()) -> CleanBody:
    """Return the content of a body. ``resolve`` returns an address as absolute, or None if no reader could use it.

    ``title`` and ``authors`` are the article's: what only repeats them is left out.
    """
    source = drop_forbidden(source)
    missing = _NULL.match(source)
    source = source[missing.end() :] if missing else source
    plain, trouble = _within_bounds(paragraphs(source), resolve)
    if trouble is not None:
        return _text_alone(source, trouble)
    markup = well_formed(plain)
    if markup.count("<") > MAX_NESTING and depth_of(markup) > MAX_NESTING:  # lxml loses what is nested too deep
        return _text_alone(source, TOO_DEEP)
    root = _tree(markup)
    if may_need_mending(markup):
        mend(root)
    _caption_figures(root)
    clear(root, title, resolve, authors=authors)
    _resolve_addresses(root, resolve)
    show_once(root)
    _tidy(root)
    html = sanitise(_as_sanitised(root)).strip()
    if html and "<" not in html:
        html = f"<p>{html}</p>"
    return CleanBody(html, _first_image(html))


def _within_bounds(source: str, resolve: ToAbsolute) -> tuple[str, str | None]:
    """Return a source made plain, and why it is too much for a tree, or None; without links if these are too much."""
    if len(source) > MAX_CHARACTERS:
        return source, out_of_bounds(source)
    linked = make_plain(source, resolve)
    if out_of_bounds(linked) is None:
        return linked, None
    plain = make_plain(source)
    return plain, out_of_bounds(plain)


def _text_alone(source: str, trouble: str) -> CleanBody:
    return CleanBody(f"<p>{escape(text_of(source[:_TEXT_OF_MUCH]), quote=False)}</p>", None, trouble)


def _tree(markup: str) -> HtmlElement:
    """Return well-formed markup as a tree in a ``div``."""
    parser = _parser()
    root = parser.makeelement("div")
    body = etree.fromstring(f"<html><body>{markup}</body></html>", parser).find("body")
    root.text = body.text if (body.text or "").strip() else None
    root.extend(list(body))
    return root


@cache
def _parser() -> Any:
    """Return the parser of trees, however deep: without ``huge_tree`` all below 254 is lost.

    lxml's own asks Python for the class of each element, each time that one is looked at; here all have the same.
    """
    parser = etree.HTMLParser(huge_tree=True)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement, comment=HtmlComment))
    return parser


def _tidy(root: HtmlElement) -> None:
    """Fold the white space that indents a page's source, and drop boxes that hold nothing; ``pre`` stays as it is."""
    kept = {element for pre in root.iter("pre") for element in pre.iter()}
    for element in reversed(list(root.iter())):  # children before parents
        text, tail = element.text, element.tail
        if text and _FOLDABLE.search(text) and element not in kept:
            element.text = text = _WHITE_SPACE.sub(" ", text)
        if tail and _FOLDABLE.search(tail) and element.getparent() not in kept:
            element.tail = _WHITE_SPACE.sub(" ", tail)
        hollow = len(element) == 0 and not (text or "").strip(" ")
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
        picture.addprevious(figure)
        figure.append(picture)
        figure.append(caption)
        caption.text = small.text
        caption.extend(list(small))
        parent.remove(box)


def _only_child(child: HtmlElement, box: HtmlElement) -> bool:
    return len(box) == 1 and not (box.text or "").strip() and not (child.tail or "").strip()


def _resolve_addresses(root: HtmlElement, resolve: ToAbsolute) -> None:
    for element in _CONCERNED(root):
        for name in _ADDRESSES:
            value = element.get(name)
            if value is None:
                continue
            address = _address(element, name, value, resolve)
            if address is None:
                del element.attrib[name]
            else:
                element.set(name, address)
        if element.tag == "img" and element.get("src") is None:
            _drop(element)
        elif element.tag == "source" and element.get("src") is None:
            element.drop_tag()  # of a picture: its image stands in it for lxml, which knows no such empty element
        elif element.tag in _FRAMES:
            _frame(element, resolve)


def _address(element: HtmlElement, name: str, value: str, resolve: ToAbsolute) -> str | None:
    """Return the absolute address that an attribute holds, or None if there is none that a reader could use."""
    if name != "href" and not without_edges(value):  # not the page itself, as it would be if it were resolved
        return None
    if name == "poster":
        poster = poster_address(element.attrib)
        return None if poster is None else resolve(poster)
    return value if name == "href" and value.lower().startswith("mailto:") else resolve(value)


def _frame(element: HtmlElement, resolve: ToAbsolute) -> None:
    """Leave a frame of a known player; replace any other frame by a link to its page."""
    address = element.get(_FRAMES[element.tag])
    if address and element.tag == "iframe":
        shown = address_shown(address)
        address = address if shown == address else resolve(shown) or address
        if may_frame(address):
            element.set("src", address)
            for child in list(element):
                element.remove(child)
            element.text = None
            return
    if address and not _leads_there(element, address, resolve):
        _link_before(element, address)
    if element.tag == "iframe":
        _drop(element)
    else:
        element.drop_tag()  # what stands in an object is for readers without it; what stands in an embed, behind it


def _link_before(element: HtmlElement, address: str) -> None:
    """Put a link before an element, on a line of its own if another link stands there."""
    before = element.getprevious()
    link = etree.Element("a", href=address)
    link.text = link_text(address)
    element.addprevious(link)
    if before is not None and before.tag == "a" and not (before.tail or "").strip():
        link.addprevious(etree.Element("br"))


def _leads_there(element: HtmlElement, address: str, resolve: ToAbsolute) -> bool:
    """Tell whether a link to where a frame leads stands right before it, made of the object around it, or within it."""
    before = element.getprevious()
    if before is not None and before.tag == "a" and not (before.tail or "").strip() and before.get("href") == address:
        return True
    return element.tag != "iframe" and any(resolve(link.get("href", "")) == address for link in element.iter("a"))


def _first_image(html: str) -> Image | None:
    """Return the first picture of sanitised markup that is not small; a tree is made only where it may be captioned."""
    if "<img" not in html:
        return None
    if holds_raw_text(html):
        return _first_captioned(html)
    for tag in start_tags(html, ("figure", "img")):
        if tag.name == "figure":
            return _first_captioned(html)
        attrs = attributes(html, tag)
        if attrs.get("src") and not is_small(attrs):
            return Image(attrs["src"], one_line(attrs.get("alt", "")))
    return None


def _first_captioned(html: str) -> Image | None:
    for image in _tree(html).iter("img"):
        address = image.get("src")
        if address and not is_small(image.attrib):
            caption = next((figure.find("figcaption") for figure in image.iterancestors("figure")), None)
            text = one_line(caption.text_content()) if caption is not None else one_line(image.get("alt", ""))
            return Image(address, text)
    return None


def _drop(element: HtmlElement) -> None:
    """Remove an element with its content; the text behind it stays."""
    element.drop_tree()


def _as_sanitised(root: HtmlElement) -> str:
    """Return the markup of a tree, written as the sanitiser writes it: so most bodies are stable in its first pass."""
    etree.strip_attributes(root, "class")
    for anchor in root.iter("a"):
        anchor.set("rel", LINK_REL)
    html = str(tostring(root, encoding="unicode", method="html"))
    return html.removeprefix("<div>").removesuffix("</div>").replace("\xa0", "&nbsp;")
