"""Links that somebody knows to be dead: read from the file of accepted links."""

from collections.abc import Callable
from pathlib import Path

from feedtool.errors import InputError
from feedtool.links.accepted import parse_accepted

_TOLD = 20  # lines that are not understood
Say = Callable[[str], None]


def read_accepted(file: Path, say: Say) -> dict[str, str]:
    """Return why links are accepted as dead, by serialised URL; lines that are not understood are told.

    Raise InputError if the file is there and cannot be read.
    """
    accepted = parse_accepted(text_of(file), file.as_posix())
    for problem in accepted.problems[:_TOLD]:
        say(problem)
    if len(accepted.problems) > _TOLD:
        say(f"{file}: and {len(accepted.problems) - _TOLD} more lines that are not understood")
    return dict(accepted.reasons)


def text_of(file: Path) -> str:
    """Return the text of the file, nothing where it is missing. Raise InputError if it cannot be read."""
    try:
        if file.exists() and not file.is_file():
            raise InputError(f"{file}: not a file; name another for the accepted links")
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: not UTF-8; save it as UTF-8") from error
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror or error}") from error
