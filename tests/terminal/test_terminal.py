"""The terminal that a command runs at."""

import sys
from datetime import UTC
from pathlib import Path

import pytest

from feedtool.terminal.terminal import Terminal, say
from tests.terminal.screens import Put, Screen


def test_a_message_goes_to_standard_error_with_nothing_in_it_that_is_obeyed(put: Put) -> None:
    screen, errors = put(), put("stderr")
    say("a\x1b[31m 水")
    assert errors.shown().decode() == "a\\x1b[31m 水\n"
    assert screen.shown() == b""


def test_a_message_that_nobody_hears_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(Screen):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stderr", Closed())
    say("a word")


@pytest.mark.parametrize(("quiet", "heard"), [(False, "matters\nmay be left out\n"), (True, "matters\n")])
def test_what_may_be_left_out_is_left_out_by_the_quiet(put: Put, quiet: bool, heard: str) -> None:
    errors = put("stderr")
    terminal = Terminal(quiet=quiet)
    terminal.say("matters")
    terminal.note("may be left out")
    assert errors.shown().decode() == heard


def test_text_is_shown_in_the_terminals_own_encoding_and_all_else_in_utf_8(put: Put) -> None:
    shown = {}
    for form in ("text", "csv"):
        screen = put(encoding="gbk")
        Terminal(quiet=False).show(iter(("水", "磨\n")), form)
        shown[form] = screen.shown()
    assert shown == {"text": "水磨\n".encode("gbk"), "csv": "水磨\n".encode()}


def test_half_a_letter_of_a_file_name_is_shown_as_an_escape(put: Put) -> None:
    screen = put()
    Terminal(quiet=False).show(iter(("a\udcffb",)), "json")
    assert screen.shown() == b"a\\udcffb"


def test_the_quiet_show_no_report_and_do_not_make_it(put: Put) -> None:
    screen = put()

    def pieces():  # type: ignore[no-untyped-def]  # it yields nothing
        raise AssertionError("it is made")
        yield ""

    Terminal(quiet=True).show(pieces(), "text")
    assert screen.shown() == b""


def test_a_text_goes_to_the_screen_or_into_a_file(put: Put, tmp_path: Path) -> None:
    screen = put()
    Terminal(quiet=False).show_text("on the screen\n", None)
    Terminal(quiet=True).show_text("水磨\n", tmp_path / "a.txt")
    assert screen.shown() == b"on the screen\n"
    assert (tmp_path / "a.txt").read_bytes() == "水磨\n".encode()


def test_the_time_is_a_moment() -> None:
    assert Terminal(quiet=False).now().tzinfo is UTC
