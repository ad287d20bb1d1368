"""What changed since the caches of the last build were left."""

from dataclasses import replace

import pytest

from feedtool.catalogue.candidate import Candidate
from feedtool.catalogue.catalogue import Catalogue
from feedtool.entries.known import Known
from feedtool.entries.since import Since, mark_of
from tests.lock.making import line, lock

STAMP = (1, 2, 3)
LOCK = lock(line("a", path="a.md"), line("b", path="b.md"), line("c", path="c.md"))
A, B, C = LOCK.lines
CHOSEN = [Candidate(one.id, 0, 0, one.path, one.path) for one in LOCK.lines.values()]
KNOWN = Known.of(CHOSEN)._replace(lock=LOCK)


def touched(known: Known = KNOWN, *fresh: str) -> set[str]:
    return {*Since.of(Catalogue(stamp_read=STAMP, fresh={*fresh}), known, kept=LOCK, mark=b"mark").touched}


def test_where_nothing_changed_no_entry_is_touched() -> None:
    assert touched() == set()


def test_an_entry_is_touched_whose_seed_was_examined_or_cannot_be_read_or_that_has_another_line() -> None:
    assert touched(KNOWN, "b.md", "other.md") == {B}
    assert touched(KNOWN._replace(held=(C,))) == {C}
    changed = replace(LOCK, lines={**LOCK.lines, A: LOCK.lines[A]._replace(title="0" * 8), "x:n": line("n")})
    assert touched(KNOWN._replace(lock=changed)) == {A, "x:n"}


def test_a_cache_is_trusted_where_it_was_left_with_the_seeds_the_lock_and_the_program_that_are_read_now() -> None:
    since = Since.of(Catalogue(stamp_read=STAMP), KNOWN, kept=LOCK, mark=b"mark")
    assert since.mark(b"by") == mark_of((STAMP, b"mark"), b"by")
    assert since.mark(b"other") != mark_of((STAMP, b"mark"), b"by")
    assert since.mark(b"by") != mark_of((STAMP, b"other"), b"by")
    assert since.mark(b"by") != mark_of(((1, 2, 4), b"mark"), b"by")


@pytest.mark.parametrize(("stamp", "mark"), [(None, b"mark"), (STAMP, None)])
def test_nothing_is_trusted_where_the_seeds_or_the_lock_come_from_no_cache(
    stamp: tuple[int, int, int] | None, mark: bytes | None
) -> None:
    since = Since.of(Catalogue(stamp_read=stamp), KNOWN, kept=LOCK, mark=mark)
    assert since.mark(b"by") is None
