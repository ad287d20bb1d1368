"""Where the state of a check lies: a module of its own, since a build where nothing changed loads only this."""

from hashlib import blake2b
from pathlib import Path

from feedtool.config.keys import Config

STATE_NAME = "state.sqlite3"


def state_of(config: Config) -> Path | None:
    """Return the file of the state, whether it is there or not; None where nothing is remembered."""
    if config.check.no_state:
        return None
    if config.check.state is not None or config.cache is None:
        return config.check.state
    return config.cache / STATE_NAME


def database_beside(path: Path, folder: Path | None) -> Path | None:
    """Return the database beside a state of lines, in the folder of what earlier runs learned; None without that."""
    if folder is None:
        return None
    mark = blake2b(str(path.absolute()).encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()
    return folder / f"{path.name}-{mark}.sqlite3"
