"""The folder that a command runs in → the addresses of its files, where the repository is known.

On GitHub the job's environment names the repository and the commit; elsewhere the checkout around the folder does.
Which of that can be trusted is left to `github.repository`.
"""

from collections.abc import Mapping
from pathlib import Path

from feedtool.github.checkout import Checkout
from feedtool.github.repository import from_config, from_environment
from feedtool.reports.wording import LinkOf, nowhere


def link_of(environment: Mapping[str, str], folder: Path) -> LinkOf:
    """Return the function that tells the address of a line of a file; it knows none if no repository is known.

    Paths are as reports have them: relative to the folder, or absolute.
    """
    try:
        here = folder.resolve()
        checkout = Checkout.around(here)
        repository = from_environment(environment) or (from_config(checkout.config) if checkout else None)
    except OSError:
        return nowhere
    if repository is None:
        return nowhere
    top = checkout.top if checkout else here

    def address(path: str, line: int) -> str | None:
        if "://" in path:  # a feed that was fetched
            return None
        try:
            inside = (here / path).relative_to(top).as_posix()
        except ValueError:
            return None
        return repository.address_of(inside, line)

    return address
