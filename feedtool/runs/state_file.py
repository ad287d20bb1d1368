"""Where the state of a check lies: a module of its own, since a build where nothing changed loads only this."""

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
