"""The state from outside: one check at a time, and what reports and the history of a link show meanwhile."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from feedtool.cli.terminal import Terminal
from feedtool.commands.history import describe
from feedtool.commands.options import CheckOptions
from feedtool.commands.report import report
from feedtool.config.keys import FORMATS
from feedtool.state.state import State
from tests.checker.web import Web, answer, hangs, says
from tests.state.making import GONE, NOW, A, B, ended

PAGE = says(answer(b"<!doctype html><title>A story</title><p>" + b"Something to read. " * 120), close=False)
CLOSED = ("127.0.0.2", "127.0.0.3")  # nobody listens there
OPENED = ("--allow-private", "127.0.0.0/8", "--retries", "0", "--state", "links.sqlite3")


def command(folder: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "feedtool", *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        encoding="utf-8", env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    process = command(folder, *words)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


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


@pytest.fixture
def web() -> Iterator[Web]:
    with Web({"/fine": PAGE}) as web:
        yield web


def until(seen: object, seconds: float = 20) -> None:
    limit = time.monotonic() + seconds
    while not seen() and time.monotonic() < limit:  # type: ignore[operator]
        time.sleep(0.01)


@pytest.mark.parametrize("way", ["option", "key"])
def test_a_second_check_gives_up_after_its_wait_and_names_the_first(tmp_path: Path, web: Web, way: str) -> None:
    (tmp_path / "feedtool.toml").write_text("[check]\nwait = 0.2\n" if way == "key" else "")
    more = ("--wait", "0.2") if way == "option" else ()
    with closing(State.open(tmp_path / "links.sqlite3")):
        status, _, told = run(tmp_path, "check", web.url("/fine"), *OPENED, *more)
    assert status == 2
    waiting, over = told.splitlines()
    holder = f"links.sqlite3: another check is using it (process {os.getpid()})"
    assert waiting == f"{holder}; waiting for that to end, at most 0.2 seconds"
    assert over == f"feedtool: {holder} after 0.2 seconds; start again when that has ended, or wait longer with --wait"
    assert not web.requests


def test_a_wait_that_is_no_time_is_refused(tmp_path: Path) -> None:
    status, _, told = run(tmp_path, "check", "https://a.example/", "--wait", "-1")
    assert (status, told) == (2, "feedtool: --wait: -1.0 is too small; write 0 to 86400\n")


def test_an_offline_check_waits_for_nobody(tmp_path: Path, web: Web) -> None:
    with closing(State.open(tmp_path / "links.sqlite3")):
        status, out, told = run(tmp_path, "check", web.url("/fine"), "--offline", *OPENED)
    assert (status, told) == (0, "")
    assert "1 link: 1 request to 1 host" in out


def test_reports_and_history_are_there_while_a_check_runs(tmp_path: Path) -> None:
    with Web({"/fine": PAGE}) as web:
        urls = [web.url("/fine"), web.url("/gone"), web.url("/slow")]
        run(tmp_path, "check", *urls[:2], *OPENED)
        web._handle = {"/fine": PAGE, "/slow": hangs()}
        check = command(tmp_path, "check", *urls, *OPENED, "--all")
        until(lambda: any(b"/slow" in head for head in web.requests))
        try:
            began = time.monotonic()
            status, out, told = run(tmp_path, "report", "--state", "links.sqlite3", "--format", "csv")
            assert (status, urls[1] in out) == (0, True)
            assert "note: the last check is under way or was stopped" in told
            status, out, told = run(tmp_path, "history", urls[1], "--state", "links.sqlite3")
            assert (status, "broken (http-404)" in out, told) == (0, True, "")
            assert time.monotonic() - began < 15, "it waits for as long as the check runs"
            assert check.poll() is None, "the check still runs"
        finally:
            check.kill()
            check.communicate()


def test_after_a_run_without_a_network_every_report_is_that_of_the_run_before(tmp_path: Path) -> None:
    with Web({"/fine": PAGE}) as web:
        urls = [web.url("/fine"), web.url("/gone"), *(web.url("/", host=host) for host in CLOSED)]
        status, _, _ = run(tmp_path, "check", *urls, *OPENED)
        assert status == 1
    before, said = reports(tmp_path)
    assert said == []
    assert "http-404" in before["text"]
    status, out, _ = run(tmp_path, "check", *urls, *OPENED, "--all", "--format", "jsonl")
    assert (status, "network-down" in out) == (3, True)
    after, said = reports(tmp_path)
    assert after == before
    (note,) = said
    assert note.startswith("note: the check of 20")
    assert note.endswith("these are the results of the run before it")


@pytest.mark.skipif(os.name == "nt", reason="signals differ there")
@pytest.mark.parametrize("how", ["--max-time", "Ctrl-C"])
def test_what_a_run_cut_short_did_not_get_to_is_shown_as_last_known(tmp_path: Path, how: str) -> None:
    more = ("--max-time", "3") if how == "--max-time" else ()
    with Web({"/fine": PAGE}) as web:
        urls = [web.url("/fine"), web.url("/gone")]
        run(tmp_path, "check", *urls, *OPENED)
        web._handle = {"/fine": PAGE, "/gone": hangs()}
        check = command(tmp_path, "check", *urls, *OPENED, "--all", "--format", "text", *more)
        if not more:
            until(lambda: reports(tmp_path)[1])  # somebody has answered
            check.send_signal(signal.SIGINT)
        out, _ = check.communicate(timeout=30)
    assert check.returncode == (3 if more else 130)
    marked = "not asked in this run: "
    after, _ = reports(tmp_path)
    for text in (out, after["text"], after["jsonl"], after["json"], after["csv"], after["markdown"], after["html"]):
        assert "http-404" in text
        assert marked in text
        assert "not-asked" not in text


def test_the_history_of_a_state_of_lines_changes_nothing(tmp_path: Path, web: Web) -> None:
    words = (*OPENED[:-1], "links.state")
    run(tmp_path, "check", web.url("/gone"), *words)
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


def test_a_shell_that_looks_at_the_state_keeps_no_check_waiting(tmp_path: Path, web: Web) -> None:
    ended(tmp_path / "links.sqlite3", A, B, b=GONE).close()
    with closing(sqlite3.connect(tmp_path / "links.sqlite3")) as shell:
        rows = shell.execute("SELECT url FROM target UNION ALL SELECT url FROM link")
        rows.fetchone()
        status, _, told = run(tmp_path, "check", web.url("/fine"), *OPENED, "--wait", "0")
    assert (status, told) == (0, "")
