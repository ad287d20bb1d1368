"""Links that somebody knows to be dead: written to the file of accepted links, and read from it."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from feedtool.errors import InputError
from feedtool.files import replace_file
from feedtool.links.accepted import address_of, parse_accepted, with_accepted
from feedtool.text import one_line

_TOLD = 20  # lines that are not understood
Say = Callable[[str], None]


def accept(file: Path, urls: Sequence[str], why: str) -> list[str]:
    """Accept that links are dead, for a reason; return them as they are written.

    Raise InputError if an address is none, the reason is empty or the file cannot be read, OutputError if it cannot be
    written; then nothing is changed.
    """
    reason = one_line(why)
    if not reason:
        raise InputError("no reason; say why these links may be dead: --why 'the site is gone since 2024'")
    found = []
    for url in urls:
        if "***" in url or "…" in url:
            raise InputError(f"{url}: a report has masked or shortened this address; take it from the article")
        written = address_of(url)
        if written is None:
            raise InputError(f"{url}: no http(s) address; write it as the report shows it")
        found.append(written)
    before = _text_of(file)
    after = with_accepted(before, found, reason)
    if after != before:
        replace_file(Path(os.path.realpath(file)), after.encode())  # a link is the user's way to say where
    return found


def read_accepted(file: Path, say: Say) -> dict[str, str]:
    """Return why links are accepted as dead, by serialised URL; lines that are not understood are told.

    Raise InputError if the file is there and cannot be read.
    """
    accepted = parse_accepted(_text_of(file), file.as_posix())
    for problem in accepted.problems[:_TOLD]:
        say(problem)
    if len(accepted.problems) > _TOLD:
        say(f"{file}: and {len(accepted.problems) - _TOLD} more lines that are not understood")
    return dict(accepted.reasons)


def _text_of(file: Path) -> str:
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
