"""argv → command → exit status; each command is loaded when it is asked for."""

import contextlib
import importlib
import io
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from feedtool import __version__
from feedtool.cli.status import INTERRUPTED
from feedtool.errors import FeedtoolError
from feedtool.terminal.terminal import say

# The module of this room that holds a command, and its name there.
_COMMANDS: Mapping[str, tuple[str, str]] = {
    "accept": ("links", "accept"),
    "action": ("github", "action"),
    "build": ("build", "build"),
    "check": ("links", "check"),
    "config": ("config", "config_"),
    "diff": ("diff", "diff_"),
    "history": ("links", "history"),
    "init": ("init", "init"),
    "list": ("list", "list_"),
    "lock": ("lock", "lock"),
    "merge": ("links", "merge"),
    "report": ("links", "report"),
    "serve": ("serve", "serve"),
}


class _ReaderGoneError(Exception):
    """Whoever read our output has stopped reading (`| head`)."""


class _Commands(click.Group):
    """Commands that are loaded one by one, and handle a broken pipe themselves: click would exit with 1, a finding."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        """Return the names of all commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click gives it
        """Return a command by its name, or None if there is none."""
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(f"feedtool.cli.{module}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that arguments begin with. Raise UsageError, with the nearest name, if there is none."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib  # for mistakes

            near = [] if args[0].startswith("-") else difflib.get_close_matches(args[0], _COMMANDS, 1)
            if not near:
                raise
            raise click.UsageError(f"No such command '{args[0]}'. Did you mean '{near[0]}'?", ctx) from error

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise _ReaderGoneError from error
        return result


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", message="feedtool %(version)s")
@click.option(
    "--config",
    metavar="FILE",
    type=click.Path(path_type=Path),
    envvar="FEEDTOOL_CONFIG",
    help="Read the configuration from FILE.  [default: feedtool.toml, here or in the nearest folder above]",
)
@click.pass_context
def cli(context: click.Context, config: Path | None) -> None:
    """Turn a folder of archived news articles into feeds, and keep their links honest.

    \b
      feedtool build          Make the feeds of the articles in seeds/.
      feedtool serve          Try them in a reader on this machine.
      feedtool diff           Say what subscribers will see of them.
      feedtool check          Check every link and image in the articles.
      feedtool init --github  Begin an archive that publishes and checks itself.

    Each command explains itself: feedtool COMMAND --help.
    """
    context.obj = config


def main() -> int:
    """Run the command line, and return its exit status."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # closed by whoever started us: the next thing opened must not take its place
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is None or sys.stderr is None:  # closed by whoever started us (`>&-`)
        nowhere = open(os.devnull, "w")  # noqa: SIM115 - open as long as the process is
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a character is no reason to stop
    signal.signal(signal.SIGTERM, _interrupted)  # like Ctrl-C: what is known by then is saved
    status = _run()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done: nothing is left to interrupt
    return status


def _interrupted(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _run() -> int:
    try:
        status = cli.main(standalone_mode=False)
    except click.ClickException as error:
        told = io.StringIO()
        error.show(told)
        for line in told.getvalue().splitlines():  # the message may quote what the user wrote
            say(line)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except FeedtoolError as error:
        for line in error.args:
            say(f"feedtool: {line}")
        return error.exit_status
    except _ReaderGoneError:
        _discard_output()
        return 0
    except OSError as error:  # errors of all files are told where they happen: this is an error of standard output
        _discard_output()
        say(f"feedtool: standard output cannot be written: {error.strerror or error}")
        return FeedtoolError.exit_status
    return status if isinstance(status, int) else 0


def _discard_output() -> None:
    """Keep the interpreter from writing the rest of the output into a pipe that nobody reads."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
