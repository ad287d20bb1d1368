"""The folder that a command runs in → the addresses of its files, where the repository is known.

On GitHub the job's environment names the repository and the commit; elsewhere the folder's own ``.git`` does. Which of
that can be trusted is left to `github.repository`.
"""

from collections.abc import Mapping
from pathlib import Path

from feedtool.github.repository import from_config, from_environment
from feedtool.reports.wording import LinkOf, nowhere

_CONFIG_BYTES = 100_000


def link_of(environment: Mapping[str, str], folder: Path) -> LinkOf:
    """Return the function that tells the address of a line of a file; it knows none if no repository is known.

    Paths are as reports have them: relative to the folder, or absolute.
    """
    try:
        here = folder.resolve()
        top = next((one for one in (here, *here.parents) if (one / ".git").exists()), here)
        repository = from_environment(environment) or from_config(_config_of(top))
    except OSError:
        return nowhere
    if repository is None:
        return nowhere

    def address(path: str, line: int) -> str | None:
        if "://" in path:  # a feed that was fetched
            return None
        try:
            inside = (here / path).relative_to(top).as_posix()
        except ValueError:
            return None
        return repository.address_of(inside, line)

    return address


def _config_of(top: Path) -> str:
    """Return the configuration of a repository; an empty text for a worktree, whose configuration is elsewhere."""
    file = top / ".git" / "config"
    if not file.is_file():
        return ""
    with file.open("rb") as opened:
        return opened.read(_CONFIG_BYTES).decode("utf-8", "replace")
