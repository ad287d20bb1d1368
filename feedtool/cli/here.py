"""What holds where a command runs: the configuration of the folder, and the moment of a build."""

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool.errors import ConfigError, InputError

if TYPE_CHECKING:
    from feedtool.config.keys import Config


def config_here(**flags: Any) -> "Config":
    """Return the configuration in force in the working directory, with flags by field; those of a check in ``check``.

    Where a flag names an output below the configured one, the configuration is that of a part of the archive, with an
    address and an id of its own.
    Raise InputError if the working directory cannot be read, ConfigError if anything in the configuration is wrong.
    """
    from feedtool.config.file import load_config

    try:
        here = Path.cwd()
    except OSError as error:
        raise InputError(f"the current folder cannot be read: {error.strerror or error}; change to another") from error
    file = click.get_current_context().find_object(Path)
    config = load_config(here, flags, file=file)
    if flags.get("output") is None:
        return config
    from feedtool.cli.derived import as_part_of

    with contextlib.suppress(ConfigError):  # without these folders it may be wrong: then there is no main feed
        main = load_config(here, {**flags, "output": None, "seeds": None}, file=file)
        return as_part_of(main, config, flags)
    return config


def build_clock() -> datetime:
    """Return the moment of a build: that of SOURCE_DATE_EPOCH (reproducible-builds.org) where it is set, else now.

    Raise ConfigError if it is no number of seconds since 1970.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if not given:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ConfigError(
            f"SOURCE_DATE_EPOCH: {given[:60]!r} is no moment; write seconds since 1970, such as 1735689600"
        ) from error
