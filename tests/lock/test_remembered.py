"""A lock that a build wrote is known again without being parsed; any other is not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool import cache as cache_files
from feedtool.cache import prepare_cache
from feedtool.lock import remembered
from feedtool.lock.file import LockFile, read_lock
from feedtool.lock.form import format_lock, parse_lock
from feedtool.lock.line import LockLine, Window
from feedtool.lock.remembered import recall_lock, remember_lock
from tests.lock.making import line, lock
from tests.thorough import examples

LOCK = lock(line("a"), line("b", page=3), line("c", gone="2026-01-02"), windows={"main": Window(5, "x:a")},
            slugs={("tag", "News"): "news"})  # fmt: skip
DATA = format_lock(LOCK)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / ".feedtool"


def test_a_lock_that_was_written_is_known_again(cache: Path) -> None:
    remember_lock(cache, LOCK, DATA)
    known = recall_lock(cache, DATA)
    assert known is not None
    assert known.lock == LOCK == parse_lock(DATA)[0]
    assert all(isinstance(one, LockLine) for one in known.lock.lines.values())


def test_each_lock_has_a_mark_of_its_own(cache: Path) -> None:
    first = remember_lock(cache, LOCK, DATA)
    known = recall_lock(cache, DATA)
    assert known is not None
    assert known.mark == first is not None
    other = replace(LOCK, windows={})
    assert remember_lock(cache, other, format_lock(other)) != first


def test_other_bytes_are_not_known_nor_those_of_another_version(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember_lock(cache, LOCK, DATA)
    assert recall_lock(cache, DATA.replace(b"2026-01-02", b"2026-01-03")) is None
    assert recall_lock(None, DATA) is None
    monkeypatch.setattr(remembered, "__version__", "99")
    assert recall_lock(cache, DATA) is None


@pytest.mark.parametrize(
    "damage", [lambda _: b"", lambda kept: kept[:-1], lambda kept: kept[:40] + b"\xc1" + kept[41:], lambda _: b"x" * 99]
)
@pytest.mark.parametrize("name", ["lock.cache", "lock-new.cache"])
def test_a_damaged_cache_knows_no_lock(cache: Path, name: str, damage: Callable[[bytes], bytes]) -> None:
    remember_lock(cache, LOCK, DATA)
    (cache / name).write_bytes(damage((cache / name).read_bytes()))
    assert recall_lock(cache, DATA) is None


def test_of_few_new_or_changed_lines_only_these_are_written(cache: Path) -> None:
    remember_lock(cache, LOCK, DATA)
    most = (cache / "lock.cache").stat()
    ids = [*LOCK.lines]
    rounds = [{ids[0]: line("a", page=4)}, {"x:new": line("n", id="x:new")}, {ids[0]: line("a", page=5)}]
    now = LOCK
    for changed in rounds:
        now, before = replace(now, lines={**now.lines, **changed}), recall_lock(cache, format_lock(now))
        assert remember_lock(cache, now, format_lock(now), before=before) is not None
        known = recall_lock(cache, format_lock(now))
        assert known is not None
        assert known.lock == now
    assert (cache / "lock.cache").stat() == most


@pytest.mark.parametrize("change", ["many", "gone"])
def test_where_many_lines_changed_or_one_is_not_kept_all_are_written(
    cache: Path, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember_lock(cache, LOCK, DATA)
    most = (cache / "lock.cache").read_bytes()
    monkeypatch.setattr(cache_files, "_MANY", 1)
    lines = {**LOCK.lines, "x:1": line("x"), "x:2": line("y")} if change == "many" else dict([*LOCK.lines.items()][1:])
    now = replace(LOCK, lines={id_: one._replace(id=id_) for id_, one in lines.items()} if change == "many" else lines)
    remember_lock(cache, now, format_lock(now), before=recall_lock(cache, DATA))
    known = recall_lock(cache, format_lock(now))
    assert known is not None
    assert (known.lock, known.kept.newer) == (now, frozenset())
    assert (cache / "lock.cache").read_bytes() != most


def test_a_lock_that_no_unicode_can_tell_is_not_remembered(cache: Path) -> None:
    strange = lock(line("a", path="\ud800.md"))
    remember_lock(cache, strange, format_lock(strange))
    assert recall_lock(cache, format_lock(strange)) is None
    prepare_cache(cache)


def read(folder: Path) -> LockFile:
    return read_lock(folder / "feeds.lock", seeds=folder / "seeds", output=folder / "feeds", cache=folder / ".feedtool")


def test_a_lock_that_somebody_wrote_by_hand_is_parsed_and_written_anew(tmp_path: Path) -> None:
    by_hand = DATA.replace(b"\t=\t", b"\thttps://example.org/a\t", 1)
    (tmp_path / "feeds.lock").write_bytes(by_hand)
    found = read(tmp_path)
    assert not found.ours
    assert found.change(replace(LOCK, windows={})) == format_lock(replace(LOCK, windows={}))


CHANGES = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.none() | st.builds(line, st.just("a"), page=st.none() | st.integers(1, 9), title=st.sampled_from(["", "0" * 8])),
)


@examples(200)
@given(rounds=st.lists(CHANGES, max_size=4))
def test_a_lock_that_is_known_is_written_as_one_that_is_parsed(
    rounds: list[dict[str, LockLine | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    for changes in rounds:
        found = read(folder)
        lines = dict(found.lock.lines)
        for name, changed in changes.items():
            id_ = line(name).id
            lines.pop(id_, None)
            if changed is not None:
                lines[id_] = changed._replace(id=id_)
        after = replace(found.lock, lines=lines)
        data = found.change(after)
        if data is not None:
            assert data == format_lock(after)
            (folder / "feeds.lock").write_bytes(data)
            found.remember(after, data)
            assert read(folder).ours
        assert dict(read(folder).lock.lines) == lines
