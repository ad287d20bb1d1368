"""A glance at a state: at once, whatever happens to the file meanwhile, and nothing of it is changed."""

import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from feedtool.judge.verdict import Media, Outcome
from feedtool.state.state import State
from feedtool.store.glance import Glance
from tests.state.making import FINE, GONE, NOW, A, B, C, begun, ended


@pytest.fixture
def state(file: Path) -> Path:
    ended(file, A, B, C, b=GONE).close()
    return file


def looked_at(path: Path) -> tuple[frozenset[str], frozenset[str]] | None:
    glance = Glance.at(path)
    if glance is None:
        return None
    with closing(glance):
        return glance.broken(), glance.fine([A, B, "https://unknown.example/"])


def test_it_tells_what_is_broken_and_what_is_fine(state: Path) -> None:
    assert looked_at(state) == ({B}, {A})


def test_it_tells_what_kind_of_file_was_seen(file: Path) -> None:
    with closing(begun(file, A, B)) as state:
        state.answers.put(A, replace(FINE, media=Media("image/png", 70)))
        state.answers.put(B, FINE)
        state.end(NOW, complete=True)
    glance = Glance.at(file)
    assert glance is not None
    with closing(glance):
        assert [glance.media(url) for url in (A, B, C)] == [Media("image/png", 70), None, None]


def test_nothing_is_told_of_a_file_that_is_missing_damaged_or_of_another_version(state: Path, tmp_path: Path) -> None:
    assert looked_at(tmp_path / "none.sqlite3") is None
    (tmp_path / "text.sqlite3").write_text("no database\n" * 100)
    assert looked_at(tmp_path / "text.sqlite3") is None
    with closing(sqlite3.connect(state)) as db:
        db.execute("PRAGMA user_version = 5")
        db.commit()
    assert looked_at(state) is None


def test_what_is_damaged_within_is_not_known(state: Path) -> None:
    with closing(sqlite3.connect(state)) as db:
        db.execute("UPDATE target SET media = 'nonsense'")
        db.commit()
    glance = Glance.at(state)
    assert glance is not None
    with closing(glance):
        assert glance.media(A) is None


def test_nobody_waits_for_a_check_that_runs_or_for_a_file_that_is_locked(state: Path) -> None:
    begin = time.monotonic()
    with closing(State.open(state)) as running:
        running.begin(NOW)
        assert looked_at(state) == ({B}, {A})
    with closing(sqlite3.connect(state)) as db:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("BEGIN EXCLUSIVE")
        assert looked_at(state) is None
    assert time.monotonic() - begin < 5  # a reader of a whole state waits 10 seconds


def test_a_glance_changes_nothing(state: Path) -> None:
    before = state.read_bytes(), state.stat().st_mtime_ns
    looked_at(state)
    assert (state.read_bytes(), state.stat().st_mtime_ns) == before
    assert sorted(path.name for path in state.parent.iterdir() if path.name.startswith(state.name)) == [
        state.name, *([f"{state.name}.lock"] if (state.parent / f"{state.name}.lock").exists() else []),
    ]  # fmt: skip


def test_an_outcome_of_an_earlier_version_has_no_media() -> None:
    assert Outcome(GONE).media is None
