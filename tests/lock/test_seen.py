"""What a check saw, as the lock keeps it."""

from feedtool.lock.seen import mark_of, said_gone, target_of, with_originals
from tests.lock.making import line

A, B = "https://example.org/a", "https://example.org/b"


def test_an_original_is_told_to_be_gone_until_it_is_found_again() -> None:
    lines = {A: line("a"), B: line("b")}
    gone = with_originals(lines, broken={A}, fine=())
    assert [gone[A].original_gone, gone[B].original_gone] == [True, False]
    assert said_gone(gone.values()) == {A: A}
    assert with_originals(gone, broken=(), fine=()) is gone
    assert with_originals(gone, broken=(), fine={A}) == lines


def test_where_nothing_new_was_seen_the_lines_are_the_same_value() -> None:
    lines = {A: line("a", original_gone=True), B: line("b", link=None)}
    assert with_originals(lines, broken={A, "https://example.org/c"}, fine={B}) is lines


def test_a_link_is_looked_for_as_it_is_asked_for() -> None:
    link = "https://name:word@example.org/a#part"
    assert target_of(link) == A
    assert with_originals({A: line("a", link=link)}, broken={A}, fine=())[A].original_gone


def test_another_address_has_another_mark() -> None:
    assert mark_of(A) == mark_of(A)
    assert mark_of(A) != mark_of(B)
    assert len(mark_of("https://example.org/\ud800")) == 8
