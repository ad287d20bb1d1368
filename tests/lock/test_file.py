"""The lock on disk: whose it is, when it is written, and what is refused."""

from pathlib import Path

import pytest

from feedtool import stamps
from feedtool.errors import InputError
from feedtool.lock import file
from feedtool.lock.file import read_any_lock, read_lock
from feedtool.lock.line import Lock
from tests.lock.making import line

ONE = {line().id: line()}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with a lock of one line."""
    found = read_lock(tmp_path / "feeds.lock", seeds=tmp_path / "seeds", output=tmp_path / "feeds")
    data = found.change(Lock(found.lock.seeds, found.lock.output, ONE))
    assert data is not None
    (tmp_path / "feeds.lock").write_bytes(data)
    return tmp_path


def test_a_lock_that_is_missing_is_empty_and_names_its_folders_as_seen_from_its_own(tmp_path: Path) -> None:
    found = read_lock(tmp_path / "kept" / "feeds.lock", seeds=tmp_path / "seeds", output=tmp_path / "kept" / "feeds")
    assert (found.data, found.lock) == (None, Lock("../seeds", "feeds"))


def test_a_lock_without_a_byte_is_none_and_that_is_told(archive: Path) -> None:
    (archive / "feeds.lock").write_bytes(b"")
    found = read_lock(archive / "feeds.lock", seeds=archive / "seeds", output=archive / "feeds")
    assert (found.lock, found.tidy) == (Lock("seeds", "feeds"), False)
    assert ["take it back from Git" in one.message for one in found.repairs] == [True]


def test_what_was_written_is_read_and_not_written_again(archive: Path) -> None:
    found = read_lock(archive / "feeds.lock", seeds=archive / "seeds", output=archive / "feeds")
    assert (found.lock.lines, found.repairs, found.tidy) == (ONE, (), True)
    assert found.change(found.lock) is None
    assert found.change(Lock("seeds", "feeds")) is not None


@pytest.mark.parametrize(("seeds", "output", "whose"), [("other", "feeds", "articles"), ("seeds", "other", "feeds")])
def test_the_lock_of_another_archive_is_refused(archive: Path, seeds: str, output: str, whose: str) -> None:
    with pytest.raises(InputError, match=f"belongs to the {whose} in .*--no-lock"):
        read_lock(archive / "feeds.lock", seeds=archive / seeds, output=archive / output)


def test_a_lock_that_somebody_changed_meanwhile_is_read_again(archive: Path) -> None:
    found = read_lock(archive / "feeds.lock", seeds=archive / "seeds", output=archive / "feeds")
    assert found.again() is found
    changed = found.change(Lock("seeds", "feeds", {**ONE, line("b").id: line("b")}))
    assert changed is not None
    (archive / "feeds.lock").write_bytes(changed)
    assert set(found.again().lock.lines) == {line("a").id, line("b").id}


def test_a_lock_whose_stamp_tells_that_nobody_changed_it_is_not_read_again(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old
    found = read_lock(archive / "feeds.lock", seeds=archive / "seeds", output=archive / "feeds")
    read: list[Path] = []
    monkeypatch.setattr(file, "read_if_there", read.append)
    assert (found.again(), read) == (found, [])


def test_where_there_is_no_lock_a_sentence_says_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no lock; 'feedtool build' makes it"):
        read_any_lock(tmp_path / "feeds.lock")
