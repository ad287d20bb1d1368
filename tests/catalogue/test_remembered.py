import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from feedtool import cores
from feedtool.articles.article import Skipped
from feedtool.articles.read import SeedFile
from feedtool.catalogue import reading
from feedtool.catalogue import remembered as cache
from feedtool.catalogue.reading import Reading, examine, read_seeds
from feedtool.config.keys import Config
from feedtool.errors import Problem
from tests.making import NOW, bare, mirror

Seeds = Callable[..., Path]


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collects the paths of files that were really examined."""
    paths: list[str] = []

    def noted(file: SeedFile, *, config: Config) -> cache.Record:
        paths.append(file.path)
        return examine(file, config=config)

    monkeypatch.setattr(reading, "examine", noted)
    return paths


@pytest.fixture
def archive(seeds: Seeds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    """Three files that changed long ago, and where to remember them."""
    folder = seeds(
        a=mirror(link="https://a.example/a", epoch="1602178880"), b=bare(epoch="NaN", header=""), c="no article"
    )
    monkeypatch.setattr(time, "time_ns", lambda real=time.time_ns: real() + 10_000_000_000)
    return Config(folder, tmp_path / "feeds", cache=tmp_path / ".feedtool")


def told(found: Reading) -> tuple[object, ...]:
    return found.candidates, found.skipped, found.bad, found.warnings


def test_what_did_not_change_is_not_examined_again(archive: Config, examined: list[str]) -> None:
    first = told(read_seeds(archive, NOW))
    examined.clear()
    assert told(read_seeds(archive, NOW)) == first
    assert examined == []


def test_what_changed_is_new_or_is_gone_is_noticed(archive: Config, examined: list[str]) -> None:
    read_seeds(archive, NOW)
    (archive.seeds / "a.md").write_text(mirror(link="https://a.example/changed"))
    (archive.seeds / "c.md").unlink()
    (archive.seeds / "d.md").write_text(mirror(link="https://a.example/d"))
    examined.clear()
    found = read_seeds(archive, NOW)
    assert sorted(examined) == ["a.md", "d.md"]
    assert {one.id for one in found.candidates} == {"https://a.example/changed", "https://a.example/d"}
    assert not found.skipped


def test_a_change_that_keeps_size_and_date_is_noticed(archive: Config) -> None:
    file = archive.seeds / "a.md"
    read_seeds(archive, NOW)
    before = file.stat()
    file.write_text(mirror(link="https://a.example/z", epoch="1602178880"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert [one.id for one in read_seeds(archive, NOW).candidates] == ["https://a.example/z"]


def test_a_file_that_changed_just_now_is_not_remembered(seeds: Seeds, tmp_path: Path, examined: list[str]) -> None:
    config = Config(seeds(a=mirror()), cache=tmp_path / ".feedtool")
    read_seeds(config, NOW)
    read_seeds(config, NOW)
    assert examined == ["a.md", "a.md"]


@pytest.mark.parametrize("damage", [b"", b"\x00broken", b"\x93\xa1x\xa1y\x80", b"\xc1" * 100])
def test_a_damaged_cache_is_an_empty_one(archive: Config, examined: list[str], damage: bytes) -> None:
    assert archive.cache is not None
    read_seeds(archive, NOW)
    (archive.cache / "seeds.cache").write_bytes(damage)
    examined.clear()
    read_seeds(archive, NOW)
    assert sorted(examined) == ["a.md", "b.md", "c.md"]


def test_another_configuration_or_version_reads_again(
    archive: Config, examined: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import dataclasses

    read_seeds(archive, NOW)
    examined.clear()
    read_seeds(dataclasses.replace(archive, time_zone="Asia/Shanghai"), NOW)
    assert len(examined) == 3
    read_seeds(archive, NOW)
    monkeypatch.setattr(cache, "__version__", "99")
    examined.clear()
    read_seeds(archive, NOW)
    assert len(examined) == 3


def test_a_cache_that_cannot_be_written_is_no_error(archive: Config) -> None:
    assert archive.cache is not None
    archive.cache.write_text("a file in its place")
    assert len(read_seeds(archive, NOW).candidates) == 1


def test_git_does_not_see_the_cache(archive: Config) -> None:
    assert archive.cache is not None
    read_seeds(archive, NOW)
    assert (archive.cache / ".gitignore").read_text() == "*\n"


def test_many_cores_tell_the_same_as_one(seeds: Seeds, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = seeds(
        **{f"a{number}": mirror(link=f"https://a.example/{number % 7}") for number in range(50)},
        bad=bare(epoch="x", header=""),
    )
    config = Config(folder)
    one = told(read_seeds(config, NOW))
    monkeypatch.setattr(cores, "WORTH_A_CORE", 1)
    monkeypatch.setattr(cores, "CHUNK", 7)
    progress: list[tuple[int, int]] = []
    many = told(read_seeds(config, NOW, lambda done, of: progress.append((done, of))))
    assert many == one
    assert progress[-1] == (51, 51)


def test_names_that_are_no_utf8_are_kept_apart(archive: Config) -> None:
    names = [os.fsdecode(b"z\xfe.md"), os.fsdecode(b"z\xff.md"), "z\ufffd.md"]
    try:
        for name in names:
            (archive.seeds / name).write_text(mirror(link=f"https://a.example/{name!a}"))
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    for _ in range(2):
        found = read_seeds(archive, NOW)
        assert len({one.id for one in found.candidates}) == 4
        assert len(found.files) == 4


def test_a_file_that_could_not_be_read_is_tried_again(archive: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    real = reading.read_seed
    refused = Skipped("a.md", "x", Problem(1, "unreadable", "cannot be read: Permission denied"))
    monkeypatch.setattr(reading, "read_seed", lambda file: refused if file.path == "a.md" else real(file))
    assert "unreadable" in {problem.code for _, problem in read_seeds(archive, NOW).bad}
    monkeypatch.undo()
    assert "https://a.example/a" in {one.id for one in read_seeds(archive, NOW).candidates}


@pytest.mark.skipif(os.name == "nt", reason="links and pipes are not for everyone there")
@pytest.mark.parametrize("kind", ["link", "pipe", "folder link", "sparse"])
def test_what_is_no_cache_of_ours_is_an_empty_one(archive: Config, kind: str) -> None:
    assert archive.cache is not None
    file = archive.cache / "seeds.cache"
    if kind == "folder link":
        (archive.seeds.parent / "elsewhere").mkdir()
        archive.cache.symlink_to("elsewhere")
    else:
        archive.cache.mkdir()
    if kind == "link":
        file.symlink_to("/dev/zero")
    elif kind == "pipe":
        os.mkfifo(file)
    elif kind == "sparse":
        with file.open("wb") as handle:
            handle.truncate(100_000_000_000)
    assert len(read_seeds(archive, NOW).candidates) == 1
    if kind == "folder link":
        assert list((archive.seeds.parent / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("published_ms", [10**18, -(10**18)])
def test_a_cache_with_impossible_values_is_an_empty_one(archive: Config, published_ms: int) -> None:
    assert archive.cache is not None
    key = f"UTC {archive.seeds}"
    cache.store(archive.cache, key, {"a.md": cache.Record((1, 2, 3), "x", None, published_ms)})
    assert cache.load(archive.cache, key) == {}
