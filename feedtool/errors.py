"""What stops a run, and what is merely reported.

A bad seed or a doubtful date is a value (`Problem`): it is collected, the rest goes on. Only these stop a run::

    FeedtoolError        exit status 2, a line for each argument, no traceback
    ├── ConfigError      the configuration file is wrong
    ├── InputError       what was named cannot be read or is not what it should be
    └── OutputError      a file cannot be written
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something found in a seed: ``line`` counts from 1, ``code`` is stable, ``message`` is for people.

    The message says what was found and, after a semicolon, what would be right.
    """

    line: int
    code: str
    message: str


class FeedtoolError(Exception):
    """The run cannot go on; each argument is one clear sentence for the user."""

    exit_status = 2


class ConfigError(FeedtoolError):
    """The configuration is wrong; each argument is a line that names file, line and key, and what would be right."""

    def __str__(self) -> str:
        return "\n".join(self.args)


class InputError(FeedtoolError):
    """Something the user named is missing, unreadable or of the wrong kind."""


class OutputError(FeedtoolError):
    """Something cannot be written where the user asked for it."""
