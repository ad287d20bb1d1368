"""Where the reports of a check go: to files and to standard output, in several formats at once."""

import json
import os
from pathlib import Path

import pytest

from tests.commands.checking import OPENED, MakeArchive, Site


def test_a_report_goes_to_a_file(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    done = archive().check(web.fine(), "--format", "jsonl", "-o", "report.jsonl")
    assert (done.status, done.out) == (0, "")
    assert json.loads((tmp_path / "report.jsonl").read_text("utf-8"))["verdict"] == "ok"


def test_reports_in_several_formats_each_go_where_they_are_told(
    archive: MakeArchive, web: Site, tmp_path: Path
) -> None:
    words = ("--format", "csv", "-o", "a.csv", "--format", "text", "--format=json", "-ob.json")
    done = archive().check(web.gone(), *words)
    assert done.out.startswith("broken (http-404)\n")
    assert (tmp_path / "a.csv").read_text().startswith('"verdict"')
    assert json.loads((tmp_path / "b.json").read_text())[0]["reason"] == "http-404"


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (("-o", "a.json", "--format", "json"), {"a.json": "["}),
        (("-o", "a.txt"), {"a.txt": "broken"}),
        (("--format", "json", "-o", "-"), {}),
    ],
)
def test_a_file_may_stand_before_its_format_or_without_one(
    archive: MakeArchive, web: Site, tmp_path: Path, words: tuple[str, ...], files: dict[str, str]
) -> None:
    done = archive(config=OPENED).check(web.gone(), *words)
    assert (done.out == "") is bool(files)
    for name, beginning in files.items():
        assert (tmp_path / name).read_text().startswith(beginning)


def test_further_reports_can_be_configured(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    kept = archive(config=OPENED + '[check.reports]\nhtml = "links.html"\nsarif = "links.sarif"\n')
    assert kept.check(web.gone()).out.startswith("broken")
    assert (tmp_path / "links.html").read_text().startswith("<!doctype html>")
    assert json.loads((tmp_path / "links.sarif").read_text())["version"] == "2.1.0"


def test_one_report_that_cannot_be_written_does_not_cost_the_others(
    archive: MakeArchive, web: Site, tmp_path: Path
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no device that is always full")
    done = archive().check(web.gone(), "--format", "csv", "-o", "/dev/full", "--format", "json", "-o", "b.json")
    assert done.status == 2
    assert "/dev/full: cannot be written" in done.err
    assert json.loads((tmp_path / "b.json").read_text())[0]["reason"] == "http-404"


@pytest.mark.skipif(os.name == "nt", reason="no such devices there")
def test_a_report_can_go_into_a_pipe_by_name(archive: MakeArchive, web: Site) -> None:
    done = archive(config=OPENED).program("check", web.gone(), "-o", "/dev/stdout")
    assert done.out.startswith("broken (http-404)"), done.err


def test_offline_overwrites_no_report_of_another_form(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    (tmp_path / "links.html").write_text("a page")
    done = archive(config='[check]\nformat = "html"\noutput = "links.html"\n').check(web.fine(), "--offline")
    assert "1 link: 1 request to 1 host" in done.out
    assert (tmp_path / "links.html").read_text() == "a page"
