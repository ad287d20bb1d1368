"""A check that is stopped by a signal: it says what it knows, and the next run goes on from there."""

import os
import signal
from contextlib import closing
from pathlib import Path

import pytest

from feedtool.state.state import State
from tests.checker.web import answer, hangs, says
from tests.commands.checking import Done, MakeArchive, Site, feed_of, until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals differ there")
STOPPED = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])


@STOPPED
def test_what_is_known_is_told_when_a_run_is_stopped(archive: MakeArchive, web: Site, number: signal.Signals) -> None:
    kept = archive()
    process = kept.start("check", web.fine(), web.hanging())
    until(lambda: web.times("/hanging") and "ok" in kept.report().reasons)
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert Done(130, out, err).reasons == ["ok", "not-asked"]


@pytest.mark.parametrize("number", ["KILL", "TERM", "INT"])
def test_a_run_stopped_at_half_goes_on_from_there(archive: MakeArchive, web: Site, number: str) -> None:
    web.put("*", says(answer(), pause_s=0.05, close=False))
    urls = [web.url(f"/{one}") for one in range(60)]
    kept, words = archive(), (*urls, "--rate", "0", "--per-host", "2")
    process = kept.start("check", *words)
    until(lambda: len(web.requests) >= len(urls) // 2 + 10)
    process.send_signal(getattr(signal, f"SIG{number}"))
    process.communicate(timeout=20)
    asked = len(web.requests)
    assert asked < len(urls), "it was not stopped in time to show anything"
    done = kept.check(*words)
    again = len(web.requests) - asked
    assert done.reasons == ["ok"] * len(urls)
    assert "going on with a run that was stopped" in done.err
    assert asked + again <= len(urls) + (15 if number == "KILL" else 5)


def test_a_run_can_be_stopped_while_a_feed_is_fetched_again(archive: MakeArchive, web: Site) -> None:
    process = archive().start("check", web.put("/feed", feed_of("http://10.0.0.1/"), hangs()))
    until(lambda: web.times("/feed") == 2)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=10)
    assert process.returncode == 130


@STOPPED
def test_a_check_that_waits_for_another_can_be_stopped(
    archive: MakeArchive, web: Site, tmp_path: Path, number: signal.Signals
) -> None:
    kept, words = archive(), ("check", web.fine(), "--state", "links.sqlite3")
    kept.check(*words[1:])
    with closing(State.open(tmp_path / "links.sqlite3")):
        waiting = kept.start(*words)
        assert waiting.stderr is not None
        assert "another check is using it" in waiting.stderr.readline()
        waiting.send_signal(number)
        _, told = waiting.communicate(timeout=20)
    assert waiting.returncode == 130
    assert "Traceback" not in told
