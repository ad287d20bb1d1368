"""Candidates beside the lock: which id each has, what is kept, and what is told."""

from collections.abc import Collection, Sequence
from typing import Any

from feedtool.catalogue.candidate import Candidate
from feedtool.entries.known import Known, know_by_lock
from feedtool.entries.known import know as know_without_lock
from feedtool.lock.line import Lock
from feedtool.lock.recognise import Facts, SeedFacts
from tests.lock.making import NOW_MS, facts, line


def candidate(seed: SeedFacts, *, ahead: bool = False) -> Candidate:
    """The candidate of an article with some facts."""
    return Candidate(
        seed.made_id, seed.published_ms, seed.published_ms, seed.path, seed.path, seed.made_id, seed.link,
        visible="0" * 16, ahead=ahead,
    )  # fmt: skip


def know(some: Sequence[SeedFacts], lock: Lock, *, ahead: Collection[str] = (), **given: Any) -> Known:
    """What is known of articles with these facts, beside a lock."""
    candidates = [candidate(seed, ahead=seed.path in ahead) for seed in some]
    given = {"bad": (), "bad_links": (), "room": 10, **given}
    return know_by_lock(candidates, Facts.of(some), lock, now_ms=NOW_MS, **given)


LOCK = Lock("seeds", "feeds", {line("a").id: line("a")})


def test_without_a_lock_the_rules_make_the_ids_and_nothing_is_kept() -> None:
    found = know_without_lock([candidate(facts("a")), candidate(facts("b"))])
    assert [one.id for one in found.chosen] == [facts("b").made_id, facts("a").made_id]
    assert (found.lock, found.held, found.relinked) == (None, (), 0)


def test_an_article_with_a_new_link_keeps_its_id_and_that_is_told() -> None:
    found = know([facts("a", link="https://new.example/a")], LOCK)
    assert [one.id for one in found.candidates] == [line("a").id]
    assert (found.relinked, found.alike) == (1, ("title", "date", "text", "path"))
    assert found.lock is not None
    assert found.lock.lines[line("a").id].link == "https://new.example/a"


def test_the_entry_of_a_bad_seed_is_held_also_where_its_folder_cannot_be_read() -> None:
    lock = Lock("seeds", "feeds", {line("a").id: line("a", path="2020/03/a.md")})
    for bad in (("2020/03/a.md",), ("2020",)):
        found = know([facts("b")], lock, bad=bad)
        assert found.held == (line("a").id,)
    assert know([facts("b")], lock, bad=("2021",)).held == ()


def test_a_new_article_dated_in_the_future_gets_a_line_only_if_there_is_room() -> None:
    some = [facts("b"), facts("c")]
    for room, kept in ((1, {"a", "b"}), (2, {"a", "b", "c"})):
        found = know(some, LOCK, ahead=[some[1].path], room=room)
        assert found.lock is not None
        assert set(found.lock.lines) == {line(name).id for name in kept}
