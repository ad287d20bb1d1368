"""`feedtool list` on the screen: rows as a table or as JSON Lines, all or some of them, or only their numbers."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from shutil import get_terminal_size

from feedtool.cli.table import Table
from feedtool.commands.list import FoldedRow, Row, read_folded, read_rows, to_json_line, totals_of, wanted
from feedtool.config.keys import Config


def show_rows(
    seeds: Sequence[Path], config: Config, *, now: datetime, only: str | None, form: str, summary: bool, quiet: bool
) -> int:
    """Show a row for every file, or ``only`` for some; return how many seeds are bad."""
    bad = 0
    brief = form != "jsonl" or summary or quiet

    def rows() -> Iterator[Row]:
        nonlocal bad
        for row in read_rows(seeds, config, now=now, brief=brief):
            bad += row.bad
            if wanted(row, only):
                yield row

    if quiet:
        list(rows())
    elif form == "jsonl":
        _write_lines([json.dumps(totals_of(rows()), ensure_ascii=False)] if summary else map(to_json_line, rows()))
    else:
        _show_table(rows(), summary=summary)
    return bad


def show_folded(seeds: Sequence[Path], config: Config, *, now: datetime, form: str, summary: bool, quiet: bool) -> None:
    """Show a row for every edition that is folded into another."""
    rows = read_folded(seeds, config, now=now)
    if quiet:
        list(rows)
    elif form == "jsonl" and not summary:
        _write_lines(map(to_json_line, rows))
    elif form == "jsonl":
        counts: dict[str, int] = {}
        for row in rows:
            counts[row.fields["reason"]] = counts.get(row.fields["reason"], 0) + 1
        _write_lines([json.dumps({"folded": counts}, ensure_ascii=False)])
    else:
        _show_folded_table(rows, summary=summary)


def _show_table(rows: Iterator[Row], *, summary: bool) -> None:
    table = Table(get_terminal_size().columns)
    for number, row in enumerate(rows):
        lines = table.lines(row)
        if not summary:
            _print("\n".join(lines if number else [table.head(), *lines]))
    _print("\n".join([table.foot(), *(table.totals() if summary else ())]))


def _show_folded_table(rows: Iterator[FoldedRow], *, summary: bool) -> None:
    table = Table(get_terminal_size().columns)
    for row in rows:
        lines = table.folded_lines(row)
        if not summary:
            _print("\n".join(lines))
    _print("\n".join([table.folded_foot(), *(table.totals() if summary else ())]))


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")


def _write_lines(lines: Iterator[str] | Sequence[str]) -> None:
    """Write lines in UTF-8, whatever the encoding of the terminal."""
    for line in lines:
        sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
