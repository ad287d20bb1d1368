"""Options that do not go together."""

import click
import pytest
from click.testing import CliRunner

from feedtool.cli.clashes import Alone, Clash, Needs, refusing

ALONE = "no other option changes it"


@click.command()
@click.argument("file", required=False)
@click.option("-o", "--output", "to")
@click.option("--colour", type=click.Choice(["red", "green"]), default="green")
@click.option("--loud/--quiet", default=None)
@click.option("--schema", is_flag=True)
@refusing(
    Clash("--output", "--loud", "a file makes no noise; leave out one"),
    Clash("--output", "--colour red", "no file is red; write green"),
    Needs("--quiet", "--colour red", "only red is loud; add it"),
    Alone("--schema", ALONE),
)
def draw(**given: object) -> int:
    click.echo(" ".join(sorted(name for name, value in given.items() if value is not None)))
    return 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("-o x --loud", "--output and --loud: a file makes no noise; leave out one"),
        ("--colour red --output x", "--output and --colour red: no file is red; write green"),
        ("--quiet", "--quiet without --colour red: only red is loud; add it"),
        ("--schema --colour green", f"--schema and --colour: {ALONE}; leave out --colour"),
        ("a.md --schema", f"--schema and FILE: {ALONE}; leave out FILE"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(words: str, told: str) -> None:
    done = CliRunner().invoke(draw, words.split())
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (2, f"Error: {told}")


@pytest.mark.parametrize(
    "words",
    ["", "-o x", "--loud", "-o x --colour green", "--quiet --colour red", "--schema", "a.md"],
)
def test_a_default_or_another_value_clashes_with_nothing(words: str) -> None:
    assert CliRunner().invoke(draw, words.split()).exit_code == 0


def test_the_help_and_the_options_stay_those_of_the_command() -> None:
    assert "--colour [red|green]" in CliRunner().invoke(draw, ["--help"]).stdout
