import os
import time
from pathlib import Path

import pytest

from feedtool.catalogue import remembered
from feedtool.catalogue.record import Record
from feedtool.catalogue.remembered import load, prepare, store
from feedtool.errors import Problem

OLD = 1_600_000_000_000_000_000
RECORDS = {
    "a.md": Record((1, OLD, OLD), "https://a.example/", None, 1, 2, problems=(Problem(3, "code", "message"),)),
    "b.md": Record((1, OLD, OLD), reason="empty"),
}


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / ".feedtool"


def test_records_are_known_again(cache: Path) -> None:
    store(cache, "key", RECORDS)
    assert load(cache, "key") == RECORDS


def test_records_of_another_key_or_version_are_not(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store(cache, "key", RECORDS)
    assert load(cache, "other") == {}
    monkeypatch.setattr(remembered, "__version__", "99")
    assert load(cache, "key") == {}


def test_a_file_that_changed_just_now_or_has_no_stamp_is_not_remembered(cache: Path) -> None:
    now = time.time_ns()
    store(cache, "key", {**RECORDS, "c.md": Record((1, OLD, now)), "d.md": Record((1, now, OLD)), "e.md": Record()})
    assert load(cache, "key") == RECORDS


@pytest.mark.parametrize("damage", [b"", b"\x00broken", b"\x93\xa1x\xa1y\x80", b"\xc1" * 100])
def test_a_damaged_cache_is_an_empty_one(cache: Path, damage: bytes) -> None:
    prepare(cache)
    (cache / "seeds.cache").write_bytes(damage)
    assert load(cache, "key") == {}


@pytest.mark.parametrize("published_ms", [10**18, -(10**18)])
def test_a_cache_with_impossible_values_is_an_empty_one(cache: Path, published_ms: int) -> None:
    store(cache, "key", {"a.md": Record((1, OLD, OLD), "x", None, published_ms)})
    assert (cache / "seeds.cache").exists()
    assert load(cache, "key") == {}


def test_a_cache_that_cannot_be_written_is_no_error(cache: Path) -> None:
    cache.write_text("a file in its place")
    store(cache, "key", RECORDS)
    assert load(cache, "key") == {}


def test_git_does_not_see_the_folder_and_a_users_own_rules_stay(cache: Path) -> None:
    prepare(cache)
    assert (cache / ".gitignore").read_text() == "*\n"
    (cache / ".gitignore").write_text("mine")
    prepare(cache)
    assert (cache / ".gitignore").read_text() == "mine"


@pytest.mark.skipif(os.name == "nt", reason="links and pipes are not for everyone there")
@pytest.mark.parametrize("kind", ["link", "pipe", "sparse"])
def test_a_file_that_is_no_cache_of_ours_is_an_empty_one(cache: Path, kind: str) -> None:
    prepare(cache)
    file = cache / "seeds.cache"
    if kind == "link":
        file.symlink_to("/dev/zero")
    elif kind == "pipe":
        os.mkfifo(file)
    else:
        with file.open("wb") as handle:
            handle.truncate(100_000_000_000)
    assert load(cache, "key") == {}


@pytest.mark.skipif(os.name == "nt", reason="links are not for everyone there")
def test_a_link_in_the_place_of_the_folder_is_not_followed(cache: Path) -> None:
    elsewhere = cache.parent / "elsewhere"
    store(elsewhere, "key", RECORDS)
    cache.symlink_to("elsewhere")
    assert load(cache, "key") == {}
    (elsewhere / "seeds.cache").unlink()
    store(cache, "key", RECORDS)
    assert not (elsewhere / "seeds.cache").exists()
