"""Entries that are rendered once, whatever they stand in; what is in place is taken from there."""

import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from feedtool import stamps
from feedtool.catalogue.catalogue import Catalogue
from feedtool.catalogue.read import read_catalogue
from feedtool.commands.build import build
from feedtool.config.keys import Config
from feedtool.entries.known import know_by_lock
from feedtool.errors import OutputError
from feedtool.lock.file import read_lock
from feedtool.pieces.cards import Cards
from feedtool.pieces.ledger import Ledger
from feedtool.pieces.pieces import Pieces
from feedtool.pieces.shelf import Shelf
from feedtool.pieces.source import Source
from feedtool.publish.documents import FORMS, Renderer
from tests.making import NO_GROUPS, NOW, mirror
from tests.rendering.test_archiving import read_seeds

IDS = [f"https://a.example/{number}" for number in range(3)]


@dataclass
class Made:
    """A shelf of three articles, and what it stands on."""

    shelf: Shelf
    cards: Cards
    catalogue: Catalogue


@pytest.fixture
def config(seeds: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old
    folder = seeds(**{f"a{number}": mirror(f"<p>{number}</p>", link=id_) for number, id_ in enumerate(IDS)})
    return Config(
        seeds=folder, output=tmp_path / "feeds", lock=tmp_path / "feeds.lock", cache=tmp_path / "cache", **NO_GROUPS
    )


def opened(config: Config) -> Made:
    assert config.lock is not None
    kept = read_lock(config.lock, seeds=config.seeds, output=config.output)
    catalogue = read_catalogue(config.seeds, zone=config.zone, now=NOW, with_said=True)
    assert catalogue.facts is not None
    known = know_by_lock(catalogue.candidates, catalogue.facts, kept.lock, bad=(), bad_links=(), room=100, now_ms=0)
    assert known.lock is not None
    source = Source(known, catalogue, config, NOW)
    ledger = Ledger(known.lock, source, config)
    cards = Cards(source, ledger, config)
    return Made(Shelf(source, Pieces(source, Renderer(), config, now=NOW), cards, ledger, config), cards, catalogue)


@pytest.fixture
def made(config: Config) -> Iterator[Made]:
    made = opened(config)
    yield made
    made.shelf.close()


def test_an_entry_is_made_once_whatever_it_is_asked_for(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    read = read_seeds(monkeypatch)
    made.shelf.learn_sizes(IDS)
    texts = list(made.shelf.texts(IDS, ""))
    pieces = list(made.shelf.archived(IDS))
    assert sorted(read) == ["a0.md", "a1.md", "a2.md"]
    assert [one and one.texts for one in pieces] == texts
    assert [set(one or ()) for one in texts] == [set(FORMS)] * 3
    assert made.shelf.size_of(IDS[0]) == max(map(len, (texts[0] or {}).values())) + 1


def test_what_is_only_archived_is_made_in_the_formats_of_the_archive(made: Made) -> None:
    (piece,) = made.shelf.archived(IDS[:1])
    assert piece is not None
    assert set(piece.texts) == {"atom"}
    card = made.cards.of(IDS[0])
    assert card is not None
    assert card.size_bytes == 0


def test_what_is_in_place_and_unchanged_is_taken_from_there(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    build(config, now=NOW)
    made, read = opened(config), read_seeds(monkeypatch)
    again = list(made.shelf.texts(IDS, ""))
    assert read == []
    afresh = opened(replace(config, cache=None))
    assert list(afresh.shelf.texts(IDS, "")) == again
    assert len(read) == 3
    for one in (made, afresh):
        one.shelf.close()


def test_a_document_that_somebody_changed_is_not_taken_from(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    build(config, now=NOW)
    feed = config.output / "rss.xml"
    feed.write_bytes(feed.read_bytes().replace(b"a.example", b"b.example"))
    made, read = opened(config), read_seeds(monkeypatch)
    assert all(b"b.example" not in (one or {})["rss"] for one in made.shelf.texts(IDS, ""))
    assert len(read) == 3
    made.shelf.close()


def test_an_article_that_is_gone_when_it_is_read_has_no_size_and_no_text(config: Config) -> None:
    made = opened(config)
    (config.seeds / "a1.md").unlink()
    made.shelf.learn_sizes(IDS)
    assert [made.shelf.size_of(id_) is None for id_ in IDS] == [False, True, False]
    assert [one is None for one in made.shelf.texts(IDS, "")] == [False, True, False]
    made.shelf.close()


class Full(io.BytesIO):
    """A file on a full disk: what is written waits, and finds no room when the place in the file changes."""

    waits = False

    def write(self, data: Any) -> int:
        self.waits = True
        return len(data)

    def seek(self, *place: int) -> int:
        if self.waits:
            raise OSError(28, "No space left on device")
        return super().seek(*place)

    def close(self) -> None:
        if not self.closed and self.waits:  # once: the collector closes it again
            super().close()
            raise OSError(28, "No space left on device")


def test_a_full_disk_is_told_with_the_folder(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    made.shelf.close()
    monkeypatch.setattr(made.shelf, "_file", Full())
    with pytest.raises(OutputError, match=f"{tempfile.gettempdir()}: No space left on device: .* TMPDIR"):
        made.shelf.learn_sizes(IDS)


def test_it_holds_the_plain_text_of_entries_for_the_search_without_where_they_come_from(config: Config) -> None:
    made = opened(replace(config, search=True))
    assert list(made.shelf.plain_texts(IDS[:2])) == ["0", "1"]
    made.shelf.close()


def test_the_text_for_the_search_comes_of_what_is_made_anyway(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    read = read_seeds(monkeypatch)
    made = opened(replace(config, search=True))
    list(made.shelf.archived(IDS))
    asked = len(read)
    assert list(made.shelf.plain_texts(IDS)) == ["0", "1", "2"]
    assert len(read) == asked
    made.shelf.close()


def test_an_article_that_changes_while_it_is_read_has_no_text_for_the_search(config: Config) -> None:
    made = opened(replace(config, search=True))
    (config.seeds / "a0.md").unlink()
    assert list(made.shelf.plain_texts(IDS)) == [None, "1", "2"]
    made.shelf.close()


def test_a_disk_that_is_full_when_an_entry_is_taken_back_is_told_too(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.shelf.close()
    monkeypatch.setattr(made.shelf, "_file", Full())
    made.shelf.learn_sizes(IDS[:1])
    with pytest.raises(OutputError, match="No space left on device"):
        list(made.shelf.texts(IDS[:1], ""))
    made.shelf.close()


def test_a_folder_for_temporary_files_that_cannot_be_used_is_told(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(config.output / "missing"))
    with pytest.raises(OutputError, match="missing: No such file or directory"):
        build(config, now=NOW)
