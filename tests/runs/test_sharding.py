"""One shard of a check: its name, its file, what it begins with, and which servers are its own."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from feedtool.checker.plan import Filters
from feedtool.errors import ConfigError
from feedtool.http.chain import start
from feedtool.parts.packed import FROM_THE_BEGINNING, read_onward
from feedtool.runs.options import CheckOptions
from feedtool.runs.sharding import ShardBook, ShardName, file_of, opened_shard, options_mark
from feedtool.schedule.handing import Onward, Shown, Together
from feedtool.schedule.servers import Inquiry
from feedtool.state.state import State
from feedtool.store.lines import HEADER
from feedtool.store.shard import Basis
from tests.checker.fakes import references, wanted
from tests.state.making import FINE, NOW, A, B, C, asked, ended

ONE = ShardName(1, 2)


@pytest.fixture
def options(tmp_path: Path) -> CheckOptions:
    return CheckOptions(("seeds",), folder=tmp_path / ".feedtool", everything=True)


@contextmanager
def begun(
    options: CheckOptions, earlier: Path | None = None, *, name: ShardName = ONE, now_ms: int = NOW
) -> Iterator[tuple[State, Basis]]:
    """Open a shard whose run is over three links."""
    with opened_shard(options, name, earlier, now_ms=now_ms, say=print) as (state, basis):
        state.begin(now_ms)
        state.queue.add("a.md", references(A, B, C), wanted)
        state.queue.ready(now_ms, everything=True)
        state.shard.begin(name.number, basis, [])
        yield state, basis


@pytest.mark.parametrize("written", ["1/1", "2/3", "1000/1000"])
def test_a_shard_is_named_by_its_number_and_how_many_there_are(written: str) -> None:
    assert str(ShardName.read(written)) == written


@pytest.mark.parametrize("written", ["", "2", "0/3", "4/3", "1/0", "1/1001", "a/b", "1/2/3", " 1/2", "١/٢", "-1/2"])
def test_what_names_no_shard_is_told(written: str) -> None:
    with pytest.raises(ConfigError, match=r"--shard: .* is not a shard; write K/N, such as 2/3"):
        ShardName.read(written)


def test_its_file_says_which_shard_it_is(options: CheckOptions) -> None:
    assert file_of(options, ShardName(2, 3)).name == "state-2-of-3.sqlite3"
    with pytest.raises(ConfigError, match="--shard: a shard is written to a state; leave out --no-state"):
        file_of(replace(options, folder=None), ShardName(2, 3))


def test_shards_of_one_check_have_the_same_options(options: CheckOptions) -> None:
    assert options_mark(options) == options_mark(replace(options, state=Path("x"), wait_s=1.0, fail_on="never"))
    others = [
        replace(options, inputs=("other",)),
        replace(options, filters=Filters(exclude={"*/a": ""})),
        replace(options, base_url="https://a.example/"),
        replace(options, everything=False),
    ]
    assert len({options_mark(one) for one in (options, *others)}) == 5


def test_a_shard_begins_with_what_the_earlier_state_remembers(options: CheckOptions, tmp_path: Path) -> None:
    ended(tmp_path / "earlier.sqlite3", A).close()
    with begun(options, tmp_path / "earlier.sqlite3") as (state, basis):
        assert state.memory.history(A) is not None
    with begun(options) as (state, other):
        assert state.memory.history(A) is None
    assert basis != other


def test_lines_of_text_are_an_earlier_state_too(options: CheckOptions, tmp_path: Path) -> None:
    marks = set()
    for since in ("2025-W01", "2025-W02"):
        (tmp_path / "links.state").write_text(f"{HEADER}\n{A}\tok\tsince={since}\n")
        with begun(options, tmp_path / "links.state") as (state, basis):
            assert state.memory.verdict_of(A) == "ok"
            marks.add(basis.before)
    assert len(marks) == 2


def test_a_shard_that_was_stopped_goes_on_and_another_begins_anew(options: CheckOptions) -> None:
    with begun(options) as (state, _):
        state.answers.put(A, FINE)
    with begun(options, now_ms=NOW + 1) as (state, _):
        assert (state.queue.resumed, asked(state)) == (1, [B, C])
    with begun(options, now_ms=NOW + 86_400_001) as (state, _):
        assert state.queue.resumed == 0
        state.answers.put(A, FINE)
    with begun(replace(options, everything=False), now_ms=NOW + 86_400_002) as (state, _):
        assert state.queue.resumed == 0


# -- whom it asks


def test_each_server_belongs_to_one_shard(options: CheckOptions) -> None:
    with begun(options) as (state, _):
        books = [ShardBook(state, ShardName(number, 3)) for number in (1, 2, 3)]
        servers = [book.servers() for book in books]
        assert sorted(one for some in servers for one in some) == [(f"{name}.example:443", 1) for name in "abc"]
        assert [len(some) for some in servers] == [1, 1, 1]
        for server in ("a.example:443", "led.to.example:80", "[::1]:8080"):
            assert [book.owns(server) for book in books].count(True) == 1


def test_which_shard_asks_a_server_does_not_depend_on_what_is_due(options: CheckOptions, tmp_path: Path) -> None:
    def owned(earlier: Path | None) -> list[bool]:
        with begun(options, earlier) as (state, _):
            state.answers.put(A, FINE)
            book = ShardBook(state, ONE)
            book.flush()
            return [book.owns(f"{name}.example:443") for name in "abc"]

    ended(tmp_path / "earlier.sqlite3", A, B).close()
    assert owned(None) == owned(tmp_path / "earlier.sqlite3")


def test_what_leads_to_others_is_kept_for_the_merge(options: CheckOptions) -> None:
    with begun(options) as (state, _):
        book = ShardBook(state, ONE)
        targets = {url: target for url in (A, B, C) if (target := state.queue.of(url)) is not None}
        chain = replace(start(A, 9.0), here="https://elsewhere.example/")
        onward = Onward(Inquiry(targets[A], "elsewhere.example:443", 9.0, chain=chain))
        book.hand_over(onward)
        book.hand_over(Together((targets[B], targets[C])))
        book.hand_over(Shown(targets[A], b"mark"))
        assert state.shard.handed_over.unanswered() == []
        book.flush()
        handed = dict(state.shard.handed_over.unanswered())
        assert read_onward(targets[A], handed.pop(A)) == onward
        assert handed == {B: FROM_THE_BEGINNING, C: FROM_THE_BEGINNING}
        assert book.servers() == []


def test_the_file_of_a_shard_can_be_read_meanwhile(options: CheckOptions) -> None:
    with begun(options) as (state, _):
        state.answers.put(A, FINE)
        state.answers.flush()
        with closing(State.read(file_of(options, ONE))) as reader:
            assert reader.shard.read() is not None
