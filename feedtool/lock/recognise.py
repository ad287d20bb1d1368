"""Which seed is which entry of the lock: so that an article keeps its id however it is edited, moved or linked. Pure.

In this order, and the first that fits decides:

1. its own `id:` in the front matter, also for the editions of the same article that have none;
2. its link, where a line has it; of several that of its path. A seed elsewhere that agrees with the line in nothing
   else, neither title, published instant nor text, is a *stranger* to it: it may be another article at an address that
   became free. It gives way to a seed that rule 3 makes the line's; and no stranger gets a line that is gone;
3. the line of its path, or the line whose id it would get by the rules though its link is another by now: where title,
   published instant or text agrees with the line. Where the line has a seed by its link already, two must agree: a copy
   of the same article does, the next article at the path of a moved one does not;
4. the id of another edition of it, known by one of these rules;
5. a line without a seed with which two agree of text (of at least 200 characters), title and published instant, where
   exactly one line fits, or exactly one agrees in all three. Of several articles that fit one line the best has it;
6. none: it is new, and gets the id that the rules of `articles.md` make; where an entry had that id, a ``urn:uuid:``.

Seeds that come out with the same id are editions: which of them is published is not decided here.

Nearly all seeds are as the line of their path says. The rules would give each of them that line, so it gets
that first, and the rules are put to the others.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum
from itertools import compress, count
from operator import attrgetter, not_
from typing import Any, NamedTuple, Self

from feedtool.lock.line import LockLine, Window
from feedtool.quick import quick

_Key = tuple[str | int, ...]
_ID, _PATH = attrgetter("id"), attrgetter("path")

ALIKE_CHARACTERS = 200  # of a text that may tell an article: shorter ones are often the same by chance


class SeedFacts(NamedTuple):
    """What tells an article from others. ``link`` is normalised as an id is, ``title`` and ``text`` are hashes.

    ``made_id`` is the id that the rules make of the article: the same for editions of one article. ``own_id`` is that
    of its front matter. ``characters`` counts those of the text, white space aside.
    """

    path: str
    link: str | None
    title: str
    published_ms: int
    text: str
    characters: int
    made_id: str
    own_id: str | None = None


@quick(frozen=True, slots=True)
class Facts:
    """The facts of many seeds, a column for each field of `SeedFacts`: most seeds are never looked at by themselves."""

    path: Sequence[str]
    link: Sequence[str | None]
    title: Sequence[str]
    published_ms: Sequence[int]
    text: Sequence[str]
    characters: Sequence[int]
    made_id: Sequence[str]
    own_id: Sequence[str | None]

    @classmethod
    def of(cls, seeds: Iterable[SeedFacts]) -> Self:
        """Return the facts of some seeds."""
        columns = list(map(list, zip(*seeds, strict=True)))
        return cls(*columns) if columns else cls(*([] for _ in SeedFacts._fields))

    def __len__(self) -> int:
        return len(self.path)

    def at(self, place: int) -> SeedFacts:
        """Return the facts of one seed."""
        return SeedFacts(
            self.path[place], self.link[place], self.title[place], self.published_ms[place], self.text[place],
            self.characters[place], self.made_id[place], self.own_id[place],
        )  # fmt: skip


class Why(StrEnum):
    """By what an article got its id."""

    OWN_ID = "own-id"
    LINK = "link"
    PATH = "path"
    SAME_ID = "same-id"
    EDITION = "edition"
    ALIKE = "alike"
    NEW = "new"


class Recognition(NamedTuple):
    """The id of each seed and by what it got it, both in the order of the seeds; and what became of the lines.

    ``others`` are paths of seeds of which the line of their path does not say what they say themselves.
    ``without_seed`` are ids of lines that no seed has, ``held`` those whose seed is there and cannot be read. ``told``
    are paths with sentences: where two articles claim one id, and where readers will get an entry again.
    """

    ids: tuple[str, ...]
    whys: tuple[Why, ...]
    others: AbstractSet[str]
    without_seed: tuple[str, ...]
    held: tuple[str, ...]
    told: tuple[tuple[str, str], ...]


def recognise(
    lines: Mapping[str, LockLine],
    seeds: Facts,
    *,
    unreadable: Iterable[str] = (),
    doubted: AbstractSet[str] | None = None,
) -> Recognition:
    """Return which seed is which entry. ``unreadable`` are the paths of seeds that are there, and cannot be read.

    Where a path is not ``doubted``, the line of that path, if one is there that is not gone, surely says what the seed
    says. Where nobody knows which these are it is None, and each seed is compared with the line.
    """
    search = _Search(lines, seeds)
    search.as_before(doubted)
    search.put_to_rules()
    search.by_own_id()
    search.by_link()
    search.by_path()
    search.by_link_alone()
    search.by_edition()
    search.by_likeness()
    search.by_edition()
    search.name_new()
    return search.recognition(frozenset(unreadable))


class _Search:
    """One recognition under way: what was found for each seed, and which lines have a seed."""

    def __init__(self, lines: Mapping[str, LockLine], facts: Facts) -> None:
        self._lines, self._facts = lines, facts
        self._found: list[str | None] = [None] * len(facts)
        self._whys: list[Why | None] = [None] * len(facts)
        self._has_own_ids = any(facts.own_id)
        self._left: Collection[int] = range(len(facts))  # the numbers of seeds that are not recognised yet
        self._seeds: Mapping[int, SeedFacts] = {}  # those to which the rules are put, by their numbers
        self._near: Sequence[LockLine] = ()  # lines with a link or a path of these
        self._free = set(lines)  # ids of lines without a seed
        self._by_path: set[str] = set()  # those of lines that have a seed, but not by its link
        self._strangers: dict[str, list[int]] = {}  # id of a line → seeds with its link that agree in nothing else
        self._editions: dict[str, str] = {}  # made id → id
        self._told: list[tuple[str, str]] = []

    def as_before(self, doubted: AbstractSet[str] | None) -> None:
        """Recognise the seeds that are as the line of their path says, if that decides: nobody gives ids by hand.

        What shares a made id with another seed waits for the rules, since one may get its id from the other.
        """
        if not self._has_own_ids:
            ids = list(map(_one_by_path(self._lines.values()).get, self._facts.path))
            made_ids = self._facts.made_id
            waiting = {made_ids[number] for number in _unlike(self._facts, ids, self._lines, doubted)}
            self._left = places_of(made_ids, waiting)
            for number in self._left:
                ids[number] = None
            self._take(ids)

    def put_to_rules(self) -> None:
        """Look at the seeds that are not recognised yet, each by itself."""
        self._seeds = {number: self._facts.at(number) for number in self._left}

    def _take(self, ids: list[str | None]) -> None:
        """Give seeds the ids of their lines; those without one are left."""
        self._found, self._whys = ids, [Why.LINK] * len(ids)
        for number in compress(count(), map(not_, self._facts.link)):
            self._whys[number] = Why.PATH
            self._by_path.add(ids[number] or "")
        for number in self._left:
            self._whys[number] = None
        self._free.difference_update(ids)

    def by_own_id(self) -> None:
        """Give the seeds with an id of their own that id."""
        if not self._has_own_ids:
            return
        for _, number in sorted((seed.path, number) for number, seed in self._seeds.items() if seed.own_id):
            self._give(number, self._seeds[number].own_id or "", Why.OWN_ID)
        self._next_round()
        self.by_edition()

    def by_link(self) -> None:
        """Recognise seeds by their link."""
        if not self._left:
            return
        links = {self._seeds[number].link for number in self._left}
        paths = {self._seeds[number].path for number in self._left}
        self._near = [line for line in self._lines.values() if line.link in links or line.path in paths]
        one_by_link, several = _one_by_link([line for line in self._near if line.link in links])
        for number in self._left:
            seed = self._seeds[number]
            line = one_by_link.get(seed.link or "")
            if line is not None:
                if those := several.get(line.link or ""):
                    line = min((_link_rank(line, seed), line) for line in those)[1]
                if line.path != seed.path and not _agreements(line, seed):
                    self._strangers.setdefault(line.id, []).append(number)
                else:
                    self._give(number, line.id, Why.LINK)
        self._next_round()

    def by_path(self) -> None:
        """Recognise seeds by the line of their path, or by the one that has the id they would get.

        A stranger whose line goes to another seed so is put to this rule as well.
        """
        paths = {self._seeds[number].path for number in self._left}
        at_path: dict[str, list[LockLine]] = defaultdict(list)
        for line in [line for line in self._near if line.path in paths]:
            at_path[line.path].append(line)
        asked: Collection[int] = set(self._left).difference(*self._strangers.values())
        while asked or (asked := self._in_circles(at_path)):
            given = self._give_by_path({number: self._seeds[number] for number in sorted(asked)}, at_path)
            asked = [number for id_ in given for number in self._strangers.pop(id_, ()) if self._found[number] is None]
        self._next_round()

    def _in_circles(self, at_path: Mapping[str, Sequence[LockLine]]) -> Collection[int]:
        """Return strangers whose lines by their links are all wanted, by their paths, by others of these.

        So it is with articles that exchanged their links: none of them is there first.
        """
        wants, link_of = dict[int, str](), dict[int, str]()
        for id_, numbers in self._strangers.items():
            for number in numbers if self._lines[id_].gone is None else ():
                seed = self._seeds[number]
                near = [line for line in at_path.get(seed.path, ()) if line.id in self._strangers]
                fits = [(_rank(line, seed), line) for line in near if _agrees(line, seed, self._strangers.keys())]
                if fits and self._found[number] is None:
                    wants[number], link_of[number] = min(fits)[1].id, id_
        wanted = set(wants.values())
        left = [number for number in wants if link_of[number] not in wanted]
        while left:  # who is left wants a line no more, and no path has two seeds
            id_ = wants.pop(left.pop())
            left += [number for number in self._strangers[id_] if number in wants]
        return wants

    def _give_by_path(self, seeds: Mapping[int, SeedFacts], at_path: Mapping[str, Sequence[LockLine]]) -> list[str]:
        """Give seeds the lines that `by_path` finds for them; return the ids of these."""
        lines = [
            [*at_path.get(seed.path, ()), *filter(None, [self._lines.get(seed.made_id)])] for seed in seeds.values()
        ]
        ids = {line.id for near in lines for line in near}
        taken = (ids - self._free - self._by_path) | (ids & self._strangers.keys())
        given: list[str] = []
        for (number, seed), near in zip(seeds.items(), lines, strict=True):
            if fits := [(_rank(line, seed), line) for line in near if _agrees(line, seed, taken)]:
                best = min(fits)[1]
                self._give(number, best.id, Why.PATH if best.path == seed.path else Why.SAME_ID)
                given.append(best.id)
        return given

    def by_link_alone(self) -> None:
        """Recognise strangers by their link, unless the line is that of another seed, or gone."""
        for id_, numbers in self._strangers.items():
            for number in numbers if self._lines[id_].gone is None else ():
                if self._found[number] is None:
                    self._give(number, id_, Why.LINK)
        self._next_round()

    def by_edition(self) -> None:
        """Give editions of an article that was recognised its id."""
        for number in self._left:
            known = self._editions.get(self._seeds[number].made_id)
            if known is not None:
                self._give(number, known, Why.EDITION)
        self._next_round()

    def by_likeness(self) -> None:
        """Recognise seeds that moved and got a new link by what their article says."""
        if not self._left:
            return
        index = _Likeness(self._lines[id_] for id_ in self._free)
        suitors: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
        for number in self._left:
            seed = self._seeds[number]
            if fits := index.line_like(seed):
                suitors[fits.id].append((-_agreements(fits, seed), seed.path, number))
        for id_, those in suitors.items():
            self._give(min(those)[2], id_, Why.ALIKE)
        self._next_round()

    def name_new(self) -> None:
        """Give the others new ids."""
        for number in sorted(self._left, key=lambda number: self._seeds[number].path):
            seed = self._seeds[number]
            id_ = self._editions.get(seed.made_id, seed.made_id)
            if id_ == seed.made_id and id_ in self._lines:
                said = f"{seed.made_id}\n{seed.published_ms}\n{seed.title}\n{seed.text}"
                id_ = uuid.uuid5(uuid.NAMESPACE_URL, said).urn
                message = f"another article has been known as {seed.made_id}, so this one gets the id {id_}"
                self._told.append((seed.path, message))
            self._give(number, id_, Why.NEW)
        self._next_round()

    def recognition(self, unreadable: frozenset[str]) -> Recognition:
        """Return what was found."""
        left = [self._lines[id_] for id_ in sorted(self._free)]
        held = {line.id for line in left if line.path in unreadable and not line.gone}
        self._told += [*self._claims(), *self._replaced()]
        return Recognition(
            tuple(filter(None, self._found)),
            tuple(filter(None, self._whys)),
            {seed.path for seed in self._seeds.values()},
            tuple(line.id for line in left if line.id not in held),
            tuple(sorted(held)),
            tuple(sorted(self._told)),
        )

    def _give(self, number: int, id_: str, why: Why) -> None:
        self._found[number], self._whys[number] = id_, why
        self._free.discard(id_)
        self._editions.setdefault(self._seeds[number].made_id, id_)

    def _next_round(self) -> None:
        self._left = [number for number in self._left if self._found[number] is None]

    def _claims(self) -> Iterator[tuple[str, str]]:
        """Yield where articles that are not editions of each other have one id."""
        by_rules = {self._found[number] for number in self._seeds}  # the others have one each
        first: dict[str, SeedFacts] = {}
        for number in places_of(self._found, by_rules):
            id_, seed = self._found[number], self._facts.at(number)
            if id_ is not None and not _are_editions(first.setdefault(id_, seed), seed):
                yield seed.path, f"claims the id {id_}, as {first[id_].path} does; they are editions of one entry"

    def _replaced(self) -> Iterator[tuple[str, str]]:
        """Yield where the front matter gives an article another id than readers know it by."""
        if not self._has_own_ids:
            return
        by_link = _by_link(self._lines.values())
        for seed in self._seeds.values():
            for line in by_link.get(seed.link, ()) if seed.link and seed.own_id else ():
                if line.id in self._free and not line.gone:
                    yield seed.path, f"says id: {seed.own_id}; readers know it as {line.id}, and will get it again"


class _Likeness:
    """Lines without a seed, by every two of what tells an article, and by all three; several with one key are None."""

    def __init__(self, lines: Iterable[LockLine]) -> None:
        self._lines: dict[_Key, LockLine | None] = {}
        for line in lines:
            for key in _keys(line, with_text=True):
                self._lines[key] = None if key in self._lines else line

    def line_like(self, seed: SeedFacts) -> LockLine | None:
        """Return the one line that fits a seed, or None where none or several do."""
        keys = [key for key in _keys(seed, with_text=seed.characters >= ALIKE_CHARACTERS) if key in self._lines]
        found = [self._lines[key] for key in keys]
        if len({None if line is None else line.id for line in found}) == 1:
            return found[0]
        return next((self._lines[key] for key in keys if len(key) == 3), None)


def places_of(values: Iterable[Any], some: Container[Any]) -> list[int]:
    """Return the places of those values that are among some."""
    return list(compress(count(), map(some.__contains__, values)))


def _unlike(
    facts: Facts, ids: Sequence[str | None], lines: Mapping[str, LockLine], doubted: AbstractSet[str] | None
) -> list[int]:
    """Return which seeds are not as the line with their id says.

    A seed without a link may have the line of its path and of its id.
    """
    if doubted is None:
        asked: Iterable[int] = range(len(facts))
    else:
        asked = {*places_of(facts.path, doubted), *places_of(ids, (None,)), *compress(count(), map(not_, facts.link))}
    return [
        number
        for number in asked
        if (line := lines.get(ids[number] or "")) is None
        or line.link != facts.link[number]
        or line.title != facts.title[number]
        or line.published_ms != facts.published_ms[number]
        or line.text != facts.text[number]
        or not (line.link or line.id == facts.made_id[number])
    ]


def _one_by_path(lines: Iterable[LockLine]) -> dict[str, str]:
    """Return the ids of lines that are not gone by path, without those of a path that several have."""
    there = [line for line in lines if line.gone is None]
    found = dict(zip(map(_PATH, there), map(_ID, there), strict=True))
    if len(found) < len(there):
        for path in [line.path for line in there if found[line.path] != line.id]:
            found.pop(path, None)
    return found


def _by_link(lines: Iterable[LockLine]) -> dict[str, list[LockLine]]:
    """Return lines by link; several may have one: entries that were told apart before they got it."""
    found: dict[str, list[LockLine]] = {}
    for line in lines:
        if line.link is not None:
            found.setdefault(line.link, []).append(line)
    return found


def _one_by_link(lines: Collection[LockLine]) -> tuple[dict[str, LockLine], dict[str, list[LockLine]]]:
    """Return one line a link, and all lines of the links that several lines have: few, so lists are made of few."""
    one = {line.link: line for line in lines if line.link}
    twice = {line.link for line in lines if line.link and one[line.link] is not line}
    return one, _by_link(line for line in lines if line.link in twice) if twice else {}


def _link_rank(line: LockLine, seed: SeedFacts) -> tuple[bool, bool, Window]:
    """Order lines with a seed's link: that of its path first, then which is not gone, then the one published first."""
    return line.path != seed.path, line.gone is not None, line.place


def _are_editions(one: SeedFacts, other: SeedFacts) -> bool:
    """Tell whether two seeds with one id are editions of one article by the rules, not by an id alone that one says."""
    if one.made_id != other.made_id:
        return False
    return one.link == other.link or not (one.own_id or other.own_id)


def _agrees(line: LockLine, seed: SeedFacts, taken: AbstractSet[str]) -> bool:
    """Tell whether a line may be that of a seed with its path."""
    return _agreements(line, seed) >= (2 if line.id in taken else 1)


def _rank(line: LockLine, seed: SeedFacts) -> tuple[int, bool, Window]:
    """Order lines that may be a seed's: which agrees in most, then which is not gone, then the one first published."""
    return -_agreements(line, seed), line.gone is not None, line.place


def _agreements(line: LockLine, seed: SeedFacts) -> int:
    """Return how many agree of title, published instant and text; what is not there does not."""
    return (line.published_ms == seed.published_ms) + (line.title == seed.title != "") + (line.text == seed.text != "")


def _keys(one: LockLine | SeedFacts, *, with_text: bool) -> Iterator[_Key]:
    """Yield every two, and all three, of what tells an article, as far as it has them; titles are shorter hashes."""
    text = one.text if with_text else ""
    if one.title:
        yield one.published_ms, one.title
    if text:
        yield one.published_ms, text
    if one.title and text:
        yield one.title, text
        yield one.published_ms, one.title, text
