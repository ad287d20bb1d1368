"""Entries that another core makes before it is known which are published."""

from collections.abc import Callable
from pathlib import Path

import pytest

from feedtool import cores
from feedtool.articles.walk import SeedFile
from feedtool.config.keys import Config
from feedtool.pieces import beforehand, entry
from feedtool.pieces.beforehand import Beforehand
from feedtool.pieces.entry import Wanted, make_entry
from tests.making import NOW, mirror

Seeds = Callable[..., Path]
Article = tuple[int, str, SeedFile]
CONFIG = Config(max_entries=2)


@pytest.fixture(autouse=True)
def _worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "WORTH_A_CORE", 1)


@pytest.fixture
def articles(seeds: Seeds) -> list[Article]:
    """Three articles, the oldest first."""
    links = [f"https://a.example/{number}" for number in range(3)]
    folder = seeds(**{f"a{number}": mirror(link=link) for number, link in enumerate(links)})
    files = [SeedFile(str(folder / f"a{number}.md"), f"a{number}.md") for number in range(3)]
    return [(number, link, file) for number, (link, file) in enumerate(zip(links, files, strict=True))]


def begun(articles: list[Article]) -> Beforehand:
    """Begin with articles, the oldest first."""

    def newest(most: int, now_ms: int) -> list[tuple[str, SeedFile]]:
        return [(id_, file) for published_ms, id_, file in reversed(articles) if published_ms <= now_ms][:most]

    entries = Beforehand(CONFIG, NOW)
    entries.begin(newest)
    return entries


@pytest.mark.skipif(cores.cores() == 1 or not cores._FORKS, reason="there is no other core to be had at once")
def test_the_newest_are_made_as_they_are_made_here(articles: list[Article]) -> None:
    entries = begun(articles)
    wanted = [Wanted(id_, file) for _, id_, file in articles]
    assert entries.made(wanted[0]) is None
    assert [entries.made(one) for one in wanted[1:]] == [make_entry(one, CONFIG, now=NOW) for one in wanted[1:]]


@pytest.mark.skipif(cores.cores() == 1 or not cores._FORKS, reason="there is no other core to be had at once")
def test_what_goes_wrong_elsewhere_is_left_to_whoever_wants_the_entry(
    articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry, "_make_packed", lambda _wanted, **_how: b"nothing of the kind")
    assert begun(articles).made(Wanted(*articles[2][1:])) is None


@pytest.mark.skipif(cores.cores() == 1 or not cores._FORKS, reason="there is no other core to be had at once")
def test_of_what_nobody_wanted_nothing_goes_on(articles: list[Article]) -> None:
    entries = begun(articles)
    entries.close()
    assert entries.made(Wanted(*articles[2][1:])) is None


def test_what_was_made_under_another_id_does_not_count(articles: list[Article]) -> None:
    assert begun(articles).made(Wanted("https://a.example/other", articles[2][2])) is None


def test_where_there_is_one_core_nothing_is_made(articles: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "cores", lambda: 1)
    assert begun(articles).made(Wanted(*articles[2][1:])) is None


def test_of_few_articles_nothing_is_made(articles: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "WORTH_A_CORE", 3)
    assert begun(articles).made(Wanted(*articles[2][1:])) is None


def test_until_it_has_begun_there_are_none(articles: list[Article]) -> None:
    assert Beforehand(CONFIG, NOW).made(Wanted(*articles[2][1:])) is None


def test_of_very_many_entries_only_some_are_made(articles: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beforehand, "_MOST", 1)
    assert begun(articles).made(Wanted(*articles[1][1:])) is None
