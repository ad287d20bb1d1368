"""The cache of the archive: what is remembered comes back, and what cannot be read counts as nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from feedtool.errors import Problem
from feedtool.pieces import kept
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
)
ID = "https://a.example/1"
CARD = Card(b"makings", "标题", None, "a.example", "zh", 600, 700, (Problem(1, "bounds", "x"),))
CARDS = KeptCards({}).with_cards({ID: CARD}, gone=(), mark=b"mark")
OUTPUT = Path("feeds")


def test_what_was_stored_comes_back(tmp_path: Path) -> None:
    store_documents(tmp_path / "cache", OUTPUT, DOCUMENTS)
    CARDS.store(tmp_path / "cache", OUTPUT)
    assert load_documents(tmp_path / "cache", OUTPUT) == DOCUMENTS
    assert {*load_cards(tmp_path / "cache", OUTPUT).cards} == {*CARDS.cards}
    assert load_cards(tmp_path / "cache", OUTPUT).mark == b"mark"
    assert load_cards(tmp_path / "cache", OUTPUT).get(ID) == CARD
    assert (tmp_path / "cache" / ".gitignore").read_text() == "*\n"


def test_what_is_known_of_another_output_counts_as_nothing(tmp_path: Path) -> None:
    store_documents(tmp_path, OUTPUT, DOCUMENTS)
    assert load_documents(tmp_path, Path("elsewhere")) == KeptDocuments()


def test_the_cards_of_entries_that_are_gone_are_forgotten() -> None:
    one = Card(b"", "One", None, None, "en")
    assert CARDS.with_cards({"urn:one": one}, gone=[ID], mark=None).get(ID) is None
    assert CARDS.with_cards({"urn:one": one}, gone=[ID], mark=None).get("urn:one") == one


def test_what_changed_is_written_beside_the_cards_and_not_all_of_them(tmp_path: Path) -> None:
    CARDS.store(tmp_path, OUTPUT)
    before, one = (tmp_path / "entries.cache").read_bytes(), Card(b"", "One", None, None, "en")
    load_cards(tmp_path, OUTPUT).with_cards({"urn:one": one}, gone=[ID], mark=b"next").store(tmp_path, OUTPUT)
    assert (tmp_path / "entries.cache").read_bytes() == before
    known = load_cards(tmp_path, OUTPUT)
    assert (known.get("urn:one"), known.get(ID), known.mark) == (one, None, b"next")
    known.with_cards({ID: CARD}, gone=["urn:one"], mark=None).store(tmp_path, OUTPUT)
    known = load_cards(tmp_path, OUTPUT)
    assert (known.get("urn:one"), known.get(ID), known.mark) == (None, CARD, None)


def test_where_much_changed_all_cards_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MANY", 0)
    CARDS.store(tmp_path, OUTPUT)
    before = (tmp_path / "entries.cache").read_bytes()
    load_cards(tmp_path, OUTPUT).with_cards({"urn:one": CARD}, gone=(), mark=b"next").store(tmp_path, OUTPUT)
    assert (tmp_path / "entries.cache").read_bytes() != before
    known = load_cards(tmp_path, OUTPUT)
    assert ({*known.cards}, known.mark, {*known.new}) == ({ID, "urn:one"}, b"next", set())


@pytest.mark.parametrize("damage", [lambda _: b"", lambda data: data[:-1]], ids=["missing", "cut off"])
def test_without_what_changed_the_cards_have_no_mark(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    CARDS.store(tmp_path, OUTPUT)
    newer = tmp_path / "entries-new.cache"
    newer.write_bytes(damage(newer.read_bytes()))
    assert (load_cards(tmp_path, OUTPUT).get(ID), load_cards(tmp_path, OUTPUT).mark) == (CARD, None)


def test_what_changed_since_other_cards_counts_as_nothing(tmp_path: Path) -> None:
    CARDS.store(tmp_path, OUTPUT)
    newer = (tmp_path / "entries-new.cache").read_bytes()
    CARDS.store(tmp_path, OUTPUT)
    (tmp_path / "entries-new.cache").write_bytes(newer)
    assert load_cards(tmp_path, OUTPUT).mark is None


def test_a_card_that_is_none_counts_as_unknown(tmp_path: Path) -> None:
    CARDS.store(tmp_path, OUTPUT)
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
    CARDS.store(tmp_path / "link", OUTPUT)
    assert list((tmp_path / "elsewhere").iterdir()) == []
