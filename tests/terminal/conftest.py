import sys

import pytest

from tests.terminal.screens import Put, Screen


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Put:
    """Put a screen in the place of standard output or error, and return it."""

    def put(name: str = "stdout", *, encoding: str = "utf-8", tty: bool = False) -> Screen:
        screen = Screen(encoding, tty=tty)
        monkeypatch.setattr(sys, name, screen)
        return screen

    return put
