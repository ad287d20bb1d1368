"""Rows as lines for a terminal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from feedtool.commands.list import read_rows
from feedtool.config.keys import Config
from feedtool.listing.rows import FoldedRow, Row
from feedtool.terminal.table import Table
from tests.making import NOW, bare, mirror

Seeds = Callable[..., Path]


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_table_keeps_to_the_width_of_the_terminal(seeds: Seeds, width: int) -> None:
    from rich.cells import cell_len

    table = Table(width)
    folder = seeds(**{"2024/很长的文件名" * 6 + ".md": mirror(title="很长的标题" * 20), "b": mirror(title="short")})
    for row in read_rows([folder], Config(), now=NOW):
        assert all(cell_len(line) <= max(width, 66) for line in table.lines(row))
    assert table.foot() == "2 articles with 0 links and 0 images; 0 skipped, 0 bad, 0 notes"


def test_a_table_tells_what_is_wrong_below_the_file(seeds: Seeds) -> None:
    folder = seeds(a=bare('<a href="htp://a.example/">x</a> https://bit.ly/1E2F182Paypal'))
    (row,) = read_rows([folder], Config(), now=NOW)
    below = [line.strip() for line in Table(80).lines(row)[1:]]
    assert below[0].startswith(f"{folder.as_posix()}/a.md:5: a word seems to be glued to the URL")
    assert below[1] == f"{folder.as_posix()}/a.md:5: not a link (misspelt-scheme): htp://a.example/"


def test_a_table_shows_no_control_characters(seeds: Seeds) -> None:
    table = Table(80)
    lines = [
        line for row in read_rows([seeds(a=bare(title="a\u202eb"))], Config(), now=NOW) for line in table.lines(row)
    ]
    assert "a\\u202eb" in lines[0]


def row(*, bad: bool = False, **fields: Any) -> Row:
    usual: dict[str, Any] = {
        "path": "2024/a.md", "article": True, "reason": None, "title": "A story", "published": "2024-12-04T02:25:26Z",
        "links": [], "images": [], "invalid_links": [], "problems": [],
    }  # fmt: skip
    return Row("seeds/2024/a.md", usual | fields, bad)


def test_columns_stand_below_their_names() -> None:
    table = Table(80)
    head, (line,) = table.head(), table.lines(row(links=["x"] * 12, images=["y"]))
    assert line.split() == ["2024-12-04", "12", "1", "A", "story", "2024/a.md"]
    assert line.index("2024-12-04") == head.index("DATE")
    assert line.index("A story") == head.index("TITLE")
    assert line.index("2024/a.md") == head.index("FILE")
    assert line.index("12", len("2024-12-04")) + 2 == head.index("LINKS") + len("LINKS")


def test_columns_stand_below_each_other_however_wide_the_letters_are() -> None:
    table = Table(80)
    starts = {
        cell_len(line[: line.index("2024/a.md")])
        for title in ("A story", "水磨", "水磨" * 50, "é")
        for line in table.lines(row(title=title))
    }
    assert len(starts) == 1


def test_a_long_title_is_cut_at_its_end_and_a_long_path_at_its_front() -> None:
    (line,) = Table(60).lines(row(title="The mill " * 20, path="archive/" * 20 + "mill.md"))
    assert "The mill " in line
    assert line.count("…") == 2
    assert line.endswith("archive/mill.md")


def test_a_file_without_title_or_date_is_a_line_too() -> None:
    (line,) = Table(80).lines(row(title=None, published=""))
    assert line.startswith(" " * 10)
    assert "(no title)" in line


def test_what_is_skipped_tells_why() -> None:
    assert Table(80).lines(row(article=False, reason="no article")) == ["skipped    2024/a.md: no article"]


def test_what_is_bad_tells_what_is_wrong_below_it() -> None:
    problem = {"line": 1, "code": "no-date", "message": "the article has no usable date"}
    assert Table(80).lines(row(bad=True, problems=[problem])) == [
        "bad        2024/a.md",
        "           seeds/2024/a.md:1: the article has no usable date",
    ]


def test_the_last_line_counts_all_rows() -> None:
    table = Table(80)
    note = {"line": 1, "code": "x", "message": "x"}
    wrong = {"line": 2, "raw": "htp://x", "reason": "misspelt-scheme"}
    for one in (
        row(links=["x"] * 3, images=["y"]), row(links=["x"], problems=[note], invalid_links=[wrong]),
        row(article=False, reason="empty"), row(bad=True, problems=[note]),
    ):  # fmt: skip
        table.lines(one)
    assert table.foot() == "2 articles with 4 links and 1 image; 1 skipped, 1 bad, 2 notes"


def test_of_each_kind_of_note_the_first_is_shown_and_how_many_more() -> None:
    notes = [{"line": line, "code": "suspicious-url", "message": "x" * 500} for line in range(2, 30)]
    others = [{"line": 40, "raw": "htp://x", "reason": reason} for reason in ("truncated", "no-base", "unparsable")]
    _, *below = Table(80).lines(row(problems=notes, invalid_links=[*others, others[0]]))
    assert [line.strip()[:40] for line in below] == [
        "seeds/2024/a.md:2: xxxxxxxxxxxxxxxxxxxxx",
        "... and 27 more like this, lines 3 to 29",
        "seeds/2024/a.md:40: not a link (truncate",
        "... and 1 more like this, line 40",
        "seeds/2024/a.md:40: not a link (no-base)",
        "... and 1 other note",
    ]
    assert all(len(line) < 250 for line in below)


def test_an_edition_that_is_folded_is_four_lines_that_fit() -> None:
    fields = {
        "path": "archive/" * 20 + "a.md", "into": "archive/" * 20 + "b.md", "title": "水磨" * 50,
        "published": "2024-12-04T02:25:26Z", "reason": "the same link; the other has more text",
    }  # fmt: skip
    table = Table(80)
    lines = table.folded_lines(FoldedRow(fields))
    assert len(lines) == 4
    assert all(cell_len(line) <= 80 for line in lines)
    assert lines[1].endswith("archive/a.md")
    assert lines[2].strip().startswith("into …")
    assert table.folded_foot() == "1 edition folded"
    assert table.totals() == ["      1 folded: the same link; the other has more text"]


def test_totals_count_notes_and_skipped_files_by_their_kind() -> None:
    table = Table(80)
    note = {"line": 1, "code": "bounds", "message": "x"}
    for one in (row(problems=[note, note]), row(article=False, reason="layout: page")):
        table.lines(one)
    assert table.totals() == ["      2 note: bounds", "      1 skipped: layout: page"]
