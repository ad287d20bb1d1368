"""References of documents → what the state's tables hold of them, packed: the work of those who read documents. Pure.

A URL is parsed here and nowhere later: its link says which target answers for it, and its target which server is asked
and which images are behind it, if it is a proxied one. Each link and each target stands once in a digest.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from feedtool.judge.platforms import ASKED_OTHERWISE, question_for
from feedtool.judge.target import Planned
from feedtool.links.link import SHOWN, STRICTNESS, Reference, url_as_shown
from feedtool.links.proxies import is_proxy
from feedtool.store.stored import pack, proxied_of
from feedtool.urls import host_and_server, server_of

Plan = Callable[[Reference], Planned | None]  # None: references of this kind are not wanted

RANK = {kind: rank for rank, kind in enumerate(STRICTNESS)}
SHOWN_RANKS = frozenset(RANK[kind] for kind in SHOWN)
_NOT_WANTED = -1

# What it is for readers, its URL as it is shown (None: that of its target), the place of its target in the digest or
# None, the fragment that is wanted, and the packed judgement if nobody is asked.
LinkRow = tuple[int, str | None, int | None, str, bytes | None]
# URL, server, the server that is asked for it unless it is to be an image (None: the same), and the place in the digest
# of the image that is behind a proxied one (None: there is none).
TargetRow = tuple[str, str, str | None, int | None]
# Line, column, text, and the place of its link in the digest.
PlaceRow = tuple[int, int, str, int]


class Digest(msgspec.Struct, array_like=True):
    """The places of several documents, with the links that stand there and the targets of those."""

    targets: list[TargetRow]
    links: list[LinkRow]
    documents: list[list[PlaceRow]]


unpack_digest = msgspec.msgpack.Decoder(Digest).decode


def digest(documents: Sequence[Iterable[Reference]], *, plan: Plan, own: Mapping[str, str]) -> bytes:
    """Return what several documents hold, packed. ``plan`` tells what is asked, ``own`` are image proxies."""
    return pack(_Digester(plan, own).digest(documents))


class _Digester:
    """Puts rows together; each link and each target gets its place once."""

    def __init__(self, plan: Plan, own: Mapping[str, str]) -> None:
        self._plan = plan
        self._own = own
        self._targets: dict[str, int] = {}
        self._links: dict[tuple[str, str | None, int], int] = {}  # by URL as shown, URL, rank
        self._made = Digest([], [], [])

    def digest(self, documents: Sequence[Iterable[Reference]]) -> Digest:
        for references in documents:
            places: list[PlaceRow] = []
            for one in references:
                link = self._link(one)
                if link >= 0:
                    place = one.place
                    places.append((place.line, place.column, place.text, link))
            self._made.documents.append(places)
        return self._made

    def _link(self, reference: Reference) -> int:
        """Return the place of a reference's link, or `_NOT_WANTED`."""
        key = url_as_shown(reference), reference.url or reference.trouble, RANK[reference.kind]
        link = self._links.get(key)
        if link is None:
            planned = self._plan(reference)
            link = self._links[key] = _NOT_WANTED if planned is None else self._listed(planned, key[2])
        return link

    def _listed(self, planned: Planned, rank: int) -> int:
        target = None if planned.target is None else self._target(planned.target)
        shown = None if planned.url == planned.target else planned.url
        settled = pack(planned.settled) if planned.settled else None
        self._made.links.append((rank, shown, target, planned.fragment, settled))
        return len(self._made.links) - 1

    def _target(self, url: str) -> int:
        place = self._targets.get(url)
        if place is None:
            host, server = host_and_server(url)
            question = question_for(url) if host in ASKED_OTHERWISE else None
            asked = server_of(question) if question else server
            behind = self._behind(url, host)
            place = self._targets[url] = len(self._made.targets)
            self._made.targets.append((url, server, None if asked == server else asked, behind))
        return place

    def _behind(self, url: str, host: str) -> int | None:
        proxied = proxied_of(url, self._own) if is_proxy(host) or host in self._own else None
        return None if proxied is None or proxied.origin is None else self._target(proxied.origin)
