"""Builds into folders below the feeds: each is a feed of its own."""

import json
from pathlib import Path

import pytest

from feedtool.cli.derived import as_part_of, path_below
from feedtool.config.keys import Config
from tests.commandline import feedtool
from tests.making import mirror

MAIN = Config(base_url="https://a.example/feeds/")


def part(main: Config, output: str, **flags: str) -> Config:
    config = Config(
        output=Path(output), base_url=flags.get("base_url", main.base_url), feed_id=main.feed_id, title=main.title
    )
    return as_part_of(main, config, flags)


@pytest.mark.parametrize(
    ("output", "path"),
    [
        ("feeds/en", "en/"), ("./feeds/a/../en/", "en/"), ("feeds/a/b", "a/b/"), ("feeds", ""), ("feeds/.", ""),
        ("other", ""), ("feeds2/en", ""), (".", ""), ("feeds/..en", "..en/"),
    ],
)  # fmt: skip
def test_only_a_folder_below_the_feeds_has_a_path(output: str, path: str) -> None:
    assert path_below(MAIN, Config(output=Path(output))) == path


def test_address_and_id_of_a_part_are_those_of_the_main_feed_and_its_path() -> None:
    config = part(MAIN, "feeds/en")
    assert (config.base_url, config.identity) == ("https://a.example/feeds/en/",) * 2


def test_address_and_id_of_a_part_are_percent_encoded() -> None:
    config = part(MAIN, "feeds/新聞 1")
    assert (config.base_url, config.identity) == ("https://a.example/feeds/%E6%96%B0%E8%81%9E%201/",) * 2


def test_a_configured_id_is_the_beginning_of_a_parts_id() -> None:
    main = Config(base_url="https://a.example/", feed_id="tag:a.example,2026:x")
    for flags in ({}, {"base_url": "https://b.example/"}):
        assert part(main, "feeds/en", **flags).identity == "tag:a.example,2026:x/en/"


def test_without_an_address_the_part_has_a_urn_of_its_own() -> None:
    one, other = part(Config(), "feeds/en"), part(Config(), "feeds/de")
    assert one.base_url is None
    assert len({Config().identity, one.identity, other.identity}) == 3
    assert one.identity.startswith("urn:uuid:")


def test_an_address_that_is_given_stays_and_is_the_id() -> None:
    config = part(MAIN, "feeds/en", base_url="https://b.example/x/")
    assert (config.base_url, config.identity) == ("https://b.example/x/",) * 2


@pytest.mark.parametrize("output", ["feeds", "other"])
def test_elsewhere_nothing_changes(output: str) -> None:
    assert part(MAIN, output).identity == MAIN.identity


def test_a_part_that_is_built_beside_the_main_feed_is_another_feed(tmp_path: Path) -> None:
    (tmp_path / "feedtool.toml").write_text('base-url = "https://a.example/"\n')
    (tmp_path / "seeds" / "en").mkdir(parents=True)
    (tmp_path / "seeds" / "en" / "a.md").write_text(mirror(), "utf-8")
    assert feedtool(tmp_path, "build").returncode == 0
    assert feedtool(tmp_path, "build", "seeds/en", "-o", "feeds/en", "--no-lock").returncode == 0
    feeds = [
        json.loads((tmp_path / "feeds" / name / "feed.json").read_text("utf-8"))["feed_url"] for name in ("", "en")
    ]
    assert feeds == ["https://a.example/feed.json", "https://a.example/en/feed.json"]
    for name, id_ in (("", "https://a.example/"), ("en", "https://a.example/en/")):
        assert f"<id>{id_}</id>" in (tmp_path / "feeds" / name / "atom.xml").read_text("utf-8")


def test_config_says_where_the_address_of_a_part_comes_from(tmp_path: Path) -> None:
    (tmp_path / "feedtool.toml").write_text('base-url = "https://a.example/"\n')
    shown = feedtool(tmp_path, "config", "-o", "feeds/en").stdout
    assert 'base-url = "https://a.example/en/"  # --output\n' in shown
    assert 'feed-id = "https://a.example/en/"  # --output\n' in shown


def test_a_configuration_that_is_wrong_without_the_folders_given_has_no_main_feed(tmp_path: Path) -> None:
    (tmp_path / "feedtool.toml").write_text('seeds = "a"\noutput = "a/b"\nbase-url = "https://a.example/"\n')
    shown = feedtool(tmp_path, "config", "-o", "c").stdout
    assert 'base-url = "https://a.example/"  # feedtool.toml' in shown
