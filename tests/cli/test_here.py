"""What holds where a command runs."""

from pathlib import Path

import click
import pytest

from feedtool.cli.here import config_here
from feedtool.errors import ConfigError, InputError


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
