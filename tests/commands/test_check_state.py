"""What a check remembers from run to run, and what it does about a state that is not what it seems."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from feedtool.state.state import State
from tests.commands.checking import STORY, MakeArchive, Site, feedtool, until
from tests.making import mirror

LINES = ("--state", "links.state")
DATABASE = ("--state", "links.sqlite3")


def test_what_was_found_is_remembered_beside_the_configuration(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    kept, urls = archive(), (web.fine(), web.gone())
    (tmp_path / "below").mkdir()
    first = feedtool(tmp_path / "below", "check", *urls)
    assert (tmp_path / ".feedtool" / "state.sqlite3").is_file()
    assert (tmp_path / ".feedtool" / ".gitignore").read_text() == "*\n"
    assert {path.name for path in (tmp_path / ".feedtool").glob("state*")} == {"state.sqlite3"}  # one file to keep
    before = len(web.requests)
    second = kept.check(*urls)
    assert first.reasons == ["ok", "http-404"]
    assert second.reasons == ["ok", "http-404"]
    assert [row["asked"] for row in second.rows.values()] == [False, True]
    assert len(web.requests) - before == 2  # the death is confirmed anew
    fine, gone = (second.rows[url]["history"] for url in urls)
    assert (gone["failures"], gone["last_ok"]) == (2, None)
    assert gone["first_failed"] == first.rows[urls[1]]["checked_at"]
    assert fine["last_ok"] == first.rows[urls[0]]["checked_at"]


def test_offline_keeps_what_it_read_and_no_run(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    kept = archive(a=mirror(f'<a href="{web.gone()}">x</a>', link=web.fine()))
    first = kept.check("--offline")
    with closing(sqlite3.connect(tmp_path / ".feedtool" / "state.sqlite3")) as db:
        assert db.execute("SELECT count(*) FROM document").fetchone() == (1,)
        assert db.execute("SELECT count(*) FROM run").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM listed").fetchone() == (0,)
    assert kept.check("--offline") == first
    assert "no check is stored yet" in kept.report().err


def test_offline_does_not_wait_for_another_check(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    kept, url = archive(), web.fine()
    with closing(State.open(tmp_path / ".feedtool" / "state.sqlite3")):
        done = kept.check(url, "--offline")
    assert (done.status, "1 request to 1 host" in done.out) == (0, True)


def test_a_report_that_cannot_be_written_does_not_cost_the_state(
    archive: MakeArchive, web: Site, tmp_path: Path
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no device that is always full")
    assert archive().check(web.gone(), *LINES, "-o", "/dev/full").status == 2
    assert "broken\thttp-404" in (tmp_path / "links.state").read_text()


# -- lines of text to commit


def test_a_state_can_be_lines_of_text_to_commit(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    file, kept, words = tmp_path / "links.state", archive(), (web.fine(), web.gone(), *LINES)
    kept.check(*words)
    lines = file.read_text("utf-8").splitlines()
    assert [line.split("\t")[:2] for line in lines[1:]] == [[web.url("/fine"), "ok"], [web.url("/gone"), "broken"]]
    before = file.stat()
    assert kept.check(*words).reasons == ["ok", "http-404"]
    after = file.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    with file.open("a", encoding="utf-8") as more:
        more.write("<<<<<<< ours\n")
    third = kept.check(*words)
    assert f"links.state:{len(lines) + 1}: not a line of a state" in third.err
    assert file.read_text("utf-8").splitlines() == lines


def test_a_mark_at_the_beginning_costs_no_line_of_a_state(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    file, kept, words = tmp_path / "links.state", archive(), (web.fine(), *LINES)
    kept.check(*words)
    clean = file.read_bytes()
    for before in (b"\xef\xbb\xbf", b"<<<<<<< ours\n", b"\n"):
        file.write_bytes(before + clean)
        assert [row["asked"] for row in kept.check(*words).rows.values()] == [False]
        assert file.read_bytes() == clean


def test_lines_of_a_newer_version_are_refused(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    newer = "# feedtool links 2: …\nhttps://a.example/\tok\tsince=2026-W01\n"
    (tmp_path / "links.state").write_text(newer, "utf-8")
    done = archive().check(web.fine(), *LINES)
    assert done.status == 2
    assert "links.state: made by a newer feedtool (lines 2, this one knows 1)" in done.err
    assert (tmp_path / "links.state").read_text("utf-8") == newer


def test_a_state_behind_a_link_is_written_where_it_is(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "links.state").symlink_to("real/links.state")
    archive().check(web.fine(), *LINES)
    assert (tmp_path / "links.state").is_symlink()
    assert web.url("/fine") in (tmp_path / "real" / "links.state").read_text()


# -- others at work on it


def test_of_two_runs_at_once_the_second_knows_what_the_first_learned(
    archive: MakeArchive, web: Site, tmp_path: Path
) -> None:
    kept = archive()
    first = kept.start("check", web.gone("/a"), *LINES)
    until(lambda: web.requests)
    kept.check(web.fine("/b"), *LINES)
    first.communicate(timeout=20)
    state = (tmp_path / "links.state").read_text()
    assert f"{web.url('/a')}\tbroken" in state
    assert f"{web.url('/b')}\tok" in state


def test_a_state_that_is_removed_while_a_check_runs_is_said(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    async def removing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        for file in tmp_path.glob("links.sqlite3*"):
            file.unlink()
        await STORY(reader, writer, head)

    done = archive().check(web.put("/a", removing), *DATABASE)
    assert done.status == 2
    assert "links.sqlite3: was removed while the check ran" in done.err


# -- files that are no state, or no longer


@pytest.mark.parametrize("name", ["notes.md", "notes.txt", "notes.state"])
def test_a_file_of_ones_own_is_never_taken_for_a_state(
    archive: MakeArchive, web: Site, tmp_path: Path, name: str
) -> None:
    notes = "# Notes\n\nNot to be lost.\n"
    (tmp_path / name).write_text(notes)
    kept, words = archive(), (web.fine(), "--state", name)
    commands = [kept.check(*words), kept.check(*words, "--offline")]
    if name.endswith("md"):
        commands.append(kept.report("--state", name))
    for done in commands:
        assert (done.status, done.out) == (2, "")
        assert "this is not a state of links" in done.err
    assert [(path.name, path.read_text()) for path in tmp_path.glob("notes*")] == [(name, notes)]


@pytest.mark.parametrize("name", ["x" * 300, "file/below"])
def test_a_state_that_cannot_be_there_is_told_in_a_line(
    archive: MakeArchive, web: Site, tmp_path: Path, name: str
) -> None:
    (tmp_path / "file").write_text("")
    kept = archive()
    for done in (kept.check(web.fine(), "--state", name), kept.report("--state", name)):
        assert done.status == 2
        assert "Traceback" not in done.err
        assert name[:20] in done.err


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE target SET verdict = 'perhaps'",
        "UPDATE target SET checked_ms = 'yesterday'",
        "UPDATE target SET url = CAST(x'ff' AS TEXT) || url, reason = CAST(x'fffe' AS TEXT)",
        "UPDATE answer SET outcome = x'c1'",
        "UPDATE change SET redirects = '{'",
        "UPDATE link SET settled = x'00'",
    ],
)
def test_a_state_with_nonsense_in_it_is_told_in_a_line(
    archive: MakeArchive, web: Site, tmp_path: Path, damage: str
) -> None:
    kept, urls = archive(), (web.fine(), web.moved())
    kept.check(*urls, "https://10.0.0.1/", *DATABASE)
    with closing(sqlite3.connect(tmp_path / "links.sqlite3")) as db, db:
        db.execute(damage)
    for done in (kept.report(*DATABASE, "--format", "html"), kept.check(*urls, *DATABASE)):
        assert "Traceback" not in done.err
        assert done.status in (0, 2), done.err
        assert len(done.err.splitlines()) <= 1
