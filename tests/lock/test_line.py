"""Where an entry stands."""

from feedtool.lock.line import Window
from tests.lock.making import line


def test_an_entry_stands_by_the_moment_it_was_first_seen_then_by_its_id() -> None:
    assert line("b", seen_ms=5).place == Window(5, line("b").id)
    assert line("b", seen_ms=5).place < line("a", seen_ms=6).place
    assert line("a", seen_ms=5).place < line("b", seen_ms=5).place
