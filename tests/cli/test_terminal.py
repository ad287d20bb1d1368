"""What the commands share at a terminal."""

import io
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import click
import pytest

from feedtool.cli.terminal import Terminal, config_here, reading_progress, say
from feedtool.errors import ConfigError, InputError


class Screen(io.TextIOWrapper):
    """A standard output or error: bytes in an encoding, and perhaps a terminal."""

    def __init__(self, encoding: str = "utf-8", *, tty: bool = False) -> None:
        super().__init__(io.BytesIO(), encoding, "backslashreplace", newline="")
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty

    def shown(self) -> bytes:
        self.flush()
        return self.buffer.getvalue()  # type: ignore[attr-defined, no-any-return]  # a BytesIO


Put = Callable[..., Screen]


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Put:
    """Put a screen in the place of standard output or error, and return it."""

    def put(name: str = "stdout", *, encoding: str = "utf-8", tty: bool = False) -> Screen:
        screen = Screen(encoding, tty=tty)
        monkeypatch.setattr(sys, name, screen)
        return screen

    return put


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


# -- progress


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
        monkeypatch.setattr("feedtool.cli.terminal._PATIENCE_S", 0.0)
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


# -- the configuration of the folder


def configured(**flags: object):  # type: ignore[no-untyped-def]  # a Config
    with click.Context(click.Command("x")):
        return config_here(**flags)


def test_the_configuration_is_that_of_the_folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "feedtool.toml").write_text('title = "The mill"\nmax-entries = 7\n')
    monkeypatch.chdir(tmp_path)
    assert configured().title == "The mill"
    assert configured(max_entries=9).max_entries == 9, "a flag counts before the file"


def test_another_file_can_be_named_for_the_whole_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other.toml").write_text('title = "Another"\n')
    monkeypatch.chdir(tmp_path)
    with click.Context(click.Command("x"), obj=tmp_path / "other.toml"):
        assert config_here().title == "Another"


def test_what_is_wrong_with_it_is_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "feedtool.toml").write_text("titel = 1\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match="did you mean 'title'"):
        configured()


def test_a_folder_that_is_gone_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Path:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(Path, "cwd", gone)
    with pytest.raises(InputError, match="current folder cannot be read: No such file or directory; change to another"):
        configured()
