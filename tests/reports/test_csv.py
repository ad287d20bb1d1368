"""A check as a table, read by a reader of CSV."""

import csv
import io

from feedtool.judge.verdict import Past, Verdict
from feedtool.reports.summary import Summary
from tests.reports.making import DAY_MS, DOWN, HOSTILE, NOW_MS, hostile, result, several, summary, text_of


def test_a_table_has_a_row_for_every_place() -> None:
    rows = list(csv.DictReader(io.StringIO(text_of(several(), "csv"), newline="")))
    assert [(row["verdict"], row["url"], row["path"], row["line"]) for row in rows][:3] == [
        ("broken", "https://a.example/gone", "seeds/a.md", "7"),
        ("broken", "https://a.example/gone", "seeds/b.md", "9"),
        ("unreachable", "https://b.example/slow", "seeds/a.md", "7"),
    ]
    assert rows[0]["checked_at"] == "2026-11-22T04:33:00Z"


def test_no_cell_begins_a_formula() -> None:
    for text in HOSTILE:
        rows = list(csv.reader(io.StringIO(text_of(summary(*hostile(text)), "csv"), newline="")))
        assert {len(row) for row in rows} == {18}, text
        assert not [
            cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))
        ], text


def rows_of(one: Summary) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(one, "csv"), newline="")))


def test_lines_end_and_cells_are_quoted_as_rfc_4180_has_it() -> None:
    text = text_of(summary(result(detail='it says "gone", twice\r\nand again', places=[])), "csv")
    assert text.endswith("\r\n")
    head, *rest = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rest) == 1
    assert 'it says "gone", twice' in dict(zip(head, rest[0], strict=True))["detail"]


def test_what_is_not_known_is_an_empty_cell() -> None:
    (row,) = rows_of(summary(result("mailto:a@b.example", Verdict.SKIPPED, "scheme", places=[], seen=None)))
    empty = (
        "path",
        "line",
        "column",
        "status",
        "final_url",
        "suggestion",
        "checked_at",
        "first_failed",
        "failures",
        "last_ok",
    )
    assert [row[name] for name in empty] == [""] * len(empty)


def test_what_is_remembered_of_a_link_stands_in_its_row() -> None:
    past = Past(Verdict.BROKEN, "http-404", failures=3, first_failed_ms=NOW_MS - DAY_MS, last_ok_ms=NOW_MS - 2 * DAY_MS)
    (row,) = rows_of(summary(result(past=past, suggestion="https://news.example/new")))
    assert (row["first_failed"], row["failures"], row["last_ok"]) == (
        "2026-11-21T04:33:00Z",
        "3",
        "2026-11-20T04:33:00Z",
    )
    assert (row["status"], row["suggestion"]) == ("404", "https://news.example/new")


def test_a_network_that_is_down_is_the_only_row() -> None:
    (row,) = rows_of(summary(result(), network=DOWN, complete=False))
    assert (row["verdict"], row["reason"], row["url"]) == ("unreachable", "network-down", "")
