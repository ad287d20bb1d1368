import contextlib
import sqlite3
from pathlib import Path

import pytest

from feedtool.links.cache import ExtractionCache, key_of, packed, unpacked
from feedtool.links.link import Kind, Place, Reference

FOUND = [Reference("a", "https://a.example/a", None, Kind.IMAGE, Place(1, 2, "甲"))]
KEY = key_of("text", "a.md", None)


def test_what_was_found_in_a_document_is_known_again(tmp_path: Path) -> None:
    with ExtractionCache(tmp_path / "cache") as cache:
        cache.put([(KEY, packed(FOUND)), (b"none", packed(None))], [], day=1)
    with ExtractionCache(tmp_path / "cache") as cache:
        assert unpacked(cache.get(KEY) or b"") == FOUND
        assert unpacked(cache.get(b"none") or b"") is None
        assert cache.get(b"other") is None


@pytest.mark.parametrize(
    "other", [("text.", "a.md", None), ("text", "a.html", None), ("text", "a.md", "https://a.example/")]
)
def test_a_document_is_known_by_all_that_decides_what_is_found(other: tuple[str, str, str | None]) -> None:
    assert key_of(*other) != KEY
    assert key_of("text", "elsewhere/b.MD", None) == KEY


def test_documents_that_were_not_met_for_long_are_forgotten(tmp_path: Path) -> None:
    with ExtractionCache(tmp_path / "cache") as cache:
        cache.put([(KEY, b"1"), (b"old", b"2")], [], day=1)
        cache.put([], [KEY], day=20)
        cache.sweep(32)
        assert (cache.get(KEY), cache.get(b"old")) == (b"1", None)


@pytest.mark.parametrize("damage", [b"no database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_cache_is_an_empty_one(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "cache").write_bytes(damage)
    for expected in (None, b"1"):
        with ExtractionCache(tmp_path / "cache") as cache:
            assert cache.get(KEY) == expected
            cache.put([(KEY, b"1")], [], day=1)


@pytest.mark.parametrize("path", [None, Path("/nowhere/at/all"), Path("/")])
def test_a_cache_that_cannot_be_had_is_no_error(path: Path | None) -> None:
    with ExtractionCache(path) as cache:
        cache.put([(KEY, b"1")], [], day=1)
        cache.sweep(50)
        assert cache.get(KEY) is None


def test_a_cache_of_an_older_form_is_an_empty_one(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "cache")) as db:
        db.execute("CREATE TABLE document (key BLOB PRIMARY KEY, seen INTEGER, found BLOB)")
        db.execute("INSERT INTO document VALUES (?, 1, ?)", (KEY, b"1"))
        db.commit()
    with ExtractionCache(tmp_path / "cache") as cache:
        assert cache.get(KEY) is None
        cache.put([(KEY, b"2")], [], day=1)
        assert cache.get(KEY) == b"2"
