"""`feedtool list` on the screen: rows as a table or as JSON Lines, or only their numbers."""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from shutil import get_terminal_size

from feedtool.listing.rows import FoldedRow, Row, to_json_line, totals_of
from feedtool.terminal.table import Table


def show_rows(rows: Iterable[Row], *, form: str, summary: bool) -> None:
    """Show rows of files."""
    if form == "jsonl":
        _write_lines([json.dumps(totals_of(rows), ensure_ascii=False)] if summary else map(to_json_line, rows))
        return
    table = Table(get_terminal_size().columns)
    for number, row in enumerate(rows):
        lines = table.lines(row)
        if not summary:
            _print("\n".join(lines if number else [table.head(), *lines]))
    _print("\n".join([table.foot(), *(table.totals() if summary else ())]))


def show_folded(rows: Iterable[FoldedRow], *, form: str, summary: bool) -> None:
    """Show rows of editions that are folded into others."""
    if form == "jsonl" and summary:
        counts = Counter(row.fields["reason"] for row in rows)
        _write_lines([json.dumps({"folded": counts}, ensure_ascii=False)])
        return
    if form == "jsonl":
        _write_lines(map(to_json_line, rows))
        return
    table = Table(get_terminal_size().columns)
    for row in rows:
        lines = table.folded_lines(row)
        if not summary:
            _print("\n".join(lines))
    _print("\n".join([table.folded_foot(), *(table.totals() if summary else ())]))


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")


def _write_lines(lines: Iterable[str]) -> None:
    """Write lines in UTF-8, whatever the encoding of the terminal."""
    for line in lines:
        sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
