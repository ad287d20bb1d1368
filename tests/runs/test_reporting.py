"""A summary to its reports, each in its place."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from feedtool.errors import FeedtoolError, InputError, OutputError
from feedtool.reports.formats import render
from feedtool.reports.summary import Summary
from feedtool.runs.reporting import first_failure, write_reports
from tests.reports.making import result, several, summary


class Shown:
    """A screen that remembers what it was shown."""

    def __init__(self) -> None:
        self.reports: list[tuple[str, str]] = []

    def show(self, pieces: Iterator[str], form: str) -> None:
        self.reports.append((form, "".join(pieces)))


def written(one: Summary, *reports: tuple[str, Path | None]) -> list[tuple[str, str]]:
    screen: Any = Shown()
    write_reports(one, reports, screen=screen)
    return list(screen.reports)


def test_each_report_goes_to_its_file_and_one_to_the_screen(tmp_path: Path) -> None:
    one, file = several(), tmp_path / "links.json"
    assert written(one, ("json", file), ("text", None)) == [("text", "".join(render(one, "text")))]
    assert file.read_text("utf-8") == "".join(render(one, "json"))


def test_no_report_is_no_trouble() -> None:
    assert written(several()) == []


def test_half_a_letter_of_a_file_name_is_written_as_an_escape(tmp_path: Path) -> None:
    file = tmp_path / "links.json"
    written(summary(result(places=[("seeds/\udcff.md", 1, 1, "")])), ("json", file))
    assert json.loads(file.read_bytes())[0]["sources"][0]["path"] == "seeds/\udcff.md"


def test_a_report_that_cannot_be_written_does_not_cost_the_others(tmp_path: Path) -> None:
    screen: Any = Shown()
    nowhere, last = tmp_path / "nowhere" / "a.json", tmp_path / "b.json"
    with pytest.raises(OutputError, match="nowhere: no such folder"):
        write_reports(several(), (("json", nowhere), ("text", None), ("json", last)), screen=screen)
    assert len(screen.reports) == 1
    assert last.exists()


class Unread(Shown):
    """A screen whose reader has gone (`| head`)."""

    def show(self, pieces: Iterator[str], form: str) -> None:
        super().show(pieces, form)
        raise BrokenPipeError


def test_a_screen_that_nobody_reads_any_more_does_not_cost_the_files(tmp_path: Path) -> None:
    screen: Any = Unread()
    with pytest.raises(BrokenPipeError):
        write_reports(several(), (("text", None), ("json", tmp_path / "a.json")), screen=screen)
    assert (tmp_path / "a.json").exists()


def test_a_file_that_cannot_be_written_is_told_also_where_nobody_reads_the_screen(tmp_path: Path) -> None:
    screen: Any = Unread()
    with pytest.raises(OutputError, match="nowhere: no such folder"):
        write_reports(several(), (("text", None), ("json", tmp_path / "nowhere" / "a.json")), screen=screen)


def tells(heard: list[str], name: str, error: Exception | None = None) -> Callable[[Summary], None]:
    def tell(_summary: Summary) -> None:
        heard.append(name)
        if error is not None:
            raise error

    return tell


def test_everyone_is_told_and_the_first_failure_is_returned() -> None:
    heard: list[str] = []
    first, second = OutputError("first"), InputError("second")
    failed = first_failure(
        summary(), tells(heard, "a"), None, tells(heard, "b", first), tells(heard, "c", second), tells(heard, "d")
    )
    assert failed is first
    assert heard == ["a", "b", "c", "d"]


def test_where_all_goes_well_there_is_no_failure() -> None:
    assert first_failure(summary(), tells([], "a"), None) is None


def test_a_mistake_of_ours_is_not_taken_for_a_failure() -> None:
    assert not issubclass(KeyError, FeedtoolError)
    with pytest.raises(KeyError):
        first_failure(summary(), tells([], "a", KeyError("x")), tells([], "b"))
