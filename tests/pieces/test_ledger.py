"""Which documents need not be made again: those of the same makings that are in place."""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from feedtool import stamps
from feedtool.catalogue.read import read_catalogue
from feedtool.config.keys import Config
from feedtool.entries.known import know_by_lock
from feedtool.entries.since import UNKNOWN, Since, mark_of
from feedtool.files import InPlace
from feedtool.lock.line import Lock
from feedtool.pieces.ledger import Ledger
from feedtool.pieces.made_by import made_by
from feedtool.pieces.source import Source
from tests.making import NOW, mirror

Seeds = Callable[..., Path]
ID, PATH = "https://example.org/a", "archive/0001.xml"
HASH = sha256(b"page").hexdigest()


@pytest.fixture(autouse=True)
def old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old


@pytest.fixture
def folder(seeds: Seeds) -> Path:
    return seeds(a=mirror()).parent


def ledger(folder: Path, *, since: Since = UNKNOWN, **chosen: Any) -> Ledger:
    config = Config(seeds=folder / "seeds", output=folder / "feeds", cache=folder / "cache", **chosen)
    catalogue = read_catalogue(config.seeds, zone=config.zone, now=NOW, with_said=True)
    assert catalogue.facts is not None
    known = know_by_lock(catalogue.candidates, catalogue.facts, Lock("", ""), bad=(), bad_links=(), room=100, now_ms=0)
    assert known.lock is not None
    return Ledger(known.lock, Source(known, catalogue, config, NOW), config, since)


def written(folder: Path) -> Path:
    """Make a page of the article, and remember that."""
    page = folder / "feeds" / PATH
    page.parent.mkdir(parents=True)
    page.write_bytes(b"page")
    one = ledger(folder)
    one.made(PATH, one.makings("page", [ID]))
    one.remember({PATH: HASH}, None)
    return page


def in_place(folder: Path, what: str = "page", **chosen: Any) -> bool:
    one = ledger(folder, **chosen)
    found = one.in_place([PATH], one.makings(what, [ID]))
    assert found in ([], [(PATH, InPlace(HASH))])
    return bool(found)


def test_what_was_made_of_the_same_and_is_in_place_need_not_be_made(folder: Path) -> None:
    written(folder)
    assert in_place(folder)


def test_it_is_made_if_its_place_the_configuration_or_the_article_changed(folder: Path) -> None:
    written(folder)
    assert not in_place(folder, "another page")
    assert not in_place(folder, title="Other")
    (folder / "seeds" / "a.md").write_text(mirror("别的"))
    assert not in_place(folder)


def test_it_is_made_if_it_is_gone_or_was_changed_though_its_size_and_date_stayed(folder: Path) -> None:
    page = written(folder)
    stat = page.stat()
    page.write_bytes(b"eggs")
    os.utime(page, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert not in_place(folder)
    page.unlink()
    assert not in_place(folder)


def test_a_document_that_somebody_changes_while_the_build_ends_is_found_out(folder: Path) -> None:
    page = written(folder)
    placed = stamps.stamp_of(str(page))
    page.write_bytes(b"eggs!")
    one = ledger(folder)
    one.made(PATH, one.makings("page", [ID]))
    assert one.remember({PATH: HASH}, None, placed={PATH: placed}) == {PATH: placed}
    assert not in_place(folder)


def test_a_document_that_somebody_changes_after_it_was_read_is_found_out(folder: Path) -> None:
    page = written(folder)
    page.write_bytes(b"page")  # its stamp is not the one that is known
    one = ledger(folder)
    assert one.in_place([PATH], one.makings("page", [ID]))
    page.write_bytes(b"eggs!")
    one.remember({PATH: HASH}, None)
    assert not in_place(folder)


def test_a_file_that_is_new_on_disk_and_has_the_right_bytes_is_in_place(folder: Path) -> None:
    page = written(folder)
    page.unlink()
    page.write_bytes(b"page")
    assert in_place(folder)


def test_an_article_so_new_that_it_could_change_unseen_is_not_trusted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "_GRAINS_NS", (3_600 * 10**9,) * 2)
    assert ledger(folder).made_of(ID) is None
    written(folder)
    assert not in_place(folder)


def in_place_as_a_run(folder: Path, what: str, **chosen: Any) -> list[tuple[str, InPlace]]:
    config = Config(seeds=folder / "seeds", output=folder / "feeds", cache=folder / "cache", **chosen)
    read = (stamps.stamp_of(str(folder / "seeds" / "a.md")), b"lock")
    one = ledger(folder, since=Since(read, frozenset()), **chosen)
    found = one.run_in_place(one.makings(what, [ID]))
    one.note_run(one.makings("run", [ID]), [PATH])
    one.in_place([PATH], one.makings("page", [ID]))
    one.remember({PATH: HASH}, mark_of(read, made_by(config)))
    return found


def test_documents_that_the_last_build_looked_at_together_are_in_place_together(folder: Path) -> None:
    page = written(folder)
    assert in_place_as_a_run(folder, "run") == []
    assert in_place_as_a_run(folder, "another run") == []
    assert in_place_as_a_run(folder, "run") == [(PATH, InPlace(HASH))]
    assert ledger(folder).run_in_place(ledger(folder).makings("run", [ID])) == []  # it is not known what changed
    page.write_bytes(b"eggs")
    assert in_place_as_a_run(folder, "run") == []
    page.write_bytes(b"page")
    assert in_place_as_a_run(folder, "run") == []  # the last build did not find it in place
    assert in_place_as_a_run(folder, "run", title="Other") == []


def test_documents_of_a_folder_are_in_place_together_or_not_at_all(folder: Path) -> None:
    written(folder)
    one = ledger(folder)
    makings = one.makings("page", [ID])
    assert one.all_in_place("archive/", makings) == [(PATH, InPlace(HASH))]
    assert one.all_in_place("archive/", one.makings("other", [ID])) == []
    other = folder / "feeds" / "archive" / "0002.xml"
    other.write_bytes(b"page")
    one.made(other.relative_to(folder / "feeds").as_posix(), makings)
    one.remember({PATH: HASH, "archive/0002.xml": HASH}, None)
    assert len(ledger(folder).all_in_place("archive/", makings)) == 2
    other.write_bytes(b"changed")
    assert ledger(folder).all_in_place("archive/", makings) == []
