"""A build that would change nothing is known without making anything; whatever could change something makes it build."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from feedtool import files
from feedtool.commands import rendering
from feedtool.commands.build import Built
from tests.commands.archives import Archive
from tests.commands.test_archiving import DAYS, article, grow, small
from tests.making import NOW, mirror

Change = Callable[[Archive], object]


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setattr(files, "_GRAIN_NS", -1)  # files are taken to be old
    archive = small(tmp_path)
    grow(archive, 0, 1, 2, 3, 4)
    return archive


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list that grows with each build that makes documents."""
    made: list[int] = []
    real = rendering.render

    def render(*given: object, **named: object) -> object:
        made.append(1)
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(rendering, "render", render)
    return made


def numbers(built: Built) -> list[object]:
    return [built.articles, built.in_feed, built.older, built.folded, built.full, built.documents, built.archive]


def test_where_nothing_changed_nothing_is_made_and_the_build_tells_the_same(archive: Archive, made: list[int]) -> None:
    again = archive.build(after=DAYS)
    assert made == []
    assert (again.changed, again.removed, again.lock) == ((), (), None)
    archive.build(after=DAYS, cache=None)
    assert len(made) == 1
    whole = archive.build(after=DAYS, cache=archive.folder / "other")
    assert (numbers(again)[:-2], again.catalogue.warnings) == (numbers(whole)[:-2], whole.catalogue.warnings)
    assert set(again.documents) == set(whole.documents)
    assert again.archive == whole.archive


@pytest.mark.parametrize(
    "change",
    [
        lambda archive: archive.write(a02=article(2, "别的")),
        lambda archive: archive.write(a05=article(5)),
        lambda archive: archive.write(a02=None),
        lambda archive: archive.write(a06="---\n"),
        lambda archive: archive.chosen.update(title="Other"),
        lambda archive: archive.chosen.update(max_entries=4),
        lambda archive: (archive.folder / "feeds" / "atom.xml").write_text("x"),
        lambda archive: (archive.folder / "feeds" / "archive" / "0001.xml").unlink(),
        lambda archive: (archive.folder / "feeds" / ".manifest").unlink(),
        lambda archive: (archive.folder / "feeds" / ".feedtool-abcdefgh.tmp").mkdir(),
        lambda archive: (archive.folder / "feeds.lock").unlink(),
        lambda archive: (archive.folder / ".feedtool" / "build.cache").write_text("x"),
    ],
)
def test_whatever_changed_makes_it_build(archive: Archive, made: list[int], change: Change) -> None:
    change(archive)
    archive.build(after=timedelta(0))
    assert len(made) == 1


def test_a_manifest_that_came_from_elsewhere_makes_it_build(archive: Archive, made: list[int]) -> None:
    archive.chosen.update(lock=None, output=archive.folder / "other")
    archive.build(after=DAYS)
    archive.build(after=DAYS)
    assert len(made) == 1
    (archive.folder / "other" / ".manifest").write_text(f"old.xml\t{'0' * 64}\n")
    archive.build(after=DAYS)
    assert len(made) == 2


def test_an_article_of_the_future_makes_it_build_when_its_date_comes(archive: Archive, made: list[int]) -> None:
    moment = archive.now + timedelta(days=10)
    archive.write(future=mirror(link="https://a.example/f", date=f"{moment:%Y-%m-%dT%H:%M:%SZ}", epoch="NaN"))
    archive.build(after=DAYS)
    archive.build(after=DAYS)
    assert len(made) == 1
    archive.build(after=timedelta(days=10))
    assert len(made) == 2


def test_what_was_news_once_is_not_told_again(archive: Archive, made: list[int]) -> None:
    archive.write(a04=mirror("正文", link="https://a.example/other", title="标题 4", epoch=_epoch(archive, 4)))
    assert archive.build(after=DAYS).relinked == 1
    assert archive.build(after=DAYS).relinked == 0
    assert len(made) == 2


def _epoch(archive: Archive, number: int) -> str:
    return str(archive.lock.lines[f"https://a.example/{number}"].published_ms)


def test_a_file_that_is_so_new_that_it_may_change_unseen_makes_it_build(
    archive: Archive, made: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_GRAIN_NS", 3_600 * 10**9)
    archive.build(after=DAYS)
    assert len(made) == 1
    assert archive.now > NOW
