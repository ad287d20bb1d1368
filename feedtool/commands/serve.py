"""The feeds of the last build → a server of them on this machine."""

from pathlib import Path

from feedtool.errors import InputError
from feedtool.preview.server import Server


def make_server(output: Path, port: int, *, link_health: str | None = None) -> Server:
    """Return a server of a folder of feeds, for programs on this machine; port 0 takes a free one.

    Raise InputError if the folder is missing or the port is in use.
    """
    if not output.is_dir():
        raise InputError(f"{output}: there are no feeds to serve; run 'feedtool build' first")
    try:
        return Server(output, port, link_health=link_health)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or error
        raise InputError(f"port {port}: cannot be used: {why}; choose another with --port") from error
