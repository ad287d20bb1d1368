"""Links that somebody knows to be dead: written to the file of accepted links."""

import os
from collections.abc import Sequence
from pathlib import Path

from feedtool.errors import InputError
from feedtool.files import replace_file
from feedtool.links.accepted import address_of, with_accepted
from feedtool.runs.accepted import text_of
from feedtool.text import one_line


def accept(file: Path, urls: Sequence[str], why: str) -> list[str]:
    """Accept that links are dead, for a reason; return them as they are written.

    Raise InputError if an address is no http(s) URL, the reason is empty or the file cannot be read, OutputError if it
    cannot be written; then nothing is changed.
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
    before = text_of(file)
    after = with_accepted(before, found, reason)
    if after != before:
        replace_file(Path(os.path.realpath(file)), after.encode())  # a link is the user's way to say where
    return found
