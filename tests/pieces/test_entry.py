"""Articles to entries, and settings to a feed."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedtool import cores
from feedtool.articles.walk import SeedFile
from feedtool.config.keys import Config, Folder
from feedtool.dates import from_epoch_ms, to_epoch_ms
from feedtool.pieces import entry as making
from feedtool.pieces.entry import Wanted, make_entries, make_entry, make_feed
from tests.making import NOW, entry, mirror

Seeds = Callable[..., Path]
ID = "https://a.example/1"


def wanted(folder: Path, name: str = "a.md", updated_ms: int | None = None) -> Wanted:
    return Wanted(ID, SeedFile(str(folder / name), name), updated_ms)


def test_an_entry_has_the_id_and_the_updated_that_the_lock_gives(seeds: Seeds) -> None:
    made = make_entry(wanted(seeds(a=mirror()), updated_ms=to_epoch_ms(NOW)), Config(), now=NOW)
    assert made.entry is not None
    assert (made.entry.id, made.entry.updated) == (ID, NOW)


@pytest.mark.parametrize(("number", "least"), [(1, 1), (3, 1), (3, 100)], ids=["one core", "three cores", "too few"])
def test_many_entries_are_made_as_one_is_whoever_makes_them(
    number: int, least: int, seeds: Seeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cores, "cores", lambda: number)
    monkeypatch.setattr(making, "WORTH_A_CORE", least)
    monkeypatch.setattr(making, "_AT_A_TIME", 1)
    folder = seeds(a=mirror(title="甲"), c=mirror(title="丙", body='<p><a href="https://[">x</a>'))
    some = [wanted(folder, name, updated_ms=0) for name in ("a.md", "gone.md", "c.md")]
    made = list(make_entries(some, Config(), now=NOW))
    assert made == [make_entry(one, Config(), now=NOW) for one in some]
    assert [one.entry.title if one.entry else None for one in made] == ["甲", None, "丙"]


def test_updated_is_never_before_published(seeds: Seeds) -> None:
    made = make_entry(wanted(seeds(a=mirror()), updated_ms=0), Config(), now=NOW)
    assert made.entry is not None
    assert made.entry.updated == made.entry.published


def test_settings_of_the_folder_count(seeds: Seeds) -> None:
    config = Config(folders={"en": Folder(language="en", source="The mill")})
    made = make_entry(wanted(seeds(en__a=mirror()), "en/a.md"), config, now=NOW)
    assert made.entry is not None
    assert (made.entry.language, made.entry.source) == ("en", "The mill")


def test_a_groups_feed_has_its_folder_for_a_home_page_unless_one_is_configured() -> None:
    config = Config(base_url="https://feeds.example/")
    assert make_feed([], config, path="tag/中/").home_page == "https://feeds.example/tag/%E4%B8%AD/"
    assert make_feed([], config).home_page == "https://feeds.example/"
    config = Config(base_url="https://feeds.example/", home_page="https://home.example/")
    assert make_feed([], config, path="tag/中/").home_page == "https://home.example/"


def test_a_file_that_is_gone_gives_no_entry_and_says_why(tmp_path: Path) -> None:
    made = make_entry(wanted(tmp_path), Config(), now=NOW)
    assert made.entry is None
    assert len(made.problems) == 1


def test_the_feed_is_updated_when_its_newest_entry_is_but_for_those_of_the_future() -> None:
    old, future = entry(1), entry(2, updated=datetime(2099, 1, 1, tzinfo=UTC))
    assert make_feed([old, future], Config(), ahead=frozenset([future.id])).updated == old.updated
    assert make_feed([future], Config(), ahead=frozenset([future.id])).updated == future.updated
    assert make_feed([], Config(), updated=from_epoch_ms(5000)).updated == from_epoch_ms(5000)
