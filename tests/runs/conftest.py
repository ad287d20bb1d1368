"""What a run shares is tried as a check is: with an archive, and a web that it may ask."""

from tests.commands.conftest import archive, web

__all__ = ["archive", "web"]
