"""The state from outside: one check at a time, and what reports and the history of a link show meanwhile."""

import os
import re
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from feedtool.commands.history import describe
from feedtool.commands.report import report
from feedtool.config.keys import FORMATS
from feedtool.runs.options import CheckOptions
from feedtool.state.state import State
from feedtool.terminal.terminal import Terminal
from tests.commands.checking import MakeArchive, Site, until
from tests.state.making import GONE, NOW, A, B, ended

CONFIG = '[check]\nallow-private = ["127.0.0.0/8"]\nretries = 0\nstate = "links.sqlite3"\n'


class Noted(Terminal):
    """A screen that keeps what it is told."""

    def __init__(self) -> None:
        super().__init__(quiet=True)
        self.said: list[str] = []
        self.shown: dict[str, str] = {}

    def say(self, message: str) -> None:
        self.said.append(message)

    def show(self, pieces: Iterator[str], form: str) -> None:
        self.shown[form] = "".join(pieces)


def reports(folder: Path) -> tuple[dict[str, str], list[str]]:
    """Return the report of the stored run in every format, and what was said beside each."""
    screen, state = Noted(), folder / "links.sqlite3"
    for form in FORMATS:
        report(CheckOptions((), state=state, reports=[(form, None)], title="News"), screen=screen)
    return screen.shown, sorted(set(screen.said))


@pytest.mark.parametrize("way", ["option", "key"])
def test_a_second_check_gives_up_after_its_wait_and_names_the_first(
    archive: MakeArchive, web: Site, tmp_path: Path, way: str
) -> None:
    kept = archive(config=CONFIG + ("wait = 0.2\n" if way == "key" else ""))
    more = ("--wait", "0.2") if way == "option" else ()
    with closing(State.open(tmp_path / "links.sqlite3")):
        done = kept.program("check", web.fine(), *more)
    assert done.status == 2
    waiting, over = done.err.splitlines()
    holder = f"links.sqlite3: another check is using it (process {os.getpid()})"
    assert waiting == f"{holder}; waiting for that to end, at most 0.2 seconds"
    assert over == f"feedtool: {holder} after 0.2 seconds; start again when that has ended, or wait longer with --wait"
    assert not web.requests


def test_a_wait_that_is_no_time_is_refused(archive: MakeArchive) -> None:
    done = archive().check("https://a.example/", "--wait", "-1")
    assert (done.status, done.err) == (2, "feedtool: --wait: -1.0 is too small; write 0 to 86400\n")


def test_an_offline_check_waits_for_nobody(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    kept = archive(config=CONFIG)
    with closing(State.open(tmp_path / "links.sqlite3")):
        done = kept.program("check", web.fine(), "--offline")
    assert (done.status, done.err) == (0, "")
    assert "1 link: 1 request to 1 host" in done.out


def test_reports_and_history_are_there_while_a_check_runs(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    kept, urls = archive(config=CONFIG), (web.fine(), web.gone())
    kept.check(*urls)
    check = kept.start("check", *urls, web.hanging("/slow"), "--all")
    until(lambda: web.times("/slow") and reports(tmp_path)[1])  # somebody has answered
    try:
        began = time.monotonic()
        done = kept.report("--format", "csv")
        assert (done.status, urls[1] in done.out) == (0, True)
        assert "note: the last check is under way or was stopped" in done.err
        done = kept.history(urls[1])
        assert (done.status, "broken (http-404)" in done.out, done.err) == (0, True, "")
        assert time.monotonic() - began < 15, "it waits for as long as the check runs"
        assert check.poll() is None, "the check still runs"
    finally:
        check.kill()
        check.communicate()


def test_after_a_run_without_a_network_every_report_is_that_of_the_run_before(
    archive: MakeArchive, tmp_path: Path
) -> None:
    kept = archive(config=CONFIG)
    with Site() as web:
        urls = [web.fine(), web.gone(), *web.silent(2)]
        assert kept.check(*urls).status == 1
    before, said = reports(tmp_path)
    assert said == []
    assert "http-404" in before["text"]
    done = kept.check(*urls, "--all", "--format", "jsonl")
    assert (done.status, done.reasons) == (3, ["network-down"])
    after, said = reports(tmp_path)
    (note,) = said
    assert re.fullmatch(
        r"note: the check of 20\S+ could not tell anything; these are the results of the run before it of 20\S+", note
    )
    text = note.removeprefix("note: ")
    assert after.pop("text") == f"{text}\n\n{before.pop('text')}", "it is told where people read"
    assert text in after.pop("markdown")
    assert after == {form: one for form, one in before.items() if form != "markdown"}


@pytest.mark.skipif(os.name == "nt", reason="signals differ there")
@pytest.mark.parametrize("how", ["--max-time", "Ctrl-C"])
def test_what_a_run_cut_short_did_not_get_to_is_shown_as_last_known(
    archive: MakeArchive, web: Site, tmp_path: Path, how: str
) -> None:
    kept, urls = archive(config=CONFIG), (web.fine(), web.gone())
    kept.check(*urls)
    web.hanging("/gone")
    if how == "--max-time":
        done = kept.check(*urls, "--all", "--max-time", "2")
        assert done.status == 3
        shown = done.out
    else:
        check = kept.start("check", *urls, "--all")
        until(lambda: reports(tmp_path)[1])  # somebody has answered
        check.send_signal(signal.SIGINT)
        shown, _ = check.communicate(timeout=30)
        assert check.returncode == 130
    after, _ = reports(tmp_path)
    for text in (shown, after["text"], after["jsonl"], after["json"], after["csv"], after["markdown"], after["html"]):
        assert "http-404" in text
        assert "not asked in this run: " in text
        assert "not-asked" not in text


def test_the_history_of_a_state_of_lines_changes_nothing(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    archive(config=CONFIG).check(web.gone(), "--state", "links.state")
    lines = tmp_path / "links.state"
    lines.write_text(lines.read_text() + "https://b.example/\tblocked\thttp-403\tsince=2026-W01\n")
    options = CheckOptions((), state=lines, folder=tmp_path / ".feedtool")
    (beside,) = (tmp_path / ".feedtool").glob("links.state-*.sqlite3")
    before = lines.read_bytes(), beside.read_bytes()
    with closing(State.open(beside)):  # as a check does meanwhile
        told = describe("https://b.example/", options, now_ms=NOW, say=pytest.fail)
        assert told is not None
        assert "blocked (http-403)" in told[1]
        assert describe(web.url("/gone"), options, now_ms=NOW, say=pytest.fail) is not None
    assert (lines.read_bytes(), beside.read_bytes()) == before


def test_a_shell_that_looks_at_the_state_keeps_no_check_waiting(
    archive: MakeArchive, web: Site, tmp_path: Path
) -> None:
    ended(tmp_path / "links.sqlite3", A, B, b=GONE).close()
    with closing(sqlite3.connect(tmp_path / "links.sqlite3")) as shell:
        rows = shell.execute("SELECT url FROM target UNION ALL SELECT url FROM link")
        rows.fetchone()
        done = archive(config=CONFIG).program("check", web.fine(), "--wait", "0")
    assert (done.status, done.err) == (0, "")
