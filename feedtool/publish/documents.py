"""Which documents a feed becomes: the feeds, and the page that leads to them.

An entry is rendered once in each format. Documents are put together from entries so rendered, and measured by them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import ModuleType

from feedtool.copies import CopyLink
from feedtool.dates import format_rfc3339, from_epoch_ms, to_epoch_ms
from feedtool.entries.entry import Entry, Feed
from feedtool.publish import article_page, atom, feeds_page, html_page, json_feed, opml, page, rss, stylesheet
from feedtool.publish.archive import path_of
from feedtool.publish.feed_link import FeedLink
from feedtool.publish.frame import Frame

Document = tuple[str, bytes]  # its path below the folder of the feeds, with "/" between folders, and its bytes

FORMS: dict[str, ModuleType] = {"atom": atom, "rss": rss, "json": json_feed}
_FORMATS = tuple(FORMS.values())
# By every build, whatever the articles are.
ALWAYS_MADE = (*(form.FILE_NAME for form in _FORMATS), page.FILE_NAME, stylesheet.FILE_NAME, html_page.ICON)
LISTS = (feeds_page.FILE_NAME, opml.FILE_NAME)  # of all feeds, where there are groups
_SOME_MOMENT = from_epoch_ms(0)


class Renderer:
    """Renders feeds, and tells how large they are. An entry is rendered once, however many feeds carry it."""

    def __init__(self) -> None:
        # An entry says its language only where that is not the feed's: so the feed's is part of the key.
        self._entries: dict[tuple[str, Entry], tuple[bytes, ...]] = {}
        self._measured: dict[object, list[Frame]] = {}

    def size_of(self, feed: Feed) -> int:
        """Return the size in bytes of the feed's largest document."""
        return max(
            frame.size_around([len(entry) for entry in entries])
            for frame, entries in zip(self._frames_as_large(feed), self._rendered(feed), strict=True)
        )

    def sizes_of(self, feed: Feed) -> list[int]:
        """Return by how many bytes each entry makes the largest document larger, at most."""
        frames = self._frames_as_large(feed)
        pieces = zip(*self._rendered(feed), strict=True)
        return [max(len(one) + len(frame.between) for one, frame in zip(some, frames, strict=True)) for some in pieces]

    def render(self, feed: Feed) -> Iterator[Document]:
        """Yield the feed in every format: the same entries, ids, order, dates and content in each."""
        for form, entries in zip(_FORMATS, self._rendered(feed), strict=True):
            yield feed.path + form.FILE_NAME, form.render_frame(feed).around(entries)

    def rendered(self, feed: Feed, entry: Entry, formats: Sequence[str]) -> tuple[bytes, ...]:
        """Return an entry of a feed in some formats."""
        texts = dict(zip(FORMS, self._rendered(replace(feed, entries=(entry,))), strict=True))
        return tuple(texts[form][0] for form in formats)

    def _rendered(self, feed: Feed) -> list[list[bytes]]:
        """Return, for each format, the rendered entries of a feed."""
        new = [entry for entry in feed.entries if (feed.language, entry) not in self._entries]
        if new:
            rendered = zip(*(form.render_entries(feed, new) for form in _FORMATS), strict=True)
            self._entries.update(zip(((feed.language, entry) for entry in new), rendered, strict=True))
        pieces = [self._entries[feed.language, entry] for entry in feed.entries]
        return [[piece[index] for piece in pieces] for index in range(len(_FORMATS))]

    def _frames_as_large(self, feed: Feed) -> list[Frame]:
        """Return frames that are as large as those of a feed.

        Feeds that differ in nothing but `updated` have frames of one size if their moments are equally long: one with
        milliseconds is longer. So few frames are rendered to measure many feeds.
        """
        like = (
            replace(feed, entries=(), updated=_SOME_MOMENT),
            len(format_rfc3339(feed.updated)),
            len(str(to_epoch_ms(feed.updated))),
        )
        if like not in self._measured:
            self._measured[like] = [form.render_frame(feed) for form in _FORMATS]
        return self._measured[like]


def render_shared(feed: Feed) -> Iterator[Document]:
    """Yield what the documents and pages of all feeds name: their style sheet, and the picture of the pages."""
    yield stylesheet.FILE_NAME, stylesheet.render(feed.language)
    yield html_page.ICON, html_page.icon()


def render_page(
    feed: Feed,
    *,
    noindex: bool,
    link_health: str | None,
    archive: bool = False,
    groups: Sequence[FeedLink] = (),
    copies: Mapping[str, CopyLink] = page.NO_COPIES,
) -> Document:
    """Return the page that leads to the main feed, to the archive where there is one, and to the feeds of groups.

    ``copies`` lead to archived copies from the folder of the main feed, by id.
    """
    return page.FILE_NAME, page.render(
        feed, noindex=noindex, link_health=link_health, archive=archive, groups=groups, copies=copies
    )


def render_group_page(
    feed: Feed,
    own: FeedLink,
    *,
    main_title: str,
    noindex: bool,
    archive: bool = False,
    copies: Mapping[str, CopyLink] = page.NO_COPIES,
) -> Document:
    """Return the page that leads to the feed of a group, to its archive where it has one, and to the main page."""
    return feed.path + page.FILE_NAME, page.render_group(
        feed, own, main_title=main_title, noindex=noindex, archive=archive, copies=copies
    )


def render_article(feed: Feed, entry: Entry, around: article_page.Around) -> Document:
    """Return the page of an article, which is an entry of the main feed."""
    return around.path, article_page.render(feed, entry, around)


def render_lists(feed: Feed, groups: Sequence[FeedLink], *, noindex: bool) -> Iterator[Document]:
    """Yield the lists of all feeds: the page, and OPML where the base URL is known; nothing without groups."""
    if groups:
        yield feeds_page.FILE_NAME, feeds_page.render(feed, groups, noindex=noindex)
        data = opml.render(feed, groups)
        if data is not None:
            yield opml.FILE_NAME, data


def render_archive_document(feed: Feed, form: str, entries: Sequence[bytes]) -> Document:
    """Return an archive document in a format, of entries rendered in that."""
    path = feed.path + path_of(feed.paging.number or 0, form)
    return path, FORMS[form].render_frame(feed).around(entries)
