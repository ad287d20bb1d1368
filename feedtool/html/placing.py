"""Safe markup in which each element stands where the HTML Standard lets it stand, and looks as before. Pure.

Browsers show a ``div`` within a ``strong``, and a caption without its figure; the content models of the standard
(section 3.2.5) allow neither. The tag that is least missed gets another name, so that nothing moves:

- A line that holds blocks (``strong`` around a table) becomes a block, and says by its class how its text looks.
- A heading, or another line that has to stay one, keeps its name: the blocks in it become lines of their own.
- What belongs into another element, and stands astray, becomes a block or a line without a meaning.
"""

import itertools
import re
from collections.abc import Sequence

_TAG = re.compile(r'<(/?)([a-z]+[1-6]?)([^">]*(?:"[^"]*"[^">]*)*)>')  # as the sanitiser writes it
_KEPT = re.compile(r' (?:dir|lang|title)="[^"]*"')
_VOID = frozenset("area br col hr img source wbr".split())
_LINES = frozenset(
    "abbr b bdi bdo cite code data dfn em i kbd mark q s samp small span strike strong sub sup time tt u var".split()
)
_STAYING = frozenset("h1 h2 h3 h4 h5 h6 p pre rt ruby summary".split())  # lines, too
_BLOCKS = frozenset(
    "address article aside blockquote caption center col colgroup dd details div dl dt figcaption figure footer h1 h2 "
    "h3 h4 h5 h6 header hgroup hr li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_BELONGS = {  # into which elements
    "dd": ("dl",), "dt": ("dl",), "figcaption": ("figure",), "li": ("ol", "ul"), "rp": ("ruby",), "rt": ("ruby",),
    "summary": ("details",),
}  # fmt: skip
_LOOKS = {"b": "strong", "strong": "strong", "cite": "em", "dfn": "em", "em": "em", "i": "em", "var": "em"}


def in_place(content: str) -> str:
    """Return safe markup (`feedtool.html.safe`) with each element where it may stand; most has it so and stays."""
    tags = [(match[1], match[2]) for match in _TAG.finditer(content)]
    renamed = _renamed(tags)
    if not renamed:
        return content
    places = itertools.count()

    def written(match: re.Match[str]) -> str:
        new = renamed.get(next(places))
        return match[0] if new is None else _tag(match[1], match[2], match[3], new)

    return _TAG.sub(written, content)


def _tag(end: str, name: str, attributes: str, new: str) -> str:
    if name in _VOID:
        return "<br>"
    if end:
        return f"</{new}>"
    looks = _LOOKS.get(name) if new == "div" else "line" if name in _BLOCKS else None
    kept = "".join(_KEPT.findall(attributes))
    return f'<{new}{kept} class="{looks}">' if looks else f"<{new}{kept}>"


def _renamed(tags: Sequence[tuple[str, str]]) -> dict[int, str]:
    """Return the names of those tags that get another one, by their place among all; ends are empty or ``/``."""
    renamed: dict[int, str] = {}
    opened: list[tuple[str, int]] = []  # names as they are written, with the places of their tags
    lines = 0  # how many of these are lines
    for place, (end, name) in enumerate(tags):
        if end:
            was, begun = opened.pop() if opened else (name, place)
            lines -= was in _LINES or was in _STAYING
            if begun in renamed:
                renamed[place] = renamed[begun]
            continue
        if lines and name in _BLOCKS:
            _make_room(opened, place, renamed)
        if name in _BELONGS and place not in renamed and not _is_home(name, opened, renamed):
            renamed[place] = "span" if name in ("rp", "rt") else "div"
        if name not in _VOID:
            opened.append((name, place))
            lines += name in _LINES or name in _STAYING
    return renamed


def _make_room(opened: Sequence[tuple[str, int]], place: int, renamed: dict[int, str]) -> None:
    """Name the lines around a block otherwise, or the block where one of them has to stay a line."""
    if any(name in _STAYING and begun not in renamed for name, begun in opened):
        renamed[place] = "span"
        return
    for name, begun in opened:
        if name in _LINES:
            renamed.setdefault(begun, "div")


def _is_home(name: str, opened: Sequence[tuple[str, int]], renamed: dict[int, str]) -> bool:
    """Tell whether an element stands in one that it belongs into; terms may be in a ``div`` of their list, too."""
    around = ["" if begun in renamed else one for one, begun in opened[-2:]]
    if name in ("dd", "dt") and around[-1:] == ["div"]:
        around.pop()
    return bool(around) and around[-1] in _BELONGS[name]
