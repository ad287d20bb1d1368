"""Entries that lost their article from one lock to the next."""

from feedtool.lock.loss import gone_since, there
from tests.lock.making import line, lock


def test_an_entry_is_lost_once_its_article_is_missing_for_the_first_time() -> None:
    here, missing, long_gone = line("a"), line("b", gone="2026-11-23"), line("c", gone="2026-11-01")
    before = lock(here, line("b"), long_gone)
    assert gone_since(before, lock(here, missing, long_gone)) == 1
    assert gone_since(before, before) == 0
    assert there(before) == 2


def test_an_entry_that_nobody_knew_is_not_lost() -> None:
    assert gone_since(lock(), lock(line("a", gone="2026-11-23"))) == 0
