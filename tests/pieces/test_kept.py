"""The cache of the archive: what is remembered comes back, and what cannot be read counts as nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from feedtool import cache as cache_files
from feedtool.errors import Problem
from feedtool.pieces.kept import (
    Card,
    KeptCards,
    KeptDocuments,
    MadeDocument,
    load_cards,
    load_documents,
    store_documents,
)

DOCUMENTS = KeptDocuments(
    {"archive/0001.xml": MadeDocument(b"plan", b"made", "ab" * 32, (1, 2, 3)), "b.xml": MadeDocument(b"", b"", "")},
    b"mark",
    {b"plan of all": ["b.xml"]},
    {"https://a.example/1": (Problem(1, "bounds", "x"),)},
)
ID = "https://a.example/1"
CARD = Card(b"makings", "标题", None, "a.example", "zh", 600, 700, (Problem(1, "bounds", "x"),))
ONE = Card(b"", "One", None, None, "en")
OUTPUT = Path("feeds")


def store_cards(folder: Path) -> None:
    KeptCards({}).store(folder, OUTPUT, {ID: CARD}, gone=(), mark=b"mark")


def test_what_was_stored_comes_back(tmp_path: Path) -> None:
    store_documents(tmp_path / "cache", OUTPUT, DOCUMENTS)
    store_cards(tmp_path / "cache")
    assert load_documents(tmp_path / "cache", OUTPUT) == DOCUMENTS
    assert {*load_cards(tmp_path / "cache", OUTPUT).cards} == {ID}
    assert load_cards(tmp_path / "cache", OUTPUT).mark == b"mark"
    assert load_cards(tmp_path / "cache", OUTPUT).get(ID) == CARD
    assert (tmp_path / "cache" / ".gitignore").read_text() == "*\n"


def test_what_is_known_of_another_output_counts_as_nothing(tmp_path: Path) -> None:
    store_documents(tmp_path, OUTPUT, DOCUMENTS)
    assert load_documents(tmp_path, Path("elsewhere")) == KeptDocuments()


@pytest.mark.parametrize("many", [0, 500])
def test_the_cards_of_entries_that_are_gone_are_forgotten(
    tmp_path: Path, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_files, "_MANY", many)
    store_cards(tmp_path)
    load_cards(tmp_path, OUTPUT).store(tmp_path, OUTPUT, {"urn:one": ONE}, gone=[ID], mark=None)
    known = load_cards(tmp_path, OUTPUT)
    assert (known.get(ID), known.get("urn:one")) == (None, ONE)


def test_cards_that_are_known_as_they_are_are_not_written_again(tmp_path: Path) -> None:
    store_cards(tmp_path)
    before = (tmp_path / "entries-new.cache").stat().st_ino
    load_cards(tmp_path, OUTPUT).store(tmp_path, OUTPUT, {}, gone=(), mark=b"mark")
    assert (tmp_path / "entries-new.cache").stat().st_ino == before


def test_what_changed_is_written_beside_the_cards_and_not_all_of_them(tmp_path: Path) -> None:
    store_cards(tmp_path)
    before = (tmp_path / "entries.cache").read_bytes()
    load_cards(tmp_path, OUTPUT).store(tmp_path, OUTPUT, {"urn:one": ONE}, gone=[ID], mark=b"next")
    assert (tmp_path / "entries.cache").read_bytes() == before
    known = load_cards(tmp_path, OUTPUT)
    assert (known.get("urn:one"), known.get(ID), known.mark) == (ONE, None, b"next")
    known.store(tmp_path, OUTPUT, {ID: CARD}, gone=["urn:one"], mark=None)
    known = load_cards(tmp_path, OUTPUT)
    assert (known.get("urn:one"), known.get(ID), known.mark) == (None, CARD, None)


def test_where_much_changed_all_cards_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_files, "_MANY", 0)
    store_cards(tmp_path)
    before = (tmp_path / "entries.cache").read_bytes()
    load_cards(tmp_path, OUTPUT).store(tmp_path, OUTPUT, {"urn:one": CARD}, gone=(), mark=b"next")
    assert (tmp_path / "entries.cache").read_bytes() != before
    known = load_cards(tmp_path, OUTPUT)
    assert ({*known.cards}, known.mark, {*known.new}) == ({ID, "urn:one"}, b"next", set())


@pytest.mark.parametrize("damage", [lambda _: b"", lambda data: data[:-1]], ids=["missing", "cut off"])
def test_without_what_changed_the_cards_have_no_mark(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    store_cards(tmp_path)
    newer = tmp_path / "entries-new.cache"
    newer.write_bytes(damage(newer.read_bytes()))
    assert (load_cards(tmp_path, OUTPUT).get(ID), load_cards(tmp_path, OUTPUT).mark) == (CARD, None)


def test_what_changed_since_other_cards_counts_as_nothing(tmp_path: Path) -> None:
    store_cards(tmp_path)
    newer = (tmp_path / "entries-new.cache").read_bytes()
    store_cards(tmp_path)
    (tmp_path / "entries-new.cache").write_bytes(newer)
    assert load_cards(tmp_path, OUTPUT).mark is None


def test_a_card_that_is_none_counts_as_unknown(tmp_path: Path) -> None:
    store_cards(tmp_path)
    (tmp_path / "entries.cache").write_bytes(
        (tmp_path / "entries.cache").read_bytes().replace("标".encode(), b"\xff" * 3)
    )
    assert load_cards(tmp_path, OUTPUT).get(ID) is None


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x93\x01\xa5feeds\x01", b"\x90", b"{}"])
def test_a_damaged_file_counts_as_nothing(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "archive.cache").write_bytes(data)
    (tmp_path / "entries.cache").write_bytes(data)
    assert (load_documents(tmp_path, OUTPUT), load_cards(tmp_path, OUTPUT)) == (KeptDocuments(), KeptCards({}))


def test_without_a_cache_nothing_is_known(tmp_path: Path) -> None:
    assert load_documents(None, OUTPUT) == load_documents(tmp_path, OUTPUT) == KeptDocuments()


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store_documents(tmp_path / "file", OUTPUT, DOCUMENTS)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    store_cards(tmp_path / "link")
    assert list((tmp_path / "elsewhere").iterdir()) == []
