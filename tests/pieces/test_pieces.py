"""Entries as they stand in archive documents: the same whether they are at hand or made on other cores."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from feedtool.catalogue.catalogue import Catalogue
from feedtool.catalogue.read import read_catalogue
from feedtool.config.keys import Config
from feedtool.entries.known import know
from feedtool.pieces.pieces import Piece, Pieces, formats_of
from feedtool.pieces.source import Source
from feedtool.publish.documents import Renderer
from tests.making import NOW, mirror

Seeds = Callable[..., Path]
IDS = [f"https://a.example/{number}" for number in range(3)]


@pytest.fixture
def folder(seeds: Seeds) -> Path:
    return seeds(**{f"a{number}": mirror(f"<p>{number}</p>", link=id_) for number, id_ in enumerate(IDS)})


def pieces_of(folder: Path, *, at_hand: list[str], **chosen: Any) -> tuple[list[Piece | None], Catalogue]:
    config = Config(seeds=folder, **chosen)
    catalogue = read_catalogue(folder, zone=config.zone, now=NOW)
    source = Source(know(catalogue.candidates), catalogue, config, NOW)
    for id_ in at_hand:
        source.entry(id_)
    if chosen.get("title") == "gone":
        (folder / "a1.md").unlink()
    return list(Pieces(source, Renderer(), config, now=NOW).of(IDS, formats_of(config))), catalogue


def test_a_piece_is_the_same_whether_its_entry_is_at_hand_or_not(folder: Path) -> None:
    made, _ = pieces_of(folder, at_hand=[])
    assert made == pieces_of(folder, at_hand=IDS)[0] == pieces_of(folder, at_hand=IDS[1:2])[0]
    assert [one and one.link for one in made] == IDS
    assert all(one and one.texts["atom"].startswith(b"\n  <entry") for one in made)


def test_an_article_that_is_gone_when_it_is_read_gives_no_piece_and_is_told(folder: Path) -> None:
    made, catalogue = pieces_of(folder, at_hand=[], title="gone")
    assert [one is None for one in made] == [False, True, False]
    assert [Path(path).name for path, _ in catalogue.bad] == ["a1.md"]


@pytest.mark.parametrize(
    ("chosen", "formats"),
    [((), ("atom",)), (("json",), ("atom", "json")), (("json", "rss", "atom"), ("atom", "rss", "json"))],
)
def test_atom_is_always_made(chosen: Any, formats: tuple[str, ...]) -> None:
    assert formats_of(Config(archive_formats=chosen)) == formats


def test_a_piece_has_a_text_for_each_format(folder: Path) -> None:
    (one, *_), _ = pieces_of(folder, at_hand=[], archive_formats=("rss", "json"))
    assert one is not None
    assert {form: text.split()[0] for form, text in one.texts.items()} == {
        "atom": b"<entry>",
        "rss": b"<item>",
        "json": b"{",
    }
    assert one.size_bytes == max(map(len, one.texts.values())) + 1


def test_the_size_of_a_piece_is_not_known_unless_it_is_in_all_formats(folder: Path) -> None:
    (one, *_), _ = pieces_of(folder, at_hand=[])
    assert one is not None
    assert one.size_bytes == 0
