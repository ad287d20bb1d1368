"""What the file of a shard keeps for the other shards."""

from contextlib import closing
from pathlib import Path

from tests.state.making import FINE, A, B, C, asked
from tests.store.making import BASIS, LATER, shard


def test_what_is_handed_over_is_asked_for_no_more_also_when_the_shard_goes_on(file: Path) -> None:
    with closing(shard(file)) as state:
        state.answers.put(A, FINE)
        state.answers.flush()
        state.shard.handed_over.keep([(B, b"far")])
        assert asked(state) == [C]
    with closing(shard(file, now_ms=LATER + 1)) as state:
        state.shard.handed_over.skip()
        assert (asked(state), state.shard.handed_over.unanswered()) == ([C], [(B, b"far")])
        state.answers.put(B, FINE)
        state.answers.flush()
        assert state.shard.handed_over.unanswered() == []


def test_another_shard_begins_with_nothing_handed_over(file: Path) -> None:
    with closing(shard(file)) as state:
        state.shard.handed_over.keep([(B, b"far")])
        state.shard.forget()
        state.shard.begin(2, BASIS, [])
        assert state.shard.handed_over.unanswered() == []


def test_the_first_pages_of_servers_are_kept_by_the_urls_of_their_targets(file: Path) -> None:
    with closing(shard(file)) as state:
        state.shard.handed_over.keep_first_pages([(B, b"one"), (A, b"other")])
        state.shard.handed_over.keep_first_pages([(B, b"new")])
        assert sorted(state.shard.handed_over.first_pages()) == [(A, b"other"), (B, b"new")]
        state.shard.handed_over.forget()
        assert state.shard.handed_over.first_pages() == []


def test_what_is_known_of_a_chain_is_not_lost_to_another_shard_that_begins_it_anew(file: Path) -> None:
    with closing(shard(file)) as state:
        state.shard.handed_over.keep([(B, b"far")])
        state.shard.handed_over.take_from_the_beginning([A, B])
        assert sorted(state.shard.handed_over.unanswered()) == [(A, b""), (B, b"far")]
        assert asked(state) == [C]
