import tomllib
from pathlib import Path

import pytest

from feedtool.commands.config import describe, notes
from feedtool.config.declaration import declared
from feedtool.config.file import load_config
from feedtool.config.keys import Check, Config
from feedtool.setup.templates import configuration
from tests.config.examples import EVERYTHING


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configured(here: Path, text: str) -> Config:
    (here / "feedtool.toml").write_text(text, "utf-8")
    return load_config(here, {})


def test_what_is_described_is_a_file_that_sets_the_same(here: Path) -> None:
    config = configured(here, EVERYTHING)
    again = configured(here, describe(config))
    assert {one.field: getattr(again, one.field) for one in declared(Config)} == {
        one.field: getattr(config, one.field) for one in declared(Config)
    }


def test_every_key_is_shown_with_the_place_it_comes_from_or_as_not_set(here: Path) -> None:
    lines = describe(configured(here, EVERYTHING)).splitlines()
    assert 'title = "一 \\"二\\""  # feedtool.toml:2:1' in lines
    assert 'language = "zh-Hans"  # default' in lines
    assert "# author = (not set: the title)" in lines
    assert "# proxy = (not set)" in lines
    assert 'allow-private = ["10.0.0.0/8"]  # feedtool.toml:12:1' in lines
    assert lines[lines.index("[check.exclude]") + 1] == '"*/x\\u000a" = "why"  # feedtool.toml:18:1'
    assert (
        lines[lines.index('[check.hosts."a.example"]  # feedtool.toml:19:14') + 1]
        == 'method = "HEAD"  # feedtool.toml:20:1'
    )
    for table in (Config, Check):
        for one in declared(table):
            assert any(line.lstrip("# [").startswith((one.name, f"check.{one.name}")) for line in lines), one.name


def test_a_key_that_stands_in_two_tables_has_the_place_of_its_own(here: Path) -> None:
    described = describe(configured(here, 'output = "a"\n[check]\noutput = "b"\nbase-url = "https://b.example/"\n'))
    assert 'output = "a"  # feedtool.toml:1:1' in described
    assert 'output = "b"  # feedtool.toml:3:1' in described
    assert "# base-url = (not set)" in described
    assert 'base-url = "https://b.example/"  # feedtool.toml:4:1' in described


@pytest.mark.parametrize(
    ("url", "odd"),
    [
        ("https://example.org/feeds/", True),
        ("https://www.example.com/", True),
        ("https://NAME.github.io/REPOSITORY/", True),
        ("https://name.github.io/news/", False),
        ("https://feeds.example/", False),
        ("https://notexample.org/", False),
    ],
)
def test_an_address_from_the_docs_is_noted(here: Path, url: str, odd: bool) -> None:
    (here / "seeds").mkdir()
    found = notes(configured(here, f'base-url = "{url}"\n'))
    assert [note.split(": ")[:2] for note in found] == [["feedtool.toml:1:1", "base-url"]] * odd


def test_a_folder_that_is_not_there_is_noted(here: Path) -> None:
    (here / "seeds" / "voa" / "english").mkdir(parents=True)
    config = configured(here, '[folders."voa/english"]\nlanguage = "en"\n[folders.vao]\nlanguage = "en"\n')
    assert notes(config) == [
        "feedtool.toml:3:10: folders.vao: there is no such folder in 'seeds', so this table sets nothing"
    ]


def test_what_init_writes_is_fine_with_each_line_as_it_stands(here: Path) -> None:
    assert notes(configured(here, configuration({}))) == []


def test_the_lines_that_init_comments_out_show_the_defaults() -> None:
    """Where a key has no default, the line is an example of how it is written."""
    seen = set()
    table: type = Config
    for line in configuration({}).splitlines():
        if line.lstrip("# ").startswith("["):
            table = Check if line.startswith("[check]") else object
        if table is object or "=" not in line:
            continue
        ((name, value),) = tomllib.loads(line.removeprefix("# ")).items()
        (one,) = [one for one in declared(table) if one.name == name]
        seen.add(one)
        assert one.default is None or value == (str(one.default) if isinstance(one.default, Path) else one.default), (
            line
        )
    assert len(seen) > 15
