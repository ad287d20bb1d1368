"""The folder of what earlier runs learned."""

import os
from pathlib import Path

import pytest

from feedtool.cache import prepare_cache, read_cached, write_cached
from feedtool.stamps import stamp_of

NOTHING = (b"", None)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / ".feedtool"


def test_what_is_written_is_read_again_with_its_stamp(cache: Path) -> None:
    stamp = write_cached(cache, "x.cache", b"learned")
    assert stamp == stamp_of(os.fspath(cache / "x.cache"))
    assert read_cached(cache, "x.cache") == (b"learned", stamp)
    assert sorted(path.name for path in cache.iterdir()) == [".gitignore", "x.cache"]


def test_what_comes_in_pieces_is_one_file_or_none(cache: Path) -> None:
    write_cached(cache, "x.cache", (piece.encode() for piece in ("learn", "ed")))
    assert read_cached(cache, "x.cache")[0] == b"learned"
    assert write_cached(cache, "x.cache", (piece.encode() for piece in ("other", "\ud800"))) is None
    assert read_cached(cache, "x.cache")[0] == b"learned"
    assert sorted(path.name for path in cache.iterdir()) == [".gitignore", "x.cache"]


@pytest.mark.parametrize("place", [0, 5, -1])
def test_a_file_of_which_one_bit_changed_is_an_empty_one(cache: Path, place: int) -> None:
    write_cached(cache, "x.cache", b"learned")
    damaged = bytearray((cache / "x.cache").read_bytes())
    damaged[place] ^= 1
    (cache / "x.cache").write_bytes(damaged)
    assert read_cached(cache, "x.cache") == NOTHING


def test_what_a_killed_run_left_of_a_file_goes_when_that_is_written_again(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(os, "unlink", lambda _: None)
        killed.setattr(os, "replace", lambda *_: stamp_of("nowhere"))
        write_cached(cache, "x.cache", b"lost")
        write_cached(cache, "y.cache", b"lost, too")
    left = sorted(path.name for path in cache.glob("*.tmp"))
    write_cached(cache, "x.cache", b"learned")
    assert len(left) == 2
    assert sorted(path.name for path in cache.iterdir()) == [".gitignore", "x.cache", left[1]]


def test_what_is_missing_is_empty(cache: Path) -> None:
    assert read_cached(cache, "x.cache") == NOTHING


def test_a_cache_that_cannot_be_written_is_no_error(cache: Path) -> None:
    cache.write_text("a file in its place")
    assert write_cached(cache, "x.cache", b"learned") is None
    assert read_cached(cache, "x.cache") == NOTHING


def test_git_does_not_see_the_folder_and_a_users_own_rules_stay(cache: Path) -> None:
    prepare_cache(cache)
    assert (cache / ".gitignore").read_text() == "*\n"
    (cache / ".gitignore").write_text("mine")
    prepare_cache(cache)
    assert (cache / ".gitignore").read_text() == "mine"


@pytest.mark.skipif(os.name == "nt", reason="links and pipes are not for everyone there")
@pytest.mark.parametrize("kind", ["link", "pipe", "sparse"])
def test_a_file_that_is_no_cache_of_ours_is_an_empty_one(cache: Path, kind: str) -> None:
    prepare_cache(cache)
    file = cache / "x.cache"
    if kind == "link":
        file.symlink_to("/dev/zero")
    elif kind == "pipe":
        os.mkfifo(file)
    else:
        with file.open("wb") as handle:
            handle.truncate(100_000_000_000)
    assert read_cached(cache, "x.cache") == NOTHING


@pytest.mark.skipif(os.name == "nt", reason="links are not for everyone there")
def test_a_link_in_the_place_of_the_folder_is_not_followed(cache: Path) -> None:
    elsewhere = cache.parent / "elsewhere"
    write_cached(elsewhere, "x.cache", b"learned")
    cache.symlink_to("elsewhere")
    assert read_cached(cache, "x.cache") == NOTHING
    (elsewhere / "x.cache").unlink()
    assert write_cached(cache, "x.cache", b"learned") is None
    assert not (elsewhere / "x.cache").exists()
