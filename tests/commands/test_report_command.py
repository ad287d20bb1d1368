"""`feedtool report`: what the last check found, once more and in any format, asking nobody."""

from pathlib import Path

import pytest

from feedtool.config.keys import FORMATS
from tests.commands.checking import MakeArchive, Site
from tests.making import mirror

LINES = ("--state", "links.state")


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_can_be_made_again_without_asking(archive: MakeArchive, web: Site, form: str) -> None:
    body = f'<a href="{web.gone()}">lost</a> <a href="{web.moved()}">old</a>'
    kept = archive(a=mirror(body, link=web.fine()))
    first = kept.check("--format", form)
    asked = len(web.requests)
    for _ in range(2):
        again = kept.report("--format", form)
        assert (again.status, again.err) == (0, "")
        assert again.out == first.out
    assert len(web.requests) == asked


def test_before_any_check_there_is_a_report_that_says_so(archive: MakeArchive, tmp_path: Path) -> None:
    done = archive(config='language = "en"\n').report("--format", "html", "-o", "links.html")
    assert (done.status, done.err) == (0, "note: no check is stored yet; 'feedtool check' makes one\n")
    assert "Nothing has been checked yet." in (tmp_path / "links.html").read_text()
    assert not (tmp_path / ".feedtool").exists()


def test_a_state_that_is_named_and_not_there_is_an_error(archive: MakeArchive) -> None:
    done = archive().report("--state", "none.sqlite3")
    assert done.status == 2
    assert done.err.startswith("feedtool: none.sqlite3: no such file")


def test_what_is_given_wrongly_is_told_without_being_obeyed(archive: MakeArchive) -> None:
    done = archive().report("\n::error::x\n##[error]y")
    assert done.status == 2
    assert not [line for line in done.err.splitlines() if line.lstrip().startswith("::") or "##[" in line]


# -- the page beside the feeds


def test_the_page_is_written_beside_the_feeds_where_it_is_configured(
    archive: MakeArchive, web: Site, tmp_path: Path
) -> None:
    kept = archive()
    kept.check(web.gone())
    done = kept.report("--page")
    assert (done.status, done.out) == (0, "")
    assert "no link-health page is configured" in done.err
    (tmp_path / "out").mkdir()
    assert (
        archive(config='title = "Chips"\nlanguage = "en"\noutput = "out"\nlink-health = "links.html"\n')
        .report("--page")
        .status
        == 0
    )
    page = (tmp_path / "out" / "links.html").read_text("utf-8")
    assert "Link health: Chips" in page
    assert web.url("/gone") in page


def test_a_page_is_not_written_through_a_link(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    archive().check(web.gone())
    (tmp_path / "feeds").mkdir()
    (tmp_path / "secret.txt").write_text("mine")
    (tmp_path / "feeds" / "links.html").symlink_to("../secret.txt")
    done = archive(config='link-health = "links.html"\n').report("--page")
    assert done.status == 2
    assert "links.html: a symbolic link" in done.err
    assert (tmp_path / "secret.txt").read_text() == "mine"


# -- a state of lines, which holds no run itself


def test_a_report_leaves_a_committed_state_as_it_is(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    file, kept = tmp_path / "links.state", archive()
    first = kept.check(web.fine(), web.gone(), *LINES)
    with file.open("a", encoding="utf-8") as more:
        more.write("<<<<<<< ours\n")
    before = file.read_bytes()
    assert kept.report(*LINES, "--format", "jsonl").out == first.out
    assert file.read_bytes() == before


def test_of_a_committed_state_alone_there_is_no_run_to_report(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    kept = archive()
    kept.check(web.gone(), *LINES)
    for file in (tmp_path / ".feedtool").glob("*.sqlite3*"):
        file.unlink()
    done = kept.report(*LINES, "--format", "text")
    assert (done.status, done.out) == (0, "0 links: none\n")
    assert "no check is stored yet" in done.err
