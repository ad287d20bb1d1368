"""What the last checks saw, from either kind of state, or from none."""

from pathlib import Path

from feedtool.runs.seen import seen_by_checks
from tests.state.making import GONE, A, B, C, ended

LINES = (
    f"# feedtool links 1: one line a URL\n{A}\tok\tsince=2026-W01\n{B}\tbroken\thttp-404\tfirst=2026-01-01\nnonsense\n"
)


def told(state: Path | None, cache: Path | None = None) -> tuple[frozenset[str], frozenset[str], object]:
    with seen_by_checks(state, cache) as seen:
        return seen.broken, seen.fine([A, B, C]), seen.media(A)


def test_a_database_tells_it(tmp_path: Path) -> None:
    ended(tmp_path / "state.sqlite3", A, B, C, b=GONE).close()
    assert told(tmp_path / "state.sqlite3") == ({B}, {A, C}, None)


def test_lines_of_text_tell_what_is_broken(tmp_path: Path) -> None:
    (tmp_path / "links.state").write_text(LINES, "utf-8")
    assert told(tmp_path / "links.state", tmp_path) == ({B}, {A}, None)


def test_without_a_state_nothing_was_seen(tmp_path: Path) -> None:
    nothing: tuple[object, ...] = (frozenset(), frozenset(), None)
    assert told(None) == nothing
    assert told(tmp_path / "none.sqlite3") == nothing
    assert told(tmp_path / "none.state", tmp_path) == nothing
    assert told(tmp_path) == nothing
    assert list(tmp_path.iterdir()) == []
