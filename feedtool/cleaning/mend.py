"""What a page shows only with its site's scripts or styles, as plain markup: hidden mail addresses, emphasis, the
buttons of players. Pure.
"""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from feedtool.cleaning.tree import HEADINGS, words_of
from feedtool.html.mail import HIDDEN, hides_address, revealed, shown_href

_CONCERNED = etree.XPath(
    f".//*[@style or @{HIDDEN} or contains(@href, 'email-protection') or self::video or self::audio]"
)
_STAND_IN = re.compile(r"\[email\sprotected\]")  # what is shown until a script writes the address

_STYLE = re.compile(r"(?:^|;)\s*(font-weight|font-style|text-decoration(?:-line)?|vertical-align)\s*:\s*([^;]+)", re.I)
_BLOCKS = (
    *HEADINGS,
    *"address article aside blockquote center details div dl figure footer header hr li main nav ol p pre".split(),
    *"section table td tr ul".split(),
)
_BOLD, _ITALIC = frozenset(("b", "strong")), frozenset(("cite", "dfn", "em", "i", "var"))
_ALREADY = {
    "b": _BOLD | {*HEADINGS, "th", "dt", "summary"},
    "i": _ITALIC | {"address"},
    "u": frozenset(("u", "ins", "a")),
    "s": frozenset(("s", "del", "strike")),
    "sup": frozenset(("sup",)),
    "sub": frozenset(("sub",)),
}


def may_need_mending(markup: str) -> bool:
    """Tell whether well-formed markup may have something to mend; of most bodies no tree need be searched for it."""
    return any(sign in markup for sign in ("style=", HIDDEN, "email-protection", "<video", "<audio"))


def mend(root: HtmlElement) -> None:
    """Write out what a body hides in attributes: mail addresses, and emphasis given only by a style.

    Players get the reader's buttons: without any a film stands still, and nothing is seen of a sound.
    """
    for element in _CONCERNED(root):
        if element.tag in ("video", "audio") and element.get("controls") is None:
            element.set("controls", "")
        if element.get(HIDDEN) is not None:
            _show_text(element)
        if element.tag == "a" and hides_address(element.get("href", "")):
            _show_link(element)
        if element.get("style"):
            _emphasise(element)


def _show_text(element: HtmlElement) -> None:
    """Write the text that an element hides, a mail address or what was taken for one."""
    text = revealed(element.get(HIDDEN, ""))
    if text:
        _replace_text(element, text)


def _show_link(element: HtmlElement) -> None:
    """Let a link that hides a mail address lead there, or nowhere if that cannot be told."""
    href = shown_href(element.attrib)
    if not href:
        del element.attrib["href"]
        return
    element.set("href", href)
    if _STAND_IN.fullmatch(words_of(element)):
        _replace_text(element, href.removeprefix("mailto:").partition("?")[0])


def _replace_text(element: HtmlElement, text: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = text


def _emphasise(element: HtmlElement) -> None:
    """Put the content of an element into the elements that say what its style said."""
    wanted, plain = _emphasis(element.get("style", ""))
    if (element.tag in _BOLD and "b" in plain) or (element.tag in _ITALIC and "i" in plain):
        element.tag = "span"  # as Google Docs wraps a whole text: <b style="font-weight: normal">
    if not wanted or element.tag in ("img", "iframe", "br", "hr") or next(_blocks_in(element), None) is not None:
        return
    for name in wanted:
        already = _ALREADY[name]
        if element.tag not in already and next(element.iterancestors(*already), None) is None:
            _wrap_content(element, name)


def _blocks_in(element: HtmlElement) -> Iterator[HtmlElement]:
    return (one for one in element.iter(*_BLOCKS) if one is not element)


def _emphasis(style: str) -> tuple[list[str], set[str]]:
    """Return the elements that a style stands for, and those whose meaning it takes away."""
    wanted: list[str] = []
    plain: set[str] = set()
    for name, written in _STYLE.findall(style):
        value = written.lower().replace("!important", "").strip()
        if name.lower() == "font-weight":
            (wanted.append if _is_bold(value) else plain.add)("b")
        elif name.lower() == "font-style":
            (wanted.append if value.startswith(("italic", "oblique")) else plain.add)("i")
        elif name.lower() == "vertical-align":
            wanted += [tag for tag in ("sup", "sub") if value == {"sup": "super", "sub": "sub"}[tag]]
        else:
            wanted += [tag for word, tag in (("underline", "u"), ("line-through", "s")) if word in value.split()]
    return list(dict.fromkeys(wanted)), plain


def _is_bold(value: str) -> bool:
    return value in ("bold", "bolder") or (value.isdecimal() and int(value[:6]) >= 700)


def _wrap_content(element: HtmlElement, name: str) -> None:
    if not (element.text or "").strip() and not len(element):
        return
    inner = etree.Element(name)
    inner.text, element.text = element.text, None
    inner.extend(list(element))
    element.append(inner)
