"""What documents hold is kept until they change, and what a run lists stays as it was."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from feedtool.judge.over_time import DAY_MS
from feedtool.links.gather import Document
from feedtool.state import documents
from feedtool.state.digest import digest
from feedtool.state.state import State
from tests.checker.fakes import references, wanted
from tests.state.making import FINE, NOW, A, B, C, asked, rows

MADE = b"read so"
STAMP = (1, 2, 3)


def read(path: str, *urls: str) -> Document:
    """Return a document as it is when it was read."""
    return Document(path, None, STAMP, path.encode(), digest([references(*urls)], plan=wanted, own={}))


def run(state: State, documents: Sequence[Document], *, day: int = 0, made: bytes = MADE) -> None:
    """Run a check in which all is fine."""
    with state.documents.taken(made, NOW // DAY_MS + day) as put:
        for document in documents:
            put(document)
    state.begin(NOW + day * DAY_MS)
    state.queue.ready(NOW + day * DAY_MS)


def ended(state: State, *documents: Document, day: int = 0) -> None:
    run(state, documents, day=day)
    for url in asked(state):
        state.answers.put(url, FINE)
    state.end(NOW + day * DAY_MS, complete=True)


def known(state: State, path: str) -> Document:
    return Document(path, state.documents.known(MADE)[path].number)


def test_a_document_is_known_by_path_as_long_as_it_is_read_in_the_same_way(file: Path) -> None:
    with closing(State.open(file)) as state:
        ended(state, read("a.md", A))
        assert state.documents.known(MADE)["a.md"].stamp == STAMP
        assert state.documents.known(b"read otherwise") == {}


def test_a_run_over_known_documents_lists_all_that_they_hold(file: Path) -> None:
    with closing(State.open(file)) as state:
        ended(state, read("a.md", A, B), read("b.md", C))
        before = [(row.url, row.sources) for row in state.results.rows()]
        ended(state, known(state, "a.md"), known(state, "b.md"), day=1)
        assert [(row.url, row.sources) for row in state.results.rows()] == before


def test_what_a_document_held_before_it_changed_is_shown_until_the_next_run_ends(file: Path) -> None:
    with closing(State.open(file)) as state:
        ended(state, read("a.md", A, B), read("b.md", C))
        run(state, [read("a.md", A), known(state, "b.md")], day=1)
        with closing(State.read(file)) as reader:
            assert reader.results.show_last() is not None
            assert list(rows(reader)) == [A, B, C]
        assert [row.url for row in state.results.rows()] == [A, C]
        state.end(NOW + DAY_MS, complete=True)
        assert list(rows(state)) == [A, C]


def test_rows_come_in_the_order_of_the_documents_of_the_run(file: Path) -> None:
    with closing(State.open(file)) as state:
        ended(state, read("b.md", B), read("c.md", C))
        ended(state, read("a.md", A, C), known(state, "b.md"), known(state, "c.md"), day=1)
        assert [row.url for row in state.results.rows()] == [A, C, B]
        assert [source.path for row in state.results.rows() for source in row.sources] == ["a.md"] * 2 + [
            "c.md",
            "b.md",
        ]


def test_a_run_over_other_documents_forgets_none(file: Path) -> None:
    with closing(State.open(file)) as state:
        ended(state, read("a.md", A), read("b.md", B))
        ended(state, known(state, "b.md"), day=1)
        assert list(rows(state)) == [B]
        ended(state, known(state, "a.md"), known(state, "b.md"), day=2)
        assert list(rows(state)) == [A, B]


def test_a_document_that_was_not_met_for_long_is_forgotten_with_its_links(file: Path) -> None:
    with closing(State.open(file)) as state:
        ended(state, read("a.md", A), read("b.md", B))
        for day in (45, 100):
            ended(state, known(state, "b.md"), day=day)
        assert list(state.documents.known(MADE)) == ["b.md"]
        assert state.memory.history(A) is not None, "not linked for 55 days"
        ended(state, read("a.md", A), known(state, "b.md"), day=101)
        assert list(rows(state)) == [A, B]


def test_a_document_that_is_named_twice_is_listed_twice(file: Path) -> None:
    with closing(State.open(file)) as state:
        ended(state, read("a.md", A), read("a.md", A))
        assert [len(row.sources) for row in state.results.rows()] == [2]


def test_a_change_of_the_stamp_alone_is_kept(file: Path) -> None:
    with closing(State.open(file)) as state:
        ended(state, read("a.md", A))
        number = state.documents.known(MADE)["a.md"].number
        ended(state, Document("a.md", number, (4, 5, 6)), day=1)
        assert state.documents.known(MADE)["a.md"].stamp == (4, 5, 6)
        assert state.documents.known(MADE)["a.md"].number == number


def test_many_links_are_numbered_without_all_of_them_at_hand(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_AT_HAND", 3)
    urls = [f"https://a.example/{number}#part" for number in range(9)]
    with closing(State.open(file)) as state:
        ended(state, *(read(f"{number}.md", url, *urls[:2]) for number, url in enumerate(urls)))
        found = list(state.results.rows())
    assert [row.url for row in found] == urls
    assert [len(row.sources) for row in found] == [10, 9 + 1, *[1] * 7]


def test_a_gathering_that_is_interrupted_leaves_nothing(file: Path) -> None:
    with closing(State.open(file)) as state:
        with pytest.raises(AttributeError), state.documents.taken(MADE, 1) as put:
            put(read("a.md", A)) or put(None)  # type: ignore[func-returns-value, arg-type]
        assert state.documents.known(MADE) == {}
