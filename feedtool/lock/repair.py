"""What two branches, or a damaged disk, leave in a lock: settled by rules, and told. Pure.

Git joins two branches by lines. With ``merge=union`` it keeps the lines of both where they meet; without, it leaves
both between marks. Either way there may be two lines for one thing. They are joined by rules that give the same
whichever comes first, and however often it is done:

- an entry: its seed's facts from the line with the later ``updated``, the earlier ``seen``, the lower page; it is gone
  only if both lines say so, then since the later day (the next build sees whether its seed is there); what a check saw
  of it on either side counts;
- a window: the later of two, since what left a document on one side must not come back;
- a slug: the smaller of two for one name; of two names with one slug the smaller keeps it, the other gets a new one;
- the seeds and the output: the first of two.

What stands between ``|||||||`` and ``=======`` is what both sides had before, and is left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from feedtool.lock.line import Lock, LockLine, Window
from feedtool.text import counted, shorten

_MARK = re.compile(r"(?:(<{7,})|(\|{7,})|(={7,})|>{7,})(?: .*)?")
_BEGINNINGS = frozenset(("<<<<<<<", "|||||||", "=======", ">>>>>>>"))
_SHOWN = 100  # characters of an id in a sentence


@dataclass(frozen=True, slots=True, order=True)
class Repair:
    """What was repaired: the number of the line, from 1, and a sentence."""

    number: int
    message: str


class Joiner:
    """Joins the lines of a lock, in whatever order they come, and remembers what had to be settled."""

    def __init__(self) -> None:
        self.lines: dict[str, LockLine] = {}
        self._windows: dict[str, Window] = {}
        self._second_windows: list[tuple[int, str]] = []  # numbers of lines, and feeds
        self._slugs: dict[tuple[str, str], str] = {}
        self._heads: dict[str, str] = {}
        self._repairs: list[Repair] = []

    def tell(self, number: int, message: str) -> None:
        """Remember what was repaired in a line."""
        self._repairs.append(Repair(number, message))

    def add_line(self, number: int, line: LockLine) -> None:
        """Add the line of an entry."""
        known = self.lines.setdefault(line.id, line)
        if known is not line:
            self.lines[line.id] = joined(known, line)
            self.tell(number, _double(known, line))

    def add_window(self, number: int, feed: str, window: Window) -> None:
        """Add the window of a feed."""
        known = self._windows.setdefault(feed, window)
        if known is not window:
            self._windows[feed] = max(known, window)
            self._second_windows.append((number, feed))

    def add_slug(self, number: int, named: tuple[str, str], slug: str) -> None:
        """Add the slug of a kind and a name."""
        known = self._slugs.setdefault(named, slug)
        if known is not slug:
            self._slugs[named] = min(known, slug)
            self.tell(number, f"a second slug for {shorten(named[1], _SHOWN)}; it is {self._slugs[named]}")

    def add_head(self, number: int, head: str, value: str) -> None:
        """Add what the lock belongs to: ``seeds`` or ``output``."""
        known = self._heads.setdefault(head, value)
        if known is not value:
            self.tell(number, f"a second line says what the {head} are; {known} counts")

    def lock(self) -> Lock:
        """Return the lock that the lines make."""
        return Lock(
            self._heads.get("seeds", ""), self._heads.get("output", ""), self.lines, self._windows, self._own_slugs()
        )

    def repairs(self) -> tuple[Repair, ...]:
        """Return what was repaired, by line; second windows, of which any merge leaves many, are told together."""
        return tuple(sorted([*self._repairs, *self._repaired_windows()]))

    def _repaired_windows(self) -> Iterator[Repair]:
        if self._second_windows:
            number, feed = min(self._second_windows)
            more = len({feed for _, feed in self._second_windows}) - 1
            others = (
                f" and of {counted(more, 'other feed')}; the later ones count" if more else "; the later one counts"
            )
            yield Repair(number, f"a second window of the feed {shorten(feed, _SHOWN)}{others}")

    def _own_slugs(self) -> dict[tuple[str, str], str]:
        """Return the slugs, none of them for two names of a kind."""
        own: dict[tuple[str, str], str] = {}
        for (kind, slug), name in sorted(((kind, slug), name) for (kind, name), slug in self._slugs.items()):
            if own.setdefault((kind, slug), name) != name:
                self.tell(
                    1, f"{shorten(name, _SHOWN)} and {own[kind, slug]} have the slug {slug}; the first gets a new one"
                )
        return {(kind, name): slug for (kind, slug), name in own.items()}


def unmarked(rows: Sequence[str], joiner: Joiner) -> Iterable[tuple[int, str]]:
    """Return the rows with their numbers, from 1, without the marks of conflicts and what both sides had before."""
    marks = {at: match for at, row in enumerate(rows) if row[:7] in _BEGINNINGS and (match := _MARK.fullmatch(row))}
    if not marks:
        return enumerate(rows, 1)
    left_out = set(marks)
    for at, end in pairwise(marks):
        if marks[at][2] and marks[end][3]:
            left_out.update(range(at, end))
    begun = [at for at, match in marks.items() if match[1]]
    for at in begun:
        joiner.tell(at + 1, "a conflict that Git left here; the lines of both sides are joined")
    if not begun:
        joiner.tell(min(marks) + 1, "the mark of a conflict without its beginning")
    return ((at + 1, row) for at, row in enumerate(rows) if at not in left_out)


def joined(one: LockLine, other: LockLine) -> LockLine:
    """Return the one line of two for the same id; which comes first does not matter."""
    facts = max(one, other, key=_newer)
    return facts._replace(
        seen_ms=min(one.seen_ms, other.seen_ms),
        page=min((line.page for line in (one, other) if line.page is not None), default=None),
        gone=max(one.gone, other.gone) if one.gone and other.gone else None,
        attached=max((line.attached for line in (one, other) if line.attached is not None), default=None),
        original_gone=one.original_gone or other.original_gone,
    )


def _newer(line: LockLine) -> tuple[int, int, str, str, str, str, str]:
    return line.updated_ms, line.published_ms, line.path, line.link or "", line.text, line.visible, line.title


def _double(known: LockLine, line: LockLine) -> str:
    shown = shorten(line.id, _SHOWN)
    if known == line:
        return f"a second line of {shown}, the same as the first"
    if bool(known.gone) != bool(line.gone):
        return (
            f"{shown} is gone in one line and not in another; it stays, and the next build sees whether its seed does"
        )
    return f"a second line of {shown}; the later update, the earlier first day and the lower page count"
