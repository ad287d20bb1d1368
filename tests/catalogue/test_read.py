import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec import structs

from feedtool import cores
from feedtool.articles.article import Skipped
from feedtool.articles.walk import SeedFile
from feedtool.catalogue import examine as examining
from feedtool.catalogue import remembered
from feedtool.catalogue.catalogue import Catalogue
from feedtool.catalogue.examine import examine
from feedtool.catalogue.look import Look
from feedtool.catalogue.read import Newest, catalogue_of, read_catalogue
from feedtool.catalogue.record import Record
from feedtool.dates import to_epoch_ms
from feedtool.errors import InputError, Problem
from tests.making import NOW, bare, mirror

Seeds = Callable[..., Path]


@dataclass(frozen=True)
class Archive:
    """Seeds, and where what was learned of them is remembered."""

    seeds: Path
    cache: Path

    def read(self, *, zone: tzinfo = UTC, with_said: bool = False) -> Catalogue:
        return read_catalogue(self.seeds, zone=zone, now=NOW, cache=self.cache, with_said=with_said)

    def known(self) -> list[str]:
        return Look.at(self.seeds, zone=UTC, cache=self.cache).known.paths

    @property
    def file(self) -> Path:
        return self.cache / "seeds.cache"


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collects the paths of files that were really examined."""
    paths: list[str] = []

    def noted(file: SeedFile, *, zone: tzinfo) -> Record:
        paths.append(file.path)
        return examine(file, zone=zone)

    monkeypatch.setattr(examining, "examine", noted)
    return paths


@pytest.fixture
def archive(seeds: Seeds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Three files that changed long ago, and where to remember them."""
    folder = seeds(
        a=mirror(link="https://a.example/a", epoch="1602178880"), b=bare(epoch="NaN", header=""), c="no article"
    )
    monkeypatch.setattr(time, "time_ns", lambda real=time.time_ns: real() + 10_000_000_000)
    return Archive(folder, tmp_path / ".feedtool")


def inodes(folder: Path) -> dict[str, int]:
    return {one.name: one.stat().st_ino for one in folder.iterdir()}


def told(found: Catalogue) -> tuple[object, ...]:
    """Return what a catalogue says; a stamp is there once its file is old enough."""
    candidates = [structs.replace(one, stamp=None) for one in found.candidates]
    return candidates, found.skipped, found.bad, found.warnings


def test_the_catalogue_says_what_every_seed_is(archive: Archive) -> None:
    found = archive.read()
    assert [(one.id, one.path, one.published_ms) for one in found.candidates] == [
        ("https://a.example/a", "a.md", 1602178880000)
    ]
    assert found.skipped == {"neither a title block nor 'from' in a front matter": 1}
    where = (archive.seeds / "a.md").as_posix(), (archive.seeds / "b.md").as_posix()
    assert [(location, problem.code) for location, problem in found.warnings] == [(where[0], "epoch-seconds")]
    assert [(location, problem.code) for location, problem in found.bad] == [(where[1], "date-missing")]


def test_an_article_of_the_future_is_published_with_a_warning(seeds: Seeds) -> None:
    folder = seeds(a=mirror(date="2030-01-01T00:00:00.000Z", epoch="1893456000000"))
    found = read_catalogue(folder, zone=UTC, now=NOW)
    assert [(one.published_ms, one.ahead) for one in found.candidates] == [(1893456000000, True)]
    assert [problem.code for _, problem in found.warnings] == ["date-in-future"]


def test_an_epoch_that_has_come_stands_in_for_a_date_in_the_future(seeds: Seeds) -> None:
    epoch = to_epoch_ms(NOW) - 1000
    folder = seeds(a=mirror(date="2026-05-01T00:00:00.000Z", epoch=str(epoch)))
    (one,) = read_catalogue(folder, zone=UTC, now=NOW).candidates
    assert (one.published_ms, one.updated_ms, one.ahead) == (epoch, epoch, False)
    (due,) = read_catalogue(folder, zone=UTC, now=NOW.replace(month=6)).candidates
    assert (due.published_ms, due.ahead) == (1777593600000, False)


def editions(**files: str) -> dict[str, str]:
    """Three editions of one article: by link, and with a link that is encoded twice."""
    return files | {
        "a": mirror("文" * 9, title="一", link="https://a.example/%E9", epoch="1602178880000"),
        "b": mirror("", title="一", link="https://a.example/%E9", epoch="1602178980000"),
        "c": mirror("文" * 5, title="二", link="https://a.example/%25E9", epoch="1602178880000"),
    }


def test_the_names_that_articles_give_are_known_where_it_is_asked_what_they_say(archive: Archive) -> None:
    def names(*, with_said: bool) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        found = read_catalogue(archive.seeds, zone=UTC, now=NOW, cache=archive.cache, with_said=with_said)
        return [(one.authors, one.tags) for one in found.candidates]

    assert names(with_said=False) == [((), ())]
    assert names(with_said=True) == names(with_said=True) == [(("作者",), ("标签",))]


def test_editions_share_an_id_and_are_looked_at(seeds: Seeds) -> None:
    found = read_catalogue(seeds(**editions(d=mirror(link="https://b.example/d"))), zone=UTC, now=NOW).candidates
    assert [(one.id, one.own_id, one.characters) for one in found] == [
        ("https://a.example/%E9", "https://a.example/%E9", 9),
        ("https://a.example/%E9", "https://a.example/%E9", 0),
        ("https://a.example/%E9", "https://a.example/%25E9", 5),
        ("https://b.example/d", "https://b.example/d", None),
    ]


def test_older_editions_are_not_looked_at_where_the_newest_has_text(seeds: Seeds) -> None:
    folder = seeds(a=mirror(link="https://a.example/"), b=mirror(link="https://a.example/", epoch="1602178980000"))
    assert [one.characters for one in read_catalogue(folder, zone=UTC, now=NOW).candidates] == [None, 2]


def test_what_editions_hold_is_remembered(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in editions().items():
        (archive.seeds / f"{name}.md").write_text(text)
    first = told(archive.read())
    monkeypatch.setattr(examining, "read_text", None)
    assert told(archive.read()) == first


def test_a_seed_that_turned_bad_is_still_known_by_its_id(archive: Archive) -> None:
    archive.read()
    (archive.seeds / "a.md").write_text("")
    for _ in range(2):
        found = archive.read()
        assert found.bad_ids["https://a.example/a"] == (archive.seeds / "a.md").as_posix()


def test_where_a_lock_knows_seeds_a_bad_one_tells_only_what_is_left_of_it(archive: Archive) -> None:
    archive.read(with_said=True)
    (archive.seeds / "a.md").write_text("")
    for _ in range(2):
        found = archive.read(with_said=True)
        assert "https://a.example/a" not in found.bad_ids
        assert "a.md" in found.bad_paths


def test_a_file_in_the_place_of_the_folder_is_an_error(seeds: Seeds) -> None:
    with pytest.raises(InputError, match="name the folder"):
        read_catalogue(seeds(a=mirror()) / "a.md", zone=UTC, now=NOW)


def test_what_did_not_change_is_not_examined_again(archive: Archive, examined: list[str]) -> None:
    first = told(archive.read())
    examined.clear()
    assert told(archive.read()) == first
    assert examined == []


def test_what_changed_is_new_or_is_gone_is_noticed(archive: Archive, examined: list[str]) -> None:
    archive.read()
    (archive.seeds / "a.md").write_text(mirror(link="https://a.example/changed"))
    (archive.seeds / "c.md").unlink()
    (archive.seeds / "d.md").write_text(mirror(link="https://a.example/d"))
    examined.clear()
    found = archive.read()
    assert sorted(examined) == ["a.md", "d.md"]
    assert {one.id for one in found.candidates} == {"https://a.example/changed", "https://a.example/d"}
    assert not found.skipped


def test_a_change_that_keeps_size_and_date_is_noticed(archive: Archive) -> None:
    file = archive.seeds / "a.md"
    archive.read()
    before = file.stat()
    file.write_text(mirror(link="https://a.example/z", epoch="1602178880"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert [one.id for one in archive.read().candidates] == ["https://a.example/z"]


def test_a_file_that_changed_just_now_is_not_remembered(seeds: Seeds, tmp_path: Path, examined: list[str]) -> None:
    archive = Archive(seeds(a=mirror()), tmp_path / ".feedtool")
    archive.read()
    archive.read()
    assert examined == ["a.md", "a.md"]


@pytest.mark.parametrize("damage", [b"", b"\x00broken", b"\x93\xa1x\xa1y\x80", b"\xc1" * 100])
def test_a_damaged_cache_is_an_empty_one(archive: Archive, examined: list[str], damage: bytes) -> None:
    archive.read()
    archive.file.write_bytes(damage)
    examined.clear()
    archive.read()
    assert sorted(examined) == ["a.md", "b.md", "c.md"]


def test_another_time_zone_or_version_reads_again(
    archive: Archive, examined: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.read()
    examined.clear()
    archive.read(zone=ZoneInfo("Asia/Shanghai"))
    assert len(examined) == 3
    archive.read()
    monkeypatch.setattr(remembered, "__version__", "99")
    examined.clear()
    archive.read()
    assert len(examined) == 3


def test_a_cache_that_cannot_be_written_is_no_error(archive: Archive) -> None:
    archive.cache.write_text("a file in its place")
    assert len(archive.read().candidates) == 1


def test_git_does_not_see_the_cache(archive: Archive) -> None:
    archive.read()
    assert (archive.cache / ".gitignore").read_text() == "*\n"


def test_many_cores_tell_the_same_as_one(seeds: Seeds, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = seeds(
        **{f"a{number}": mirror(link=f"https://a.example/{number % 7}") for number in range(50)},
        bad=bare(epoch="x", header=""),
    )
    one = told(read_catalogue(folder, zone=UTC, now=NOW))
    monkeypatch.setattr(cores, "WORTH_A_CORE", 1)
    monkeypatch.setattr(cores, "CHUNK", 7)
    progress: list[tuple[int, int]] = []
    many = told(read_catalogue(folder, zone=UTC, now=NOW, progress=lambda done, of: progress.append((done, of))))
    assert many == one
    assert progress[-1] == (51, 51)


def test_names_that_are_no_utf8_are_kept_apart(archive: Archive) -> None:
    names = [os.fsdecode(b"z\xfe.md"), os.fsdecode(b"z\xff.md"), "z\ufffd.md"]
    try:
        for name in names:
            (archive.seeds / name).write_text(mirror(link=f"https://a.example/{name!a}"))
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    for _ in range(2):
        found = archive.read()
        assert len({one.id for one in found.candidates}) == 4
        assert len({one.file for one in found.candidates}) == 4


def test_a_file_that_could_not_be_read_is_tried_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    real = examining.read_text
    refused = Skipped("a.md", "x", Problem(1, "unreadable", "cannot be read: Permission denied"))
    monkeypatch.setattr(examining, "read_text", lambda file: refused if file.path == "a.md" else real(file))
    assert "unreadable" in {problem.code for _, problem in archive.read().bad}
    monkeypatch.undo()
    assert "https://a.example/a" in {one.id for one in archive.read().candidates}


@pytest.mark.parametrize("name", [b"data.json", b"large.md", b"\xff.md"])
def test_files_that_cannot_be_remembered_do_not_make_every_run_write_the_cache(archive: Archive, name: bytes) -> None:
    try:
        (archive.seeds / os.fsdecode(name)).write_bytes(b"x" * (10_000_001 if name == b"large.md" else 1))
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    archive.read()
    before = inodes(archive.cache)
    found = archive.read()
    assert inodes(archive.cache) == before  # a new cache is a new file
    assert len(found.candidates) == 1


def test_what_is_gone_is_forgotten(archive: Archive) -> None:
    archive.read()
    assert "c.md" in archive.known()
    (archive.seeds / "c.md").unlink()
    archive.read()
    assert "c.md" not in archive.known()


def test_without_remember_nothing_is_written(archive: Archive) -> None:
    read_catalogue(archive.seeds, zone=UTC, now=NOW, cache=archive.cache, remember=False)
    assert not archive.cache.exists()


def test_the_newest_articles_are_known_before_their_editions_without_those_of_the_future(seeds: Seeds) -> None:
    days = {"a": "2020-10-08", "b": "2020-10-10", "c": "2020-10-09", "d": "2999-01-01"}
    folder = seeds(
        **{
            name: mirror(link=f"https://a.example/{name}", date=f"{day}T00:00:00.000Z", epoch="NaN")
            for name, day in days.items()
        }
    )
    found: list[list[str]] = []

    def examined(newest: Newest) -> None:
        found.extend([[file.path for _, file in newest(most, to_epoch_ms(NOW))] for most in (2, 9)])

    catalogue_of(Look.at(folder, zone=UTC, cache=None), zone=UTC, now=NOW, examined=examined)
    assert found == [["b.md", "c.md"], ["b.md", "c.md", "a.md"]]
