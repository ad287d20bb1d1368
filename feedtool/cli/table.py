"""Rows as lines for a terminal: date, number of links and images, title, path; skipped files with the reason."""

from collections import Counter

from rich.cells import cell_len, set_cell_size

from feedtool.commands.list import Row
from feedtool.text import counted
from feedtool.visible import visible

_HEAD = ("DATE", "LINKS", "IMAGES")
_FIXED = 10 + 1 + 6 + 1 + 6 + 1  # cells before title and path


class Table:
    """Lays out rows for a width in cells, and counts them."""

    def __init__(self, width: int) -> None:
        self._title = max(20, (width - _FIXED - 1) // 2)
        self._path = max(20, width - _FIXED - 1 - self._title)
        self._counts: Counter[str] = Counter()

    def head(self) -> str:
        """Return the line above the first row."""
        return f"{_HEAD[0]:<10} {_HEAD[1]:>6} {_HEAD[2]:>6} {_fit('TITLE', self._title)} FILE"

    def lines(self, row: Row) -> list[str]:
        """Return the lines of a row: itself, then what is wrong with it."""
        fields = row.fields
        path = visible(fields["path"])
        location = visible(row.location)
        problems = [f"{location}:{one['line']}: {visible(one['message'])}" for one in fields["problems"]]
        problems += [
            f"{location}:{one['line']}: not a link ({one['reason']}): {visible(one['raw'])}"
            for one in fields["invalid_links"]
        ]
        if row.bad:
            self._counts["bad"] += 1
            return [f"{'bad':<10} {path}", *(f"{'':<10} {problem}" for problem in problems)]
        if not fields["article"]:
            self._counts["skipped"] += 1
            return [f"{'skipped':<10} {path}: {visible(fields['reason'])}"]
        self._counts["articles"] += 1
        self._counts["links"] += len(fields["links"])
        self._counts["images"] += len(fields["images"])
        self._counts["notes"] += len(problems)
        title = _fit(visible(fields["title"] or "(no title)"), self._title)
        counts = f"{len(fields['links']):>6} {len(fields['images']):>6}"
        line = f"{fields['published'][:10]:<10} {counts} {title} {_fit_end(path, self._path)}"
        return [line, *(f"{'':<10} {problem}" for problem in problems)]

    def foot(self) -> str:
        """Return the line below the last row."""
        counts = self._counts
        return (
            f"{counted(counts['articles'], 'article')} with {counted(counts['links'], 'link')} and "
            f"{counted(counts['images'], 'image')}; {counts['skipped']} skipped, {counts['bad']} bad, "
            f"{counted(counts['notes'], 'note')}"
        )


def _fit(text: str, width: int) -> str:
    return set_cell_size(text, width - 1) + "…" if cell_len(text) > width else set_cell_size(text, width)


def _fit_end(text: str, width: int) -> str:
    """Return text that fits, cut at its front: the end of a path tells files apart."""
    if cell_len(text) <= width:
        return text
    while cell_len(text) >= width:
        text = text[1:]
    return "…" + text
