"""The command that shows the settings."""

from pathlib import Path
from typing import Any

import click

from feedtool.cli.clashes import Alone, refusing
from feedtool.cli.here import config_here
from feedtool.cli.options import SEEDS, feed_options
from feedtool.terminal.terminal import say


@click.command(name="config")
@SEEDS
@feed_options()
@click.option("--schema", is_flag=True, help="Print the JSON Schema of feedtool.toml, for editors, and nothing else.")
@refusing(Alone("--schema", "the schema is the same whatever is set"))
def config_(seeds: Path | None, schema: bool, **chosen: Any) -> int:
    """Show the value of every setting, and where it comes from.

    Settings are read from feedtool.toml, or from the table [tool.feedtool] of pyproject.toml, in this folder or in the
    nearest folder above. Options override the file. What is printed is a feedtool.toml that sets the same values.

    Exit status: 0 the configuration is fine; 2 something in it is wrong: all faults are told, with file, line and
    column.
    """
    from feedtool.commands.config import describe, notes
    from feedtool.config.schema import schema_text

    if schema:
        print(schema_text(), end="")
        return 0
    config = config_here(seeds=seeds, **chosen)
    print(describe(config), end="")
    for note in notes(config):
        say(f"note: {note}")
    return 0
