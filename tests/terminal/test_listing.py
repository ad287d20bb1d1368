"""What `feedtool list` shows: rows as a table or as JSON Lines, or only their numbers."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from feedtool.commands.list import read_folded, read_rows
from feedtool.config.keys import Config
from feedtool.listing.rows import Row
from feedtool.terminal.listing import show_folded, show_rows
from tests.making import NOW, bare, mirror

Seeds = Callable[..., Path]
SAME = "the same link; this one has no text of its own"


@pytest.fixture
def folder(seeds: Seeds) -> Path:
    """Return a folder with an article, one with a note, a bad seed, and a file that is no article."""
    return seeds(
        a=mirror(title="Mill"), b=bare('<a href="htp://a.example/">x</a>', link="https://a.example/b"), c="", d="# none"
    )


@pytest.fixture
def editions(seeds: Seeds) -> Path:
    """Return a folder with an article and two editions of it that are folded into it."""
    return seeds(a=mirror("文" * 9, title="Mill"), b=mirror("", title="Empty"), c=mirror("", title="Void"))


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


def rows(folder: Path, *, form: str = "table", summary: bool = False) -> None:
    show_rows(read_rows([folder], Config(), now=NOW), form=form, summary=summary)


def folded(folder: Path, *, form: str = "table", summary: bool = False) -> None:
    show_folded(read_folded(folder, Config(cache=False), now=NOW).rows, form=form, summary=summary)


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def read(capsys: pytest.CaptureFixture[str]) -> list[Any]:
    return [json.loads(line) for line in said(capsys)]


def test_a_table_has_a_head_once_a_row_a_file_and_a_foot(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows(folder)
    head, *_, foot = lines = said(capsys)
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == [
        "DATE", "2020-10-08", "2024-12-04", "bad", "skipped", "2",
    ]  # fmt: skip
    assert head.split() == ["DATE", "LINKS", "IMAGES", "TITLE", "FILE"]
    assert foot == "2 articles with 0 links and 0 images; 1 skipped, 1 bad, 1 note"


def test_a_table_is_as_wide_as_the_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows(folder)
    wide = said(capsys)[0]
    monkeypatch.setenv("COLUMNS", "80")
    rows(folder)
    assert len(said(capsys)[0]) < len(wide) <= 120


def test_only_the_numbers_can_be_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows(folder, summary=True)
    assert said(capsys) == [
        "2 articles with 0 links and 0 images; 1 skipped, 1 bad, 1 note",
        "      1 note: not a link (misspelt-scheme)",
        "      1 skipped: neither a title block nor 'from' in a front matter",
    ]
    rows(folder, summary=True, form="jsonl")
    (totals,) = read(capsys)
    assert (totals["articles"], totals["bad"], totals["notes"]) == (2, 1, {"misspelt-scheme": 1})


@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_rows_are_shown_as_they_are_read(folder: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    first, *_ = read_rows([folder], Config(), now=NOW)

    def stopped() -> Iterator[Row]:
        yield first
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        show_rows(stopped(), form=form, summary=False)
    assert "Mill" in capsys.readouterr().out


# Editions that are folded


def test_each_edition_that_is_folded_is_shown_and_they_are_counted(
    editions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folded(editions)
    *lines, foot = said(capsys)
    assert [line.split()[-1] for line in lines if not line.startswith(" ")] == ["Empty", "Void"]
    assert [line.strip() for line in lines].count("into a.md") == 2
    assert foot == "2 editions folded"


def test_editions_are_lines_of_json_too(editions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folded(editions, form="jsonl")
    assert [(row["path"], row["into"]) for row in read(capsys)] == [("b.md", "a.md"), ("c.md", "a.md")]


def test_editions_can_be_counted_alone(editions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folded(editions, summary=True)
    assert said(capsys) == ["2 editions folded", f"      2 folded: {SAME}"]
    folded(editions, summary=True, form="jsonl")
    assert read(capsys) == [{"folded": {SAME: 2}}]


# What a terminal takes


def test_json_lines_are_utf_8_whatever_the_terminal_takes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.md").write_text(mirror(title="磨坊"), "utf-8")
    data = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(data, "ascii"))
    rows(folder, form="jsonl")
    assert '"title": "磨坊"' in data.getvalue().decode("utf-8")
