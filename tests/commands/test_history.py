"""The history of one link, as lines for people."""

from contextlib import closing
from pathlib import Path

import pytest

from feedtool.commands.history import describe
from feedtool.errors import InputError
from feedtool.http.exchange import Hop
from feedtool.judge.over_time import DAY_MS
from feedtool.judge.verdict import Outcome
from feedtool.runs.options import CheckOptions
from feedtool.store.lines import format_lines, format_state
from tests.state.making import GONE, MOVED, NOW, SLOW, A, begun, ended


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite3"


def told(url: str, state: Path | None, *, day: int = 0) -> list[str] | None:
    options = CheckOptions(inputs=(), state=state)
    return describe(url, options, now_ms=NOW + day * DAY_MS, say=lambda message: pytest.fail(message))


def test_of_what_was_never_asked_nothing_is_known(file: Path) -> None:
    assert told(A, None) is None
    assert told(A, file) is None
    assert not file.exists(), "looking makes no state"
    ended(file, A).close()
    assert told("https://never.example/", file) is None


@pytest.mark.parametrize("url", ["no url", "mailto:a@b.example", "https://", "/a"])
def test_what_is_no_web_address_is_refused(file: Path, url: str) -> None:
    with pytest.raises(InputError, match="not an http"):
        told(url, file)


def test_a_secret_in_what_is_refused_is_not_repeated(file: Path) -> None:
    with pytest.raises(InputError) as refused:
        told("https://user:hunter2@a.example:99999/", file)
    assert "hunter2" not in str(refused.value)


def test_a_link_is_told_with_its_verdict_since_when_and_when_it_is_asked_again(file: Path) -> None:
    ended(file, A).close()
    ended(file, A, day=1).close()
    lines = told(A, file)
    assert lines is not None
    assert lines[:5] == [
        A,
        "  ok (ok) since 2026-01-01T00:00:00Z",
        "  asked last   2026-01-02T00:00:00Z",
        "  fine last    2026-01-02T00:00:00Z",
        "  asked again  from 2026-01-04T00:00:00Z on",
    ]


def test_failed_runs_are_counted_and_what_failed_is_asked_in_the_next_run(file: Path) -> None:
    for day in range(3):
        ended(file, A, day=day, a=SLOW).close()
    lines = told(A, file)
    assert lines is not None
    assert "  failed       in 3 runs since 2026-01-01T00:00:00Z" in lines
    assert "  asked again  in the next run" in lines
    assert not any("fine last" in line for line in lines)


def test_each_change_is_told_with_what_was_seen_then(file: Path) -> None:
    ended(file, A).close()
    ended(file, A, day=1, a=MOVED).close()
    ended(file, A, day=9, a=GONE).close()
    lines = told(A, file)
    assert lines is not None
    changes = lines[lines.index("") + 1 :]
    assert [line for line in changes if not line.startswith(" ")] == [
        "2026-01-01T00:00:00Z  ok (ok)", "2026-01-02T00:00:00Z  moved (moved)", "2026-01-10T00:00:00Z  broken (http-404)",
    ]  # fmt: skip
    assert f"    301 from {A}" in changes
    assert "    write the new one" in changes


def test_the_end_of_a_chain_is_told_with_its_redirects(file: Path) -> None:
    with closing(begun(file, A)) as state:
        moved = Outcome(MOVED, {}, 200, "https://a.example/new", (Hop(301, A),), NOW)
        state.answers.put(A, moved)
        state.end(NOW, complete=True)
    lines = told(A, file)
    assert lines is not None
    assert lines[-4:] == [
        "2026-01-01T00:00:00Z  moved (moved) 200",
        f"    301 from {A}",
        "    ended at https://a.example/new",
        "    write the new one",
    ]


def test_a_fragment_has_the_history_of_its_page_and_that_is_said(file: Path) -> None:
    ended(file, A).close()
    lines = told(A + "#part", file)
    assert lines is not None
    assert lines[0] == A
    assert any("this is the history of the page; its fragment" in line for line in lines)
    plain = told(A, file)
    assert plain is not None
    assert not any("fragment" in line for line in plain)


def test_an_address_is_looked_for_as_browsers_read_it(file: Path) -> None:
    ended(file, A).close()
    assert told("HTTPS://A.example:443/2020/./story", file) == told(A, file)


def test_secrets_are_masked_in_all_its_lines(file: Path) -> None:
    url = "https://a.example/?token=hunter2"
    ended(file, url, a=GONE).close()
    lines = told(url, file)
    assert lines is not None
    assert "hunter2" not in "\n".join(lines)


def test_what_only_a_committed_line_tells_is_said_to_come_from_there(tmp_path: Path) -> None:
    with closing(ended(tmp_path / "made.sqlite3", A, a=GONE)) as state:
        lines = format_state(format_lines(state.memory.known()))
    committed = tmp_path / "links.tsv"
    committed.write_text(lines, "utf-8")
    shown = told(A, committed, day=3)
    assert shown == [
        A,
        "  broken (http-404) since about 2026-01-01",
        "  a line of the state says so; the link was not asked for from here yet",
    ]
