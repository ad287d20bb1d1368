"""Feed → its page: what this feed is, how to subscribe, what is new, and which other feeds there are.

It says no more than the feeds do, so it changes only when they change, or when the link-health page comes or goes. The
page of the main feed leads to the feeds of groups; the page of a group leads back.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from feedtool.copies import CopyLink
from feedtool.dates import format_rfc3339
from feedtool.entries.entry import Entry, Feed
from feedtool.groups.kinds import GroupKind
from feedtool.publish import opml
from feedtool.publish.archive_page import FRONT_PAGE
from feedtool.publish.excerpt import excerpt_of
from feedtool.publish.feed_link import KINDS, FeedLink, by_kind
from feedtool.publish.feeds_page import FILE_NAME as ALL_FEEDS
from feedtool.publish.html_page import INDEX, render_html
from feedtool.publish.platforms import shown_source

FILE_NAME = INDEX
TEMPLATE = "page"
SHOWN = 30  # entries on the page
_EXCERPT_CHARACTERS = 140
NO_COPIES: Mapping[str, CopyLink] = {}
_SHOWN_OF = {GroupKind.SOURCE: 12, GroupKind.FOLDER: 12, GroupKind.TAG: 24, GroupKind.AUTHOR: 24}  # feeds of a kind


class _Moment(NamedTuple):
    full: str
    day: str


class _Card(NamedTuple):
    """An entry as the page shows it; ``copy`` leads to its archived copy from the folder of all feeds."""

    entry: Entry
    published: _Moment
    source: str | None
    excerpt: str
    copy: CopyLink | None


class _Group(NamedTuple):
    """The feeds of a kind: the largest, and how many there are."""

    kind: GroupKind
    label: str
    number: int
    shown: Sequence[FeedLink]


def render(
    feed: Feed,
    *,
    noindex: bool,
    link_health: str | None = None,
    archive: bool = False,
    groups: Sequence[FeedLink] = (),
    copies: Mapping[str, CopyLink] = NO_COPIES,
) -> bytes:
    """Return the main feed's page as UTF-8. Without a base URL its addresses are relative.

    ``link_health`` is the file name of the link-health page beside it, or None if there is no such page; ``archive``
    tells whether there are pages of the whole archive. ``groups`` are the feeds of groups, if there are any, and
    ``copies`` lead to archived copies, by id.
    """
    return _rendered(
        feed, noindex=noindex, own=None, main_title=None, link_health=link_health, archive=archive, groups=groups,
        copies=copies,
    )  # fmt: skip


def render_group(
    feed: Feed,
    own: FeedLink,
    *,
    main_title: str,
    noindex: bool,
    archive: bool = False,
    copies: Mapping[str, CopyLink] = NO_COPIES,
) -> bytes:
    """Return the page of a group's feed as UTF-8; ``archive`` tells whether it has an archive of its own."""
    return _rendered(
        feed, noindex=noindex, own=own, main_title=main_title, link_health=None, archive=archive, groups=(),
        copies=copies,
    )  # fmt: skip


def _rendered(
    feed: Feed,
    *,
    noindex: bool,
    own: FeedLink | None,
    main_title: str | None,
    link_health: str | None,
    archive: bool,
    groups: Sequence[FeedLink],
    copies: Mapping[str, CopyLink],
) -> bytes:
    return render_html(
        TEMPLATE,
        feed,
        feed.path + FILE_NAME,
        noindex=noindex,
        own=own,
        main_title=main_title,
        cards=[_card(entry, copies.get(entry.id)) for entry in feed.entries[:SHOWN]],
        updated=_moment(feed.updated),
        link_health=link_health,
        archive=FRONT_PAGE if archive else None,
        groups=_groups(groups),
        number_of_feeds=len(groups),
        all_feeds=ALL_FEEDS,
        opml=opml.FILE_NAME if feed.base_url and groups else None,
    )


def _groups(links: Sequence[FeedLink]) -> list[_Group]:
    return [_Group(kind, KINDS[kind], len(some), some[: _SHOWN_OF[kind]]) for kind, some in by_kind(links).items()]


def _card(entry: Entry, copy: CopyLink | None) -> _Card:
    excerpt = excerpt_of(entry.summary, _EXCERPT_CHARACTERS)
    return _Card(entry, _moment(entry.published), shown_source(entry), excerpt, copy)


def _moment(moment: datetime) -> _Moment:
    return _Moment(format_rfc3339(moment), f"{moment:%Y-%m-%d}")
