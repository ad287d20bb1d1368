"""The cache of the archive: what is remembered comes back, and what cannot be read counts as nothing."""

from pathlib import Path

import pytest

from feedtool.errors import Problem
from feedtool.pieces.kept import (
    Card,
    MadeDocument,
    load_cards,
    load_documents,
    store_cards,
    store_documents,
)

DOCUMENTS = {"archive/0001.xml": MadeDocument(b"makings", "ab" * 32, (1, 2, 3)), "b.xml": MadeDocument(b"", "", None)}
CARDS = {
    "https://a.example/1": Card(b"makings", "标题", None, "a.example", "zh", 600, 700, (Problem(1, "bounds", "x"),))
}
OUTPUT = Path("feeds")


def test_what_was_stored_comes_back(tmp_path: Path) -> None:
    store_documents(tmp_path / "cache", OUTPUT, DOCUMENTS)
    store_cards(tmp_path / "cache", OUTPUT, CARDS)
    assert load_documents(tmp_path / "cache", OUTPUT) == DOCUMENTS
    assert load_cards(tmp_path / "cache", OUTPUT) == CARDS
    assert (tmp_path / "cache" / ".gitignore").read_text() == "*\n"


def test_what_is_known_of_another_output_counts_as_nothing(tmp_path: Path) -> None:
    store_documents(tmp_path, OUTPUT, DOCUMENTS)
    assert load_documents(tmp_path, Path("elsewhere")) == {}


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x93\x01\xa5feeds\x01", b"\x90", b"{}"])
def test_a_damaged_file_counts_as_nothing(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "archive.cache").write_bytes(data)
    (tmp_path / "entries.cache").write_bytes(data)
    assert (load_documents(tmp_path, OUTPUT), load_cards(tmp_path, OUTPUT)) == ({}, {})


def test_without_a_cache_nothing_is_known(tmp_path: Path) -> None:
    assert load_documents(None, OUTPUT) == load_documents(tmp_path, OUTPUT) == {}


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store_documents(tmp_path / "file", OUTPUT, DOCUMENTS)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    store_cards(tmp_path / "link", OUTPUT, CARDS)
    assert list((tmp_path / "elsewhere").iterdir()) == []
