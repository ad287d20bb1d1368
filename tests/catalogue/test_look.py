"""Which files an earlier run knows as they are."""

import os
import time
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from feedtool.catalogue.look import Look
from feedtool.catalogue.read import catalogue_of
from feedtool.errors import InputError
from tests.making import NOW, mirror

Seeds = Callable[..., Path]


@pytest.fixture
def folder(seeds: Seeds, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two files that changed long enough ago to be remembered, and are."""
    found = seeds(a=mirror(link="https://a.example/a"), b="no article")
    monkeypatch.setattr(time, "time_ns", lambda real=time.time_ns: real() + 10_000_000_000)
    catalogue_of(look_at(found), zone=UTC, now=NOW)
    return found


def look_at(folder: Path) -> Look:
    return Look.at(folder, zone=UTC, cache=folder.parent / ".feedtool")


def changed(look: Look) -> list[str]:
    return [file.path for file in look.to_examine()]


def test_files_that_did_not_change_are_not_to_be_examined(folder: Path) -> None:
    look = look_at(folder)
    assert look.is_as_remembered()
    assert changed(look) == []
    assert look.files == [str(folder / path) for path in look.known.path]
    assert look.known.path == ["a.md", "b.md"]


def test_before_anything_is_known_all_are(seeds: Seeds) -> None:
    look = look_at(seeds(a="x", b="y"))
    assert not look.is_as_remembered()
    assert sorted(changed(look)) == ["a.md", "b.md"]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda folder: (folder / "a.md").write_text("other"), ["a.md"]),
        (lambda folder: (folder / "c.md").write_text("new"), ["c.md"]),
        (lambda folder: (folder / "a.md").unlink(), []),
        (lambda folder: (folder / "a.md").rename(folder / "d.md"), ["d.md"]),
        (lambda folder: os.utime(folder / "b.md", ns=(1, 1)), ["b.md"]),
    ],
    ids=["edited", "added", "removed", "renamed", "touched"],
)
def test_a_folder_that_changed_is_not_as_remembered(
    folder: Path, edit: Callable[[Path], object], expected: list[str]
) -> None:
    edit(folder)
    look = look_at(folder)
    assert not look.is_as_remembered()
    assert changed(look) == expected
    assert changed(look) == expected, "it is walked once"


def test_a_file_in_the_place_of_the_folder_is_an_error(seeds: Seeds) -> None:
    with pytest.raises(InputError, match="name the folder"):
        look_at(seeds(a="x") / "a.md")


def test_the_stamp_is_that_of_the_cache_which_holds_all(folder: Path) -> None:
    first = look_at(folder)
    assert first.stamp is not None
    (folder / "a.md").write_text(mirror(link="https://a.example/b"))
    look = look_at(folder)
    catalogue_of(look, zone=UTC, now=NOW)
    assert look.stamp not in (None, first.stamp)
    assert look.stamp == look_at(folder).stamp
