"""All documents of a build with a lock: with an archive or without, and an end that lets go of everything."""

from pathlib import Path

import pytest

from feedtool import stamps
from tests.commands.archives import Archive
from tests.rendering.test_archiving import DAYS, article, small


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return small(tmp_path)


def test_without_an_archive_the_feeds_are_made_and_remembered_all_the_same(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old
    archive.write(x__a=article(1))
    built = archive.build(archive_feeds=(), folder_feeds=1)
    assert built.archive is None
    assert "folder/x/atom.xml" in built.documents
    assert not [path for path in built.documents if path.startswith("archive/")]
    assert (archive.folder / ".feedtool" / "archive.cache").is_file()


def test_a_build_that_is_refused_leaves_the_lock_and_the_feeds_as_they_were(archive: Archive) -> None:
    archive.write(**{f"x__a{number}": article(number) for number in range(6)})
    archive.build(folder_feeds=1)
    before = archive.bytes()
    archive.write(**{f"x__a{number}": None for number in range(5)})
    assert archive.build(after=DAYS, folder_feeds=1).refused
    assert archive.bytes() == before
