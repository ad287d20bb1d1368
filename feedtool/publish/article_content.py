"""The content of an entry as the page of its article shows it: what a page wants beyond what a feed carries. Pure.

- Browsers are told when to load what: a picture when it comes into view; players of videos refuse to play where they
  are not told which site shows them; a wide table is scrolled by keyboard, too.
- The title of the page is its only ``h1``, so the headings of an article go on from ``h2``, and none skips a level:
  that is how people who hear a page find their way (WCAG 2.2, 1.3.1).
- What an article wrote against the rules of HTML, and browsers show all the same, becomes what it is shown as: elements
  of long ago, ``time`` without a moment that programs understand, ``rel`` where there is no address, sizes that are no
  numbers, signs that nobody may write in an address, what stands where nothing like it may (`html.placing`).
"""

import re

from feedtool.html.placing import in_place
from feedtool.urls import written_validly

_UNITS = r"""(?:[^\x00-\x20"#<>\[\\\]^`{|}%]++|%[0-9A-Fa-f]{2})*+"""  # of an address that may stay as it is
_LABEL = r'[^"./?#\[]{1,63}+'  # of a host: no name server knows a longer one (RFC 1035, 2.3.4)
_STAYS = rf' href="(?:https?://{_LABEL}(?:\.{_LABEL})*+\.?(?=[/?#"])|mailto:){_UNITS}(?:#{_UNITS})?+"'
_TAG = re.compile(  # as the sanitiser writes it
    rf"<(a(?!{_STAYS})|audio|iframe|img|table|video|(?:area|blockquote|del|ins|q|source)(?= )|"
    r'/?(?:center|h[1-6]|main|strike|time|tt))\b((?:[^">]|"[^"]*")*)>'
)
_ADDED = {
    "img": ' loading="lazy" decoding="async"',
    "iframe": ' loading="lazy" referrerpolicy="strict-origin-when-cross-origin"',
    "video": ' preload="none"',
    "audio": ' preload="none"',
    "table": ' tabindex="0"',
}
_AS_IT_IS = frozenset("a area blockquote del ins q source".split())
_TODAY = {"center": "div", "main": "div", "strike": "s", "tt": "code"}
_MOMENT = re.compile(
    r' datetime="\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:?\d\d)?)?"', re.ASCII
)
_DATETIME = re.compile(r' datetime="[^"]*"')
_FULL_SCREEN = re.compile(r' allowfullscreen="[^"]*"')
_NO_SIZE = re.compile(r' (?:height|width)="(?!\d+")[^"]*"', re.ASCII)
_ADDRESS = re.compile(r' (cite|href|poster|src)="([^"]*)"')
_NO_HOST = re.compile(r"https?://[^/?#]*[^./?#]{64}")
_REL = re.compile(r' rel="[^"]*"')


def as_page_shows(content: str, *, player: str) -> str:
    """Return safe content (`feedtool.html.safe`) as a page shows it; ``player`` is the title of a frame without one."""
    outline: list[int] = []  # the levels of the headings that the next one may stand below
    names: list[str] = []  # of the elements that are open here, and end under another name

    def begun(name: str, attributes: str) -> str:
        if name == "time":
            is_moment = _MOMENT.search(attributes) is not None
            shown, attributes = ("time", attributes) if is_moment else ("span", _DATETIME.sub("", attributes))
        elif name in _TODAY:
            shown = _TODAY[name]
        else:
            shown = f"h{_place(outline, int(name[1]))}"
        names.append(shown)
        return f"<{shown}{attributes}>"

    def told(match: re.Match[str]) -> str:
        tag, attributes = match[1], match[2]
        if tag.startswith("/"):
            return f"</{names.pop() if names else tag[1:]}>"
        attributes = _ADDRESS.sub(_address, attributes)
        if tag == "a" and ' href="' not in attributes:
            attributes = _REL.sub("", attributes)
        if tag in _AS_IT_IS:
            return f"<{tag}{attributes}>"
        if tag not in _ADDED:
            return begun(tag, attributes)
        return f"<{tag}{_mended(tag, attributes, player)}{_ADDED[tag]}>"

    return _TAG.sub(told, in_place(content))


def _mended(tag: str, attributes: str, player: str) -> str:
    """Return the attributes of a picture, a player, a frame or a table as HTML wants them."""
    attributes = _NO_SIZE.sub("", attributes)
    if tag == "img" and ' alt="' not in attributes:
        attributes += ' alt=""'
    if tag == "iframe":
        attributes = _FULL_SCREEN.sub(' allowfullscreen=""', attributes)
        attributes += "" if ' title="' in attributes else f' title="{player}"'
    return attributes


def _address(attribute: re.Match[str]) -> str:
    """Return an attribute with its address as it may be written, or nothing where that leads nowhere."""
    name, address = attribute[1], attribute[2]
    return "" if _NO_HOST.match(address) else f' {name}="{written_validly(address)}"'


def _place(outline: list[int], level: int) -> int:
    """Return the level at which a heading stands below the page's ``h1``, and put it into the outline."""
    while outline and outline[-1] >= level:
        outline.pop()
    outline.append(level)
    return len(outline) + 1 if len(outline) < 5 else 6
