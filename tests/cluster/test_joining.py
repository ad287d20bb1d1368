"""A check waits for workers of one that was killed, whether it asks by a cluster itself or not."""

import json
import time
from pathlib import Path

import pytest

from feedtool.cluster import joining as module
from feedtool.cluster.joining import joining
from feedtool.cluster.promised import file_of


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    found: list[float] = []
    monkeypatch.setattr(module.time, "sleep", found.append)
    return found


def joined(state: Path | None, notes: list[str]) -> None:
    with joining(None, state, notes.append) as cluster:
        assert cluster is None


def test_a_check_without_a_cluster_waits_until_workers_of_an_earlier_one_have_stopped(
    tmp_path: Path, waited: list[float]
) -> None:
    state, notes = tmp_path / "state.sqlite3", list[str]()
    file_of(state).write_text(json.dumps({"number": 3, "until": time.time() + 11}))
    joined(state, notes)
    joined(state, notes)
    assert waited == [pytest.approx(11, abs=1)]
    assert notes == ["note: workers of a check that was stopped may still ask; waiting 11 s for them to end"]
    assert not file_of(state).exists()


def test_nobody_waits_where_no_cluster_was_used(tmp_path: Path, waited: list[float]) -> None:
    joined(tmp_path / "state.sqlite3", [])
    joined(None, [])
    assert waited == []
