"""The helps of all commands, as they are shown at 80 columns."""

import re
from typing import Annotated

import click
import pytest
from click.testing import CliRunner

from feedtool.cli.main import cli
from feedtool.cli.options import key_options
from feedtool.config.declaration import Key, declared
from feedtool.config.keys import Check, Config

COMMANDS = ["", *cli.list_commands(click.Context(cli))]


def help_of(command: str) -> str:
    done = CliRunner().invoke(cli, [*command.split(), "--help"], terminal_width=80, prog_name="feedtool")
    assert done.exit_code == 0
    return done.output


def options_in(text: str) -> dict[str, str]:
    """Return the options of a help, each with its words on one line."""
    section = text.partition("\nOptions:\n")[2].partition("\nCommands:\n")[0]
    entries = re.split(r"\n(?=  -)", "\n" + section.rstrip())[1:]
    parted = [re.split(r"\s{2,}", entry.strip(), maxsplit=1) for entry in entries]
    return {flag: " ".join(words.split()) for flag, words in parted}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_help_fits_into_80_columns_and_breaks_no_word(command: str) -> None:
    lines = help_of(command).splitlines()
    assert [line for line in lines if len(line) > 80] == []
    assert [line for line in lines if line.endswith("-")] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_an_option_has_a_sentence_and_perhaps_a_default(command: str) -> None:
    found = options_in(help_of(command))
    assert found
    for flag, words in found.items():
        assert re.fullmatch(r"[A-Zf][^\[]*\.( \[(default: )?[^\]]+\])?", words), (flag, words)


@pytest.mark.parametrize("command", COMMANDS[1:])
def test_a_command_says_what_each_exit_status_means(command: str) -> None:
    assert "Exit status: 0 " in help_of(command) or command == "serve"


@pytest.mark.parametrize(("command", "table"), [("build", Config), ("config", Config), ("check", Check)])
def test_every_key_that_has_an_option_is_one_of_the_command_that_uses_it(command: str, table: type) -> None:
    words = help_of(command)
    for one in declared(table):
        for flag in one.flags:
            assert re.search(rf"(?<![\w-]){flag}(?![\w-])", words), flag


def test_a_key_is_all_that_an_option_needs() -> None:
    from dataclasses import dataclass

    @dataclass(frozen=True)
    class Table:
        wait: Annotated[float, Key("Wait up to SECONDS.", value="SECONDS", least=0)] = 600.0
        name: Annotated[tuple[str, ...], Key("Take NAME, too.", value="NAME")] = ()
        sure: Annotated[bool, Key("Be sure.")] = False

    given: dict[str, object] = {}

    @click.command()
    @key_options(Table)
    def command(**flags: object) -> None:
        given.update(flags)

    done = CliRunner().invoke(command, ["--help"], terminal_width=80)
    assert options_in(done.output) == {
        "--wait SECONDS": "Wait up to SECONDS. [default: 600; 0 or more]",
        "--name NAME": "Take NAME, too; repeatable.",
        "--sure": "Be sure.",
        "--help": "Show this message and exit.",
    }
    CliRunner().invoke(command, ["--wait", "5", "--name", "a", "--name", "b"])
    assert given == {"wait": "5", "name": ("a", "b"), "sure": None}
