"""Rows as lines for a terminal: date, number of links and images, title, path; skipped files with the reason.

An article has a few lines, however much is noted of it: of each kind of note the first is shown, and how many there are
more. What is wrong with a bad seed is shown whole.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from feedtool.listing.rows import FoldedRow, Row
from feedtool.terminal.cells import fit, fit_end
from feedtool.text import counted, shorten
from feedtool.visible import visible

_HEAD = ("DATE", "LINKS", "IMAGES")
_FIXED = 10 + 1 + 6 + 1 + 6 + 1  # cells before title and path
_KINDS_SHOWN = 3  # of notes on an article
_NOTE_CHARACTERS = 200


class _Note(NamedTuple):
    """Something noted of a file: its line, its kind, and a sentence."""

    line: int
    kind: str
    message: str


class Table:
    """Lays out rows for a width in cells, and counts them."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._title = max(20, (width - _FIXED - 1) // 2)
        self._path = max(20, width - _FIXED - 1 - self._title)
        self._counts: Counter[str] = Counter()
        self._noted: Counter[str] = Counter()  # by kind
        self._skipped: Counter[str] = Counter()  # by reason
        self._folded: Counter[str] = Counter()  # by reason

    def head(self) -> str:
        """Return the line above the first row."""
        return f"{_HEAD[0]:<10} {_HEAD[1]:>6} {_HEAD[2]:>6} {fit('TITLE', self._title)} FILE"

    def lines(self, row: Row) -> list[str]:
        """Return the lines of a row: itself, then what is wrong with it."""
        fields = row.fields
        path = visible(fields["path"])
        notes = _notes(row)
        if row.bad:
            self._counts["bad"] += 1
            return [f"{'bad':<10} {path}", *(_indented(f"{_place(row, one)}: {one.message}") for one in notes)]
        if not fields["article"]:
            self._counts["skipped"] += 1
            self._skipped[fields["reason"]] += 1
            return [f"{'skipped':<10} {path}: {visible(fields['reason'])}"]
        self._counts["articles"] += 1
        self._counts["links"] += len(fields["links"])
        self._counts["images"] += len(fields["images"])
        self._counts["notes"] += len(notes)
        self._noted.update(one.kind for one in notes)
        title = fit(visible(fields["title"] or "(no title)"), self._title)
        counts = f"{len(fields['links']):>6} {len(fields['images']):>6}"
        line = f"{fields['published'][:10]:<10} {counts} {title} {fit_end(path, self._path)}"
        return [line, *_shown(row, notes)]

    def folded_lines(self, row: FoldedRow) -> list[str]:
        """Return the lines of an edition that was folded: itself, into what, and why."""
        fields = row.fields
        self._counts["folded"] += 1
        self._folded[fields["reason"]] += 1
        room = self._width - len(_indented("into "))
        return [
            f"{fields['published'][:10]:<10} {_cut(visible(fields['title'] or '(no title)'), self._width - 11)}",
            _indented("     " + fit_end(visible(fields["path"]), room)),
            _indented("into " + fit_end(visible(fields["into"]), room)),
            _indented(f"     {fields['reason']}"),
        ]

    def foot(self) -> str:
        """Return the line below the last row."""
        counts = self._counts
        return (
            f"{counted(counts['articles'], 'article')} with {counted(counts['links'], 'link')} and "
            f"{counted(counts['images'], 'image')}; {counts['skipped']} skipped, {counts['bad']} bad, "
            f"{counted(counts['notes'], 'note')}"
        )

    def folded_foot(self) -> str:
        """Return the line below the last edition that was folded."""
        return f"{counted(self._counts['folded'], 'edition')} folded"

    def totals(self) -> list[str]:
        """Return lines that say how many notes, skipped files and folded editions there are of each kind."""
        parts = (("note", self._noted), ("skipped", self._skipped), ("folded", self._folded))
        return [
            f"{count:>7} {what}: {visible(kind)}" for what, counter in parts for kind, count in counter.most_common()
        ]


def _notes(row: Row) -> list[_Note]:
    notes = [_Note(one["line"], one["code"], visible(one["message"])) for one in row.fields["problems"]]
    return notes + [
        _Note(one["line"], f"not a link ({one['reason']})", f"not a link ({one['reason']}): {visible(one['raw'])}")
        for one in row.fields["invalid_links"]
    ]


def _shown(row: Row, notes: Sequence[_Note]) -> list[str]:
    """Return the first note of each kind, with the number of others, for a few kinds."""
    kinds: dict[str, list[_Note]] = {}
    for note in notes:
        kinds.setdefault(note.kind, []).append(note)
    lines: list[str] = []
    for first, *others in list(kinds.values())[:_KINDS_SHOWN]:
        lines.append(_indented(f"{_place(row, first)}: {shorten(first.message, _NOTE_CHARACTERS)}"))
        if others:
            until = f"line {others[0].line}" if len(others) == 1 else f"lines {others[0].line} to {others[-1].line}"
            lines.append(_indented(f"... and {len(others)} more like this, {until}"))
    hidden = sum(map(len, list(kinds.values())[_KINDS_SHOWN:]))
    return [*lines, _indented(f"... and {counted(hidden, 'other note')}")] if hidden else lines


def _place(row: Row, note: _Note) -> str:
    return f"{visible(row.location)}:{note.line}"


def _indented(text: str) -> str:
    return f"{'':<10} {text}"


def _cut(text: str, width: int) -> str:
    return fit(text, width).rstrip()
