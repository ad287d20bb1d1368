"""Safe markup, fit for other people's feed readers: an allow-list over a parser that follows the standard (nh3).

The sanitiser is the last step of cleaning: nothing active gets past it, even if a step before it fails.
"""

import re
import sys
from functools import cache
from html import escape
from typing import Any
from urllib.parse import urlsplit

from feedtool.text import drop_forbidden

# Players that may be framed: exact hosts, https only, and the paths under which they serve players.
FRAME_HOSTS = {
    "www.youtube.com": "/embed/",
    "www.youtube-nocookie.com": "/embed/",
    "player.vimeo.com": "/video/",
    "w.soundcloud.com": "/player/",
    "player.bilibili.com": "/player.html",
    "open.spotify.com": "/embed/",
}

_TAGS = frozenset(
    "a abbr area article aside audio b bdi bdo blockquote br caption center cite code col colgroup data dd del details "
    "dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i iframe img ins kbd li main map "
    "mark ol p pre q rp rt ruby s samp section small source span strike strong sub summary sup table tbody td tfoot "
    "th thead time tr tt u ul var video wbr".split()
)
_DROPPED_WITH_CONTENT = frozenset(
    "script style template noscript noembed noframes title head textarea select svg math object embed "
    "frameset frame".split()
)
_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href", "hreflang"},
    "area": {"alt", "coords", "href", "shape"},
    "audio": {"controls", "src"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "iframe": {"allowfullscreen", "height", "src", "width"},
    "img": {"alt", "height", "src", "width"},
    "ins": {"cite", "datetime"},
    "ol": {"reversed", "start"},
    "q": {"cite"},
    "source": {"src", "type"},
    "td": {"colspan", "headers", "rowspan"},
    "th": {"abbr", "colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"controls", "height", "poster", "src", "width"},
}
# Allowed while the tree is cleaned; the sanitiser takes these away at the end.
_WORKING_TAGS = _TAGS | {"nav", "object", "embed", "font"}
_WORKING_ATTRIBUTES = {
    **_ATTRIBUTES,
    "*": {"class", "data-cfemail", "dir", "lang", "style", "title"},
    "object": {"data"},
    "embed": {"src"},
}
_ADDRESSES = frozenset(("cite", "href", "poster", "src"))
_BACKSLASH = re.compile(r"[^?#\\]*+\\")  # in front of query and fragment, where browsers take it for a slash
_MAILTO = frozenset((("a", "href"), ("area", "href")))
LINK_REL = "noopener noreferrer"
_STABLE_AFTER = 3  # passes; markup that is not stable by then is not trusted


def sanitise(markup: str) -> str:
    """Return markup with nothing active in it, which a second parse leaves as it is.

    No script, style, form, object, embed, SVG or MathML; no event handler; addresses absolute, http(s) or mailto.
    Markup that no number of passes makes stable comes back as escaped text.
    """
    for _ in range(_STABLE_AFTER):
        cleaned = _cleaned(markup)
        if cleaned == markup:
            return cleaned
        markup = cleaned
    return markup if _cleaned(markup) == markup else escape(markup, quote=False)


def _cleaned(markup: str) -> str:
    """Return markup after one pass.

    The library can pass on nothing that `_attribute` raises: it tells the hook of Python, and leaves the attribute out.
    A signal may raise there. The hook is a function of C, in which none does, and one for the process: so this is for
    one thread at a time.
    """
    unraisable: list[Any] = []
    hook = sys.unraisablehook
    try:
        sys.unraisablehook = unraisable.append
        cleaned = _cleaner().clean(markup)
    finally:
        sys.unraisablehook = hook
    for one in unraisable:
        if one.exc_traceback is None or one.exc_traceback.tb_frame.f_code is not _attribute.__code__:
            hook(one)  # of something else, which only happened meanwhile
        else:
            raise one.exc_value
    return drop_forbidden(cleaned)


def well_formed(source: str) -> str:
    """Return any source as well-formed markup for a tree: without scripts, with frames, classes and styles.

    It is not safe to publish: addresses are as written.
    """
    return drop_forbidden(_working_cleaner().clean(source))


def frame_address(address: str) -> str:
    """Return the address under which a frame is published: that of a player always by https."""
    if not address.startswith("http://"):
        return address
    secure = "https://" + address.removeprefix("http://")
    return secure if may_frame(secure) else address


def may_frame(address: str) -> bool:
    """Tell whether an absolute address is a player that may be framed."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    prefix = FRAME_HOSTS.get(parts.netloc)
    if parts.scheme != "https" or prefix is None:
        return False
    return parts.path.startswith(prefix) if prefix.endswith("/") else parts.path == prefix


@cache
def _cleaner() -> Any:
    import nh3

    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED_WITH_CONTENT),
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel=LINK_REL,
        strip_comments=True,
    )


@cache
def _working_cleaner() -> Any:
    import nh3

    return nh3.Cleaner(
        tags=set(_WORKING_TAGS),
        clean_content_tags=set(_DROPPED_WITH_CONTENT - _WORKING_TAGS),
        attributes=_WORKING_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute that is allowed by name, or None if its address is not absolute and plain."""
    if name not in _ADDRESSES:
        return value
    if tag == "iframe":
        return value if may_frame(value) else None
    if value.startswith(("http://", "https://")) and not _BACKSLASH.match(value):
        return value
    return value if (tag, name) in _MAILTO and value.lower().startswith("mailto:") else None
