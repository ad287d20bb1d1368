"""Screens of our own in the place of standard output and error."""

import io
from collections.abc import Callable


class Screen(io.TextIOWrapper):
    """A standard output or error: bytes in an encoding, and perhaps a terminal."""

    def __init__(self, encoding: str = "utf-8", *, tty: bool = False) -> None:
        super().__init__(io.BytesIO(), encoding, "backslashreplace", newline="")
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty

    def shown(self) -> bytes:
        self.flush()
        return self.buffer.getvalue()  # type: ignore[attr-defined, no-any-return]  # a BytesIO


Put = Callable[..., Screen]
