"""How far a command is, as a terminal shows it."""

from collections import Counter

import pytest

from feedtool.terminal.progress import reading_progress
from feedtool.terminal.terminal import Terminal
from tests.terminal.screens import Put


@pytest.mark.parametrize(("quiet", "tty"), [(True, True), (False, False)])
def test_no_progress_is_shown_to_the_quiet_or_in_a_log(put: Put, quiet: bool, tty: bool) -> None:
    errors = put("stderr", tty=tty)
    with Terminal(quiet=quiet).asking() as show:
        show(Counter(ok=1), 2, 1)
    with Terminal(quiet=quiet).reading() as read:
        read(100, 200)
    assert errors.shown() == b""


def test_what_is_read_at_once_shows_no_progress(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    errors = put("stderr", tty=True)
    monkeypatch.setattr("time.monotonic", lambda: 100.0)
    with reading_progress(quiet=False) as show:
        show(100, 200)
    assert errors.shown() == b""


def test_what_takes_a_second_shows_how_far_it_is(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    errors = put("stderr", tty=True)
    with reading_progress(quiet=False) as show:
        monkeypatch.setattr("feedtool.terminal.progress._PATIENCE_S", 0.0)
        show(101, 200)
        assert errors.shown() == b"", "a look at the clock every hundred"
        show(200, 200)
    assert "reading articles" in errors.shown().decode()


def test_a_check_shows_what_it_knows_by_verdict(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    errors = put("stderr", tty=True)
    monkeypatch.setenv("COLUMNS", "200")
    with Terminal(quiet=False).asking() as show:
        show(Counter(ok=3, broken=1), 9, 1)
    shown = errors.shown().decode()
    assert "3 ok, 1 broken; 1 host waiting" in shown
    assert "4/9" in shown
