"""Where an entry stands, and which lines changed."""

from feedtool.lock.line import Window, changed_lines
from tests.lock.making import line


def test_an_entry_stands_by_the_moment_it_was_first_seen_then_by_its_id() -> None:
    assert line("b", seen_ms=5).place == Window(5, line("b").id)
    assert line("b", seen_ms=5).place < line("a", seen_ms=6).place
    assert line("a", seen_ms=5).place < line("b", seen_ms=5).place


def test_changed_lines_are_found_in_any_order() -> None:
    a, b, c = line("a"), line("b"), line("c")
    lines = {one.id: one for one in (a, b, c)}
    edited, new = b._replace(title="0" * 8), line("n")
    assert changed_lines(lines, lines) == changed_lines(lines, dict(reversed(lines.items()))) == []
    assert changed_lines(lines, {**lines, b.id: edited, "x:n": new}) == [b.id, "x:n"]
    assert changed_lines(lines, {"x:n": new, b.id: edited, a.id: a}) == ["x:n", b.id]
    assert changed_lines({}, lines) == [a.id, b.id, c.id]
    assert changed_lines(lines, {a.id: a}) == []
