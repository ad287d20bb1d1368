"""The files of shards: which belong together, which are missing, and the state that they are united in."""

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.checker.run import Checker
from feedtool.errors import InputError
from feedtool.http.chain import start
from feedtool.judge.over_time import DAY_MS
from feedtool.judge.reachability import Reachability
from feedtool.judge.target import Target
from feedtool.judge.verdict import Outcome
from feedtool.parts.packed import FROM_THE_BEGINNING, pack_onward
from feedtool.runs.sharding import ShardBook, ShardName
from feedtool.runs.uniting import MergeBook, Rest, opened_shards, united
from feedtool.schedule.handing import Onward, Shown
from feedtool.schedule.manner import Manner
from feedtool.schedule.servers import Inquiry
from feedtool.state.state import State
from feedtool.store.shard import Basis
from tests.checker.fakes import START, FakeLoop, FakeWeb, check, reasons, references, wanted
from tests.parts.test_part import SAID, to, webs
from tests.state.making import FINE, GONE, NOW, SILENT, A, B, C, ended, rows
from tests.thorough import examples

HEARD = Reachability({"a.example"}, own={"a.example"})
NOBODY = Reachability(failed={f"{name}.example": "refused" for name in "xyz"})
Make = Callable[..., Path]


def nothing(_text: str) -> None:
    pass


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Make the file of a shard over three links; A is answered by shard 1, B by the others."""

    def made(
        number: int = 1, shards: int = 2, *, name: str = "", before: Path | None = None, options: str = "options",
        urls: tuple[str, ...] = (A, B, C), text: str = "a.md", now_ms: int = NOW, done: bool = True, complete: bool = True,
        known: Reachability = HEARD, outcome: Outcome = FINE, handed: bytes | None = None, everything: bool = True,
    ) -> Path:  # fmt: skip
        path = tmp_path / (name or f"{number}.sqlite3")
        with closing(State.open(path, journal="DELETE")) as state:
            if before is not None:
                with closing(State.read(before)) as remembered:
                    state.become(remembered)
            basis = Basis(shards, options, state.shard.history())
            state.begin(now_ms)
            state.queue.add(text, references(*urls), wanted)
            state.queue.ready(now_ms, everything=everything)
            begun = state.shard.begin(number, basis, [])
            url = A if number == 1 else B
            if handed is None:
                state.answers.put(url, outcome)
            else:
                state.shard.handed_over.keep([(url, handed)])
            ended_ms = now_ms if done else None
            state.shard.write(replace(begun, ended_ms=ended_ms, complete=complete, reachability=known))
        return path

    return made


def told(*paths: Path, out: Path | None = None) -> str:
    """Return what is wrong with some files, without the folder they are in."""
    with pytest.raises(InputError) as caught, opened_shards(paths, out=out, say=nothing):
        pass
    return "\n".join(map(str, caught.value.args)).replace(f"{paths[0].parent}/", "")


def test_shards_are_opened_in_their_order(make: Make) -> None:
    with opened_shards([make(2), make(1)], out=None, say=nothing) as files:
        assert [file.shard.name for file in files] == ["1/2", "2/2"]


def test_what_is_no_shard_is_told(make: Make, tmp_path: Path) -> None:
    one = make(1)
    assert told(tmp_path / "no") == "no: no such file; 'feedtool check --shard K/N' writes one"
    ended(tmp_path / "state.sqlite3", A).close()
    assert "state.sqlite3: not the state of a shard; 'feedtool check" in told(tmp_path / "state.sqlite3")
    assert "1.sqlite3: the state to write to; name files of shards" in told(one, out=one)
    (tmp_path / "text").write_text("text")
    assert told(tmp_path / "text") == "text: this is not a state of links; name another file for the state"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"shards": 3}, "one of 3 shards, but 1.sqlite3 is one of 2; merge those of one check"),
        ({"options": "others"}, "not checked with the options or the version of 1.sqlite3; check all shards with the"),
        ({"text": "b.md"}, "other documents were read than for 1.sqlite3; check all shards over the same"),
        ({"now_ms": NOW + DAY_MS + 1}, "checked more than a day apart from 1.sqlite3; check all shards again"),
        ({"done": False}, "was stopped before it ended; go on with it: feedtool check --shard 2/2"),
    ],
)
def test_what_does_not_belong_to_the_first_file_is_told(make: Make, other: dict[str, object], expected: str) -> None:
    assert f"2.sqlite3: {expected}" in told(make(1), make(2, **other))


def test_what_began_with_another_state_is_told(make: Make, tmp_path: Path) -> None:
    ended(tmp_path / "before.sqlite3", A).close()
    expected = "2.sqlite3: began with another state than 1.sqlite3; give all shards the same --from"
    assert expected in told(make(1), make(2, before=tmp_path / "before.sqlite3"))


def test_what_is_missing_or_doubled_is_told(make: Make) -> None:
    one, two, copy = make(1, 4), make(2, 4), make(1, 4, name="copy.sqlite3")
    assert told(one) == "shards 2, 3, 4 of 4 are missing; name the files of all shards"
    assert told(one, two, make(4, 4)) == "shard 3 of 4 is missing; name the files of all shards"
    assert "copy.sqlite3: shard 1/4, as 1.sqlite3 is; name only one\n" in told(one, copy)
    assert "1.sqlite3: named twice\n" in told(one, two, one)


def test_a_file_that_a_check_went_on_with_is_told(make: Make) -> None:
    one, two = make(1), make(2)
    with closing(State.open(two)) as state:
        state.begin(NOW + 1)
        state.queue.ready(NOW + 1)
        state.end(NOW + 1, complete=True)
    assert "2.sqlite3: a check went on with it; check the shard again: feedtool check --shard 2/2" in told(one, two)


def test_all_faults_are_told_at_once(make: Make) -> None:
    assert len(told(make(1, 3), make(2, 2), make(3, 3, done=False)).splitlines()) == 3


# -- all in one state


def merged(out: Path, *paths: Path, notes: list[str] | None = None) -> State:
    state = State.open(out, wait_s=0)
    try:
        with opened_shards(paths, out=out, say=nothing) as files:
            united(state, out, files, note=(notes if notes is not None else []).append)
    except InputError:
        state.close()
        raise
    return state


def test_a_new_state_holds_the_run_of_all_shards(make: Make, tmp_path: Path) -> None:
    with closing(merged(tmp_path / "out.sqlite3", make(1), make(2))) as state:
        assert rows(state) == {A: "ok/ok", B: "ok/ok", C: "skipped/not-asked"}


def test_the_state_that_they_began_with_goes_on(make: Make, tmp_path: Path) -> None:
    out = tmp_path / "out.sqlite3"
    ended(out, A, B, C).close()
    with closing(merged(out, make(1, before=out, outcome=Outcome(GONE, checked_ms=NOW)), make(2, before=out))) as state:
        assert rows(state) == {A: "broken/http-404", B: "ok/ok", C: "ok/ok"}


def test_a_state_that_remembers_something_else_is_left_as_it_is(make: Make, tmp_path: Path) -> None:
    out = tmp_path / "out.sqlite3"
    ended(out, A).close()
    one, two = make(1), make(2)
    before = out.read_bytes()
    with pytest.raises(InputError, match=r"out.sqlite3: not the state that the shards began with"):
        merged(out, one, two)
    with closing(State.open(out)) as state:
        assert state.memory.history(A) is not None
    assert len(before) == out.stat().st_size


def test_a_merge_that_was_stopped_goes_on_with_what_it_knew(make: Make, tmp_path: Path) -> None:
    out, files = tmp_path / "out.sqlite3", (make(1), make(2))
    with closing(merged(out, *files)) as state:
        state.answers.put(C, FINE)
    with closing(merged(out, *files)) as state:
        assert rows(state)[C] == "ok/ok"


def test_a_state_that_they_were_merged_into_before_is_shown_as_it_is(make: Make, tmp_path: Path) -> None:
    out, files = tmp_path / "out.sqlite3", (make(1), make(2))
    with closing(merged(out, *files)) as state:
        state.end(NOW, complete=True)
    with closing(merged(out, *files)) as state:
        assert len(state.results.runs(9)) == 1
        assert state.results.moment() == NOW


@pytest.mark.parametrize(("known", "again"), [(NOBODY, True), (HEARD, False)])
def test_a_shard_that_nobody_answered_is_asked_again_where_others_were_answered(
    make: Make, tmp_path: Path, known: Reachability, again: bool
) -> None:
    notes: list[str] = []
    files = make(1), make(2, known=known, outcome=SILENT)
    with closing(merged(tmp_path / "out.sqlite3", *files, notes=notes)) as state:
        assert dict(state.shard.handed_over.unanswered()) == ({B: FROM_THE_BEGINNING} if again else {})
        whole = state.shard.read()
        assert whole is not None
        assert not whole.reachability.failed
    assert notes == (["note: nobody answered shard 2/2, so its links are asked for again"] if again else [])


def test_where_nobody_answered_any_shard_all_of_them_are_believed(make: Make, tmp_path: Path) -> None:
    files = make(1, known=NOBODY, outcome=SILENT), make(2, known=NOBODY, outcome=SILENT)
    with closing(merged(tmp_path / "out.sqlite3", *files)) as state:
        assert state.shard.handed_over.unanswered() == []
        whole = state.shard.read()
        assert whole is not None
        assert whole.reachability.nobody_answered


# -- what is asked then


def sharded(web: FakeWeb, urls: Sequence[str], shards: int, folder: Path) -> dict[str, str]:
    """Check URLs in shards, one after the other, and merge them; return the verdicts."""
    files = [folder / f"{number}.sqlite3" for number in range(1, shards + 1)]
    for number, file in enumerate(files, 1):
        file.unlink(missing_ok=True)
        with closing(State.open(file, journal="DELETE")) as state:
            state.begin(NOW)
            state.queue.add("a.md", references(*urls), wanted)
            state.queue.ready(NOW)
            begun = state.shard.begin(number, Basis(shards, "options", "before"), [])
            book = ShardBook(state, ShardName(number, shards))
            checker = _checker(web, book, neighbours=book)
            with asyncio.Runner(loop_factory=FakeLoop) as runner:
                complete = runner.run(book.ask(checker))
            book.keep_first_pages(page for server in book.homes for page in checker.first_pages(server))
            known = checker.around.reachability
            state.shard.write(replace(begun, ended_ms=NOW, complete=complete, reachability=known))
    with closing(State.open(None)) as state, opened_shards(files, out=None, say=nothing) as opened:
        whole = united(state, None, opened, note=nothing)
        book = MergeBook(state, complete=whole.complete)
        with asyncio.Runner(loop_factory=FakeLoop) as runner:
            end = runner.run(Rest(whole, book, _checker(web, book)).run())
        assert (end.complete, end.network) == (True, None)
        state.end(NOW, complete=True)
        outcomes = {url: state.answers.of(url) for url in urls}
        assert None not in outcomes.values()
        return {url: f"{one.judgement.verdict}/{one.judgement.reason}" for url, one in outcomes.items() if one}


def _checker(web: FakeWeb, book: Any, **more: Any) -> Checker:
    async def answers(_url: str) -> bool:
        return True

    return Checker(
        book, web.begin, Manner(per_host=1), now=lambda: START, canary=answers, chance=random.Random(1), **more
    )


@given(webs(), st.integers(1, 4))
@examples(16)
def test_whatever_leads_where_the_verdicts_of_merged_shards_are_those_of_one_process(
    tmp_path_factory: pytest.TempPathFactory, web: dict[str, str], shards: int
) -> None:
    answers = {url: SAID[said] if said in SAID else to(said, 301) for url, said in web.items()}
    urls = [url for url in web if not url.startswith("*")]
    orders = (urls, urls[::-1])  # which of two links shows a page first may matter, and is chance where hosts are slow
    alone = [reasons(check(FakeWeb(answers), *order, per_host=1)[0]) for order in orders]
    found = sharded(FakeWeb(answers), urls, shards, tmp_path_factory.mktemp("shards"))
    assert [url for url, said in found.items() if said not in (alone[0][url], alone[1][url])] == []


@pytest.mark.parametrize("complete", [True, False])
def test_what_no_shard_could_ask_is_asked_and_nothing_else(make: Make, tmp_path: Path, complete: bool) -> None:
    chain = replace(start(A, 9.0), here="https://elsewhere.example/")
    onward = Onward(Inquiry(Target(A), "elsewhere.example:443", 9.0, chain=chain))
    files = make(1, handed=pack_onward(onward)), make(2, handed=FROM_THE_BEGINNING)
    with closing(merged(tmp_path / "out.sqlite3", *files)) as state:
        book = MergeBook(state, complete=complete)
        assert len(book) == 2
        assert (book.take_onward(), book.take_onward()) == ([onward], [])
        assert book.servers() == [("b.example:443", 1)]
        assert [one.url for one in book.take("b.example:443", 9)] == [B]
        assert [one.url for one in book.take("c.example:443", 9)] == ([C] if complete else [])


def test_first_pages_of_a_host_go_on_with_what_leads_elsewhere(make: Make, tmp_path: Path) -> None:
    onward = Onward(Inquiry(Target(A), "elsewhere.example:443", 9.0, chain=start(A, 9.0)))
    files = make(1, handed=pack_onward(onward)), make(2)
    with closing(merged(tmp_path / "out.sqlite3", *files)) as state:
        state.shard.handed_over.keep_first_pages([(B, b"one"), (C, b"one")])
        book = MergeBook(state, complete=True)
        assert book.servers() == []
        shown = [one for one in book.take_onward() if isinstance(one, Shown)]
        assert [(one.target.url, one.mark) for one in shown] == [(B, b"one"), (C, b"one")]


def test_first_pages_that_are_alike_are_asked_again(make: Make, tmp_path: Path) -> None:
    other = "https://b.example/2020/other"
    files = [make(number, urls=(A, B, other)) for number in (1, 2)]
    with closing(merged(tmp_path / "out.sqlite3", *files)) as state:
        state.shard.handed_over.keep_first_pages([(B, b"one"), (other, b"one"), (A, b"two")])
        assert MergeBook(state, complete=True).servers() == [("b.example:443", 2)]


def test_other_links_of_a_host_can_be_asked_if_no_shard_ran_out_of_time(make: Make, tmp_path: Path) -> None:
    out, more = tmp_path / "out.sqlite3", tuple(f"https://a.example/2020/{number}" for number in range(4))
    ended(out, *more).close()
    files = [make(number, before=out, urls=(A, B, *more), everything=False) for number in (1, 2)]
    with closing(merged(out, *files)) as state:
        assert MergeBook(state, complete=False).rouse("a.example:443", 2) == 0
        book = MergeBook(state, complete=True)
        assert book.rouse("a.example:443", 2) == 2
        assert len(book.take("a.example:443", 9)) == 2
        assert book.likely("a.example:443") is None
