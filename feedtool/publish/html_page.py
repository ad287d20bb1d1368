"""An HTML page from its template: what all pages for people share. Static, no script.

Every page extends ``base.html`` and carries its style, that of ``base.css`` and one of its own, within itself: so it
needs no other file to be read, and its security policy can name the style by its hash.
"""

import base64
import hashlib
from functools import cache, partial
from importlib.resources import files
from typing import NamedTuple

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from feedtool.entries.entry import Feed
from feedtool.labels.words import words_in
from feedtool.publish import atom, json_feed, rss
from feedtool.publish.addresses import address_in, encoded, way_on, way_up
from feedtool.publish.template_code import TemplateCode
from feedtool.urls import written_validly

ICON = "icon.png"
INDEX = "index.html"
_FORMATS = ((atom, "Atom"), (rss, "RSS"), (json_feed, "JSON Feed"))
TEMPLATES = files("feedtool.publish") / "templates"


class Format(NamedTuple):
    """A format in which a feed can be had: its label, its media type, and its address (relative without a base URL)."""

    label: str
    media_type: str
    address: str


def icon() -> bytes:
    """Return the picture for home screens and shared links, PNG."""
    return (TEMPLATES / ICON).read_bytes()


def formats_of(feed: Feed, *, above: str) -> list[Format]:
    """Return the formats of a feed, the recommended one first; ``above`` leads from a page to the feed's folder."""
    return [
        Format(label, form.MEDIA_TYPE, address_in(feed, form.FILE_NAME) or above + form.FILE_NAME)
        for form, label in _FORMATS
    ]


def render_html(template: str, feed: Feed, path: str, *, noindex: bool, **values: object) -> bytes:
    """Return a page of a feed as UTF-8, from the template of a name; ``path`` is where it stands below all feeds.

    ``values`` are what the template shows beside the feed.
    """
    style, style_hash = _style(template)
    html: str = load(template).render(
        feed=feed,
        say=words_in(feed.language),
        formats=formats_of(feed, above=way_up(path.removeprefix(feed.path))),
        top=way_up(path),
        way=partial(way_on, top=way_up(path)),
        address=feed.base_url and feed.base_url + encoded(path.removesuffix(INDEX)),
        share_picture=feed.base_url and feed.base_url + ICON,
        noindex=noindex,
        style=style,
        style_hash=style_hash,
        **values,
    )
    return html.encode()


def load(template: str) -> Template:
    """Return the template of a name: its code is made when it is first asked for, which takes some milliseconds."""
    return _environment().get_template(f"{template}.html")


@cache  # not before a page is made: few builds make all of them
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(lambda name: (TEMPLATES / name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=TemplateCode(__file__),
    )
    environment.filters["written_validly"] = written_validly
    return environment


@cache
def _style(template: str) -> tuple[str, str]:
    """Return the style of a page, and its hash for the security policy."""
    style = "\n".join((TEMPLATES / f"{name}.css").read_text("utf-8").strip() for name in ("base", template))
    return style, base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
