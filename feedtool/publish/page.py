"""Feed → the landing page: what this feed is, how to subscribe, and what is new. Static, no script.

It says no more than the feeds do, so it changes only when they change, or when the link-health page comes or goes.
"""

import base64
import hashlib
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined

from feedtool.dates import format_rfc3339
from feedtool.entries.entry import Entry, Feed
from feedtool.labels.words import words_in
from feedtool.publish import atom, json_feed, rss
from feedtool.publish.archive_page import FRONT_PAGE
from feedtool.text import shorten

FILE_NAME = "index.html"
_SHOWN = 30  # entries on the page
_EXCERPT_CHARACTERS = 140
_STYLE = (files("feedtool.publish") / "page.css").read_text("utf-8").strip()
_TEMPLATE = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
    (files("feedtool.publish") / "page.html").read_text("utf-8")
)
_FORMATS = ((atom, "Atom"), (rss, "RSS"), (json_feed, "JSON Feed"))


def render(feed: Feed, *, noindex: bool, link_health: str | None = None, archive: bool = False) -> bytes:
    """Return the page as UTF-8. Without a base URL its addresses are relative.

    ``link_health`` is the file name of the link-health page beside it, or None if there is no such page;
    ``archive`` tells whether there are pages of the whole archive.
    """
    html: str = _TEMPLATE.render(
        feed=feed,
        say=words_in(feed.language),
        formats=[
            {"label": label, "name": module.FILE_NAME, "type": module.MEDIA_TYPE, "address": _address(feed, module)}
            for module, label in _FORMATS
        ],
        entries=[_card(entry) for entry in feed.entries[:_SHOWN]],
        updated=_moment(feed.updated),
        noindex=noindex,
        link_health=link_health,
        archive=FRONT_PAGE if archive else None,
        style=_STYLE,
        style_hash=base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode(),  # for the security policy
    )
    return html.encode()


def _address(feed: Feed, module: Any) -> str:
    return f"{feed.base_url or ''}{module.FILE_NAME}"


def _card(entry: Entry) -> dict[str, Any]:
    return {
        "entry": entry,
        "published": _moment(entry.published),
        "excerpt": shorten(entry.summary, _EXCERPT_CHARACTERS),
    }


def _moment(moment: Any) -> dict[str, str]:
    return {"full": format_rfc3339(moment), "day": f"{moment:%Y-%m-%d}"}
