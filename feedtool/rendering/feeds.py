"""The subscription documents of a build with a lock: of the main feed, and of each group that has a feed.

All feeds choose their entries in one way (`standings`), and are made in one way. The entries that may stand in any of
them are rendered together, on all cores; a document that would be what is in place is not made.
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from html import escape
from itertools import chain
from operator import attrgetter

from feedtool.config.keys import Config
from feedtool.copies import Copies, CopyLink
from feedtool.dates import from_epoch_ms
from feedtool.entries.entry import Feed, Paging
from feedtool.files import InPlace
from feedtool.groups.groups import Group, Member, groups_of
from feedtool.groups.kinds import GroupKind
from feedtool.lock.line import Lock, LockLine
from feedtool.lock.pages import archive_of
from feedtool.lock.standing import Limits
from feedtool.pieces.entry import make_feed
from feedtool.pieces.ledger import Ledger, Makings
from feedtool.pieces.members import carried_member, least_of, members_of
from feedtool.pieces.shelf import Shelf
from feedtool.pieces.source import Source
from feedtool.publish import json_feed, page
from feedtool.publish.addresses import encoded
from feedtool.publish.documents import (
    FORMS,
    Renderer,
    render_group_page,
    render_lists,
    render_page,
    render_shared,
)
from feedtool.publish.feed_link import FeedLink
from feedtool.quick import quick
from feedtool.rendering.archive_documents import ArchiveDocuments
from feedtool.rendering.described import described, with_home_page
from feedtool.rendering.standings import Stood, first_candidates, stood, within

Document = tuple[str, bytes | InPlace]
_Texts = Sequence[Mapping[str, bytes]]  # of entries, in every format
_ID, _UPDATED = attrgetter("id"), attrgetter("updated_ms")

MAIN, ALL = "main", "all"  # what the lock calls the main feed; `archive-feeds` for those of sources too
_LONGEST = Paging(prev=99_999)  # the most that a subscription document says of its archive
_LONGEST_SITE = f"https://{'a' * 253}/"  # RFC 1035 section 2.3.4
_TIMES_NAMED = 4  # how often the path of a feed, and its name, stand around its entries, at most
_LINK_UP = 600  # bytes of what only the feed of a group says


@quick(frozen=True, slots=True)
class _Plan:
    """A feed to be made: what the lock calls it, its link (None for the main feed) and what stands in it."""

    name: str
    link: FeedLink | None
    stood: Stood
    ids: Sequence[str]  # of all its entries

    @property
    def path(self) -> str:
        return self.link.path if self.link else ""

    @property
    def is_whole(self) -> bool:
        """Whether all its entries stand in it."""
        return len(self.stood.standing.ids) == len(self.ids)


class Feeds:
    """The feeds of one build, chosen when this is made; `documents` makes them."""

    def __init__(self, lock: Lock, source: Source, shelf: Shelf, ledger: Ledger, config: Config) -> None:
        self._lock, self._source, self._shelf = lock, source, shelf
        self._ledger, self._config = ledger, config
        self._there = source.lines
        least, makes_pages = least_of(config), Copies.of(config).pages
        members = self._members() if makes_pages or any(least.values()) else ()
        self.members = members if makes_pages else ()  # what is published; many values, which nobody else needs
        self._groups = groups_of(members, least=least, known=lock.slugs)
        self._main, *self._others = self._plans()

    @property
    def main(self) -> Stood:
        """What stands in the main feed."""
        return self._main.stood

    @property
    def ids(self) -> tuple[str, ...]:
        """The entries of the main feed in their order there."""
        return tuple(self._in_order(self._main))

    def _members(self) -> Sequence[Member]:
        """Return the articles that are published, as members of groups, the newest seen first."""
        candidates = list(map(self._source.candidate, map(_ID, self._there)))
        members = members_of([candidate for candidate in candidates if candidate is not None], self._config)
        if None not in candidates:
            return list(members)
        found = [
            self._carried(line) if candidate is None else next(members)
            for line, candidate in zip(self._there, candidates, strict=True)
        ]
        return [member for member in found if member is not None]

    @property
    def groups(self) -> Sequence[Group]:
        """The groups that have a feed."""
        return self._groups.groups

    @property
    def windows_and_slugs(self) -> Lock:
        """The lock with the windows and the slugs of all feeds.

        A group that stands whole in its feed gets no window: nothing has left it, and an older article that comes into
        the group later is new there.
        """
        begun = (plan for plan in (self._main, *self._others) if plan.link is None or not plan.is_whole)
        known = {plan.name: window for plan in begun if (window := plan.stood.standing.window)}
        return replace(self._lock, windows={**self._lock.windows, **known}, slugs=self._groups.slugs)

    def documents(
        self, paging: Paging, lines: Mapping[str, LockLine], *, archive: bool, link_health: str | None
    ) -> Iterator[Document]:
        """Yield the documents of all feeds, and the pages that lead to them.

        ``lines`` are those of the lock with the pages that closed.
        ``paging`` tells how the main feed leads into its archive, which has pages for people if ``archive``;
        ``link_health`` is the file name of the link-health page, None if there is none.
        """
        noindex, links = self._config.noindex, [plan.link for plan in self._others if plan.link]
        making = self._making(self._main, paging)
        yield from self._subscription(making)
        makings = self._makings(making, "page", *links, link_health, archive)
        yield self._page(
            making,
            makings,
            lambda: render_page(
                making.on_page(),
                noindex=noindex,
                link_health=link_health,
                archive=archive,
                groups=links,
                copies=self._copies(making.ids),
            ),
        )
        yield from render_shared(making.feed)
        yield from render_lists(making.feed, links, noindex=noindex)
        for plan in self._others:
            yield from self._group(plan, lines)

    def _group(self, plan: _Plan, lines: Mapping[str, LockLine]) -> Iterator[Document]:
        """Yield the documents of a group's feed, and its page."""
        assert plan.link is not None
        paging = Paging()
        if self._has_archive(plan.link):
            paging = yield from self._archive(plan, lines)
        making = self._making(plan, replace(paging, complete=plan.is_whole))
        yield from self._subscription(making)
        link, config = plan.link, self._config
        makings = self._makings(making, "page", link)
        yield self._page(
            making,
            makings,
            lambda: render_group_page(
                making.on_page(),
                link,
                main_title=config.title,
                noindex=config.noindex,
                copies=self._copies(making.ids),
            ),
        )

    def _copies(self, ids: Sequence[str]) -> Mapping[str, CopyLink]:
        """Return how a page leads to the archived copies of the entries that it shows, by id."""
        links = ((id_, self._source.copy_link(id_)) for id_ in ids[: page.SHOWN])
        return {id_: link for id_, link in links if link}

    def _page(self, making: "_Making", makings: Makings, make: Callable[[], tuple[str, bytes]]) -> Document:
        """Return the page of a feed, which is only made if it has to be."""
        for in_place in self._ledger.in_place([making.path + page.FILE_NAME], makings):
            return in_place
        return self._noted(make(), makings)

    def _has_archive(self, link: FeedLink | None) -> bool:
        return ALL in self._config.archive_feeds and (link is None or link.kind is GroupKind.SOURCE)

    def _archive(self, plan: _Plan, lines: Mapping[str, LockLine]) -> Generator[Document, None, Paging]:
        """Yield the archive documents of a group; return how its feed leads into them.

        Each holds what of a page of the main feed belongs to the group, so that the lock needs no numbers of its own
        for it. What is in no page stands in the main feed, so it was seen among the last of the group, too, and stands
        in its feed.
        """
        archive = archive_of((lines[id_] for id_ in plan.ids), frozenset(plan.stood.standing.ids))
        feed = described(self._config, plan.link)
        documents = ArchiveDocuments(feed, self._source, self._shelf, self._ledger, self._config)
        yield from documents.closed(archive, archive.pages)
        return Paging(prev=archive.newest, formats=documents.formats)

    def _subscription(self, making: "_Making") -> Iterator[Document]:
        """Yield a feed in every format: the same entries, ids, order, dates and content in each."""
        makings = self._makings(making, "feed")
        paths = [making.path + form.FILE_NAME for form in FORMS.values()]
        in_place = self._ledger.in_place(paths, makings)
        if len(in_place) == len(paths):
            yield from in_place
            return
        framed = making.framed
        for form, module in FORMS.items():
            data = module.render_frame(framed).around([texts[form] for texts in making.texts])
            yield self._noted((making.path + module.FILE_NAME, data), makings, whole=making.is_whole)

    def _noted(self, document: tuple[str, bytes], makings: Makings, *, whole: bool = True) -> Document:
        self._ledger.made(document[0], makings, whole=whole)
        return document

    def _makings(self, making: "_Making", *what: object) -> Makings:
        """Return the makings of a document of a feed; what the configuration says of that, the ledger knows."""
        ahead = sorted(self._source.ahead.intersection(making.ids))
        around = making.said, self._config.makes_search, sorted(making.summaries), ahead
        return self._ledger.makings((what, around), making.ids)

    def _making(self, plan: _Plan, paging: Paging) -> "_Making":
        return _Making(plan, paging, self._updated_ms(plan), self._in_order(plan), self._shelf, self._config)

    def _updated_ms(self, plan: _Plan) -> int:
        """Return when a feed was updated: when the entry in it that was updated last, but for those of the future."""
        ids: Sequence[str] = plan.stood.standing.ids
        due = [id_ for id_ in ids if id_ not in self._source.ahead] or ids
        updated = map(_UPDATED, map(self._lock.lines.__getitem__, due))
        moment = max(chain(updated, map(self._source.moments.__getitem__, due)), default=None)
        return moment if moment is not None else max((line.updated_ms for line in self._there), default=1)

    def _plans(self) -> list[_Plan]:
        """Return the main feed and those of groups, each with what stands in it."""
        limits, windows = Limits(self._config.max_entries, self._config.max_bytes), self._lock.windows
        feeds: list[tuple[str, FeedLink | None, Sequence[str]]] = [(MAIN, None, [line.id for line in self._there])]
        for group in self._groups.groups:
            link = FeedLink(group.kind, group.name, group.path, len(group.ids), group.newest_ms)
            feeds.append((group.feed, link, group.ids))
        first = (first_candidates(within(ids, self._lock.lines, windows.get(name)), limits) for name, _, ids in feeds)
        self._shelf.learn_sizes(chain.from_iterable(first))
        frame = _frame_bytes(self._config)
        # What stands in the main feed must find room in that of its source, if that has an archive too.
        shared = max((named_bytes(link) for _, link, _ in feeds if self._has_archive(link)), default=0)
        plans: list[_Plan] = []
        in_main, main_window = frozenset[str](), None
        for name, of, ids in feeds:
            around = frame + (shared if self._has_archive(of) else named_bytes(of))
            window = windows.get(name)
            lines = within(ids, self._lock.lines, window, in_main=in_main, main_window=main_window)
            left = ids[len(lines)] if of is None and len(lines) < len(ids) else None
            found = stood(lines, window, self._shelf, limits=limits, frame_bytes=around, in_main=in_main, left=left)
            plans.append(_Plan(name, of, found, ids))
            if of is None:
                in_main, main_window = frozenset(found.standing.ids), found.standing.window
        return plans

    def _carried(self, line: LockLine) -> Member | None:
        """Return an entry that is carried over as a member of groups."""
        entry = self._source.at_hand(line.id)
        return None if entry is None else carried_member(entry, line.path)

    def _in_order(self, plan: _Plan) -> list[str]:
        """Return the entries of a feed, newest ``published`` first."""
        return sorted(plan.stood.standing.ids, key=self._source.order_of)


class _Making:
    """A feed while its documents are made: its entries in order, rendered when the first document asks for them.

    What is ``said`` around them depends on the configuration, and on nothing else.
    """

    def __init__(
        self, plan: _Plan, paging: Paging, updated_ms: int, ids: Sequence[str], shelf: Shelf, config: Config
    ) -> None:
        self.path, self.ids, self.summaries = plan.path, ids, plan.stood.standing.as_summary
        self.said = plan.link.name if plan.link else None, self.path, updated_ms, paging
        self._link, self._paging, self._updated_ms = plan.link, paging, updated_ms
        self._shelf, self._config = shelf, config

    @cached_property
    def feed(self) -> Feed:
        """The feed without its entries, as far as that can be told without them."""
        feed = described(self._config, self._link)
        return replace(feed, updated=from_epoch_ms(self._updated_ms), paging=self._paging)

    @property
    def is_whole(self) -> bool:
        """Whether no entry stands as its summary."""
        return not self.summaries

    @cached_property
    def texts(self) -> _Texts:
        """The entries in every format; one whose file changed while it was read is left out."""
        full = [id_ for id_ in self.ids if id_ not in self.summaries]
        texts = dict(zip(full, self._shelf.texts(full, self.path), strict=True))
        short = {id_: self._shelf.summary_of(id_) for id_ in self.summaries}
        texts |= {id_: piece.texts if piece else None for id_, piece in short.items()}
        return [found for id_ in self.ids if (found := texts[id_]) is not None]

    @property
    def framed(self) -> Feed:
        """The feed with a home page."""
        sites = (json_feed.entry_of(texts["json"]).source_url for texts in self.texts)
        return self.feed if self.feed.home_page else with_home_page(self.feed, next(filter(None, sites), None))

    def on_page(self) -> Feed:
        """Return the feed with the entries that its page shows."""
        entries = tuple(json_feed.entry_of(texts["json"]) for texts in self.texts[: page.SHOWN])
        return replace(self.framed, entries=entries)


def named_bytes(link: FeedLink | None) -> int:
    """Return by how much the frame of a group's feed may be larger than that of the main feed."""
    if link is None:
        return 0
    name = escape(escape(link.name))  # as titles of RSS are, which readers take for HTML
    return _TIMES_NAMED * (len(encoded(link.path)) + len(name.encode())) + _LINK_UP


def _frame_bytes(config: Config) -> int:
    """Return the size of the main feed's largest document without entries."""
    feed = make_feed((), config, updated=from_epoch_ms(1), front_page=_LONGEST_SITE)  # a moment with milliseconds
    return Renderer().size_of(replace(feed, paging=_LONGEST))
