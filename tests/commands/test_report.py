"""The stored state to the reports of its last run."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from feedtool.commands.report import report
from feedtool.errors import InputError, OutputError
from feedtool.judge.over_time import DAY_MS
from feedtool.runs.options import CheckOptions
from feedtool.state.state import State
from tests.state.making import FINE, GONE, NOW, A, B, begun, ended


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite3"


class Screen:
    """A screen that remembers what it was shown and told."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.said: list[str] = []

    def say(self, message: str) -> None:
        self.said.append(message)

    def show(self, pieces: Iterator[str], _form: str) -> None:
        self.shown.append("".join(pieces))


def reported(
    state: Path | None, *reports: tuple[str, Path | None], **more: Any
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the rows that are shown, and what is said."""
    screen: Any = Screen()
    report(CheckOptions(inputs=(), state=state, reports=reports or (("json", None),), **more), screen=screen)
    return (json.loads(screen.shown[0]) if screen.shown else []), screen.said


def verdicts(rows: list[dict[str, Any]]) -> dict[str, str]:
    return {row["url"]: row["reason"] for row in rows}


def test_the_rows_of_the_last_run_are_shown_and_nothing_is_said(file: Path) -> None:
    ended(file, A, B, b=GONE).close()
    rows, said = reported(file)
    assert (verdicts(rows), said) == ({A: "ok", B: "http-404"}, [])


def test_of_several_runs_it_is_the_last(file: Path) -> None:
    ended(file, A, B, b=GONE).close()
    ended(file, A, B, day=1).close()
    assert verdicts(reported(file)[0]) == {A: "ok", B: "ok"}


def test_each_report_goes_where_it_is_told(file: Path, tmp_path: Path) -> None:
    ended(file, A).close()
    rows, _ = reported(file, ("csv", tmp_path / "links.csv"), ("json", None))
    assert verdicts(rows) == {A: "ok"}
    assert A in (tmp_path / "links.csv").read_text("utf-8")


def test_a_report_that_cannot_be_written_is_an_error(file: Path, tmp_path: Path) -> None:
    ended(file, A).close()
    with pytest.raises(OutputError):
        reported(file, ("csv", tmp_path / "nowhere" / "links.csv"))


@pytest.mark.parametrize("remembers", [True, False])
def test_before_any_check_there_is_an_empty_report_that_says_so(file: Path, remembers: bool) -> None:
    rows, said = reported(file if remembers else None)
    assert rows == []
    assert said == ["note: no check is stored yet; 'feedtool check' makes one"]
    assert not file.exists()


def test_a_state_in_which_no_run_was_begun_has_no_check(file: Path) -> None:
    State.open(file).close()
    assert reported(file)[1] == ["note: no check is stored yet; 'feedtool check' makes one"]


def test_a_check_that_is_under_way_is_shown_and_said(file: Path) -> None:
    ended(file, A, b=GONE).close()
    with closing(begun(file, A, B, now_ms=NOW + 9 * DAY_MS)) as state:
        state.answers.put(B, FINE)
        state.answers.flush()
        rows, said = reported(file)
    assert said == ["note: the last check is under way or was stopped; what it has not asked is shown as last known"]
    assert set(verdicts(rows)) == {A, B}


def test_where_the_last_check_could_not_tell_the_one_before_it_is_shown_and_said(file: Path) -> None:
    ended(file, A, B, b=GONE).close()
    with closing(begun(file, A, B, now_ms=NOW + DAY_MS)) as state:
        state.answers.forget(NOW + DAY_MS)
    rows, said = reported(file)
    assert said == [
        "note: the check of 2026-01-02T00:00:00Z could not tell anything; these are the results of the run before it of 2026-01-01T00:00:00Z"
    ]
    assert verdicts(rows) == {A: "ok", B: "http-404"}


def test_a_report_changes_nothing(file: Path) -> None:
    ended(file, A, b=GONE).close()
    before = file.read_bytes()
    reported(file)
    assert file.read_bytes() == before
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_a_file_that_is_no_state_is_an_error(file: Path) -> None:
    file.write_text("# notes of my own\n" * 100)
    with pytest.raises(InputError):
        reported(file)
    assert file.read_text().startswith("# notes")


def test_the_title_of_the_archive_is_that_of_the_page(file: Path, tmp_path: Path) -> None:
    ended(file, A).close()
    reported(file, ("html", tmp_path / "links.html"), title="The mill")
    assert "The mill" in (tmp_path / "links.html").read_text("utf-8")
