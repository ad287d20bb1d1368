import json
import tomllib
from pathlib import Path

import pytest

from feedtool.commands.config import describe, schema_text
from feedtool.config.file import load_config
from feedtool.config.keys import Config, Folder
from feedtool.errors import ConfigError
from tests.conftest import ROOT


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_a_file_every_value_is_its_default(here: Path) -> None:
    assert load_config(here, {}) == Config(cache=Path(".feedtool"))


def test_a_file_counts_before_the_default_and_a_flag_before_the_file(here: Path) -> None:
    (here / "feedtool.toml").write_text('title = "file"\nauthor = "file"\n')
    config = load_config(here, {"title": "flag", "author": None})
    assert (config.title, config.author, config.language) == ("flag", "file", "zh-Hans")
    assert config.sources == {"title": "--title", "author": "feedtool.toml:2"}


def test_it_is_found_in_a_folder_above_and_its_paths_are_relative_to_it(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "feedtool.toml").write_text('seeds = "news"\n')
    (here / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(here / "a" / "b")
    config = load_config(here / "a" / "b", {})
    assert (config.seeds, config.output) == (Path("../../news"), Path("../../feeds"))


def test_another_file_can_be_named(here: Path) -> None:
    (here / "feedtool.toml").write_text('title = "found"\n')
    (here / "ci").mkdir()
    (here / "ci" / "links.toml").write_text('title = "named"\noutput = "out"\n')
    config = load_config(here, {}, file=Path("ci/links.toml"))
    assert (config.title, config.output) == ("named", Path("ci/out"))
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read"):
        load_config(here, {}, file=Path("none.toml"))
    (here / "pyproject.toml").write_text("[project]\n")
    with pytest.raises(ConfigError, match=r"pyproject\.toml: no table"):
        load_config(here, {}, file=Path("pyproject.toml"))


def test_a_table_in_pyproject_will_do(here: Path) -> None:
    (here / "pyproject.toml").write_text('[project]\nname = "x"\n[tool.feedtool]\ntitle = "t"\n')
    assert load_config(here, {}).title == "t"


def test_a_pyproject_of_others_is_passed_by_even_if_broken(here: Path) -> None:
    (here / "pyproject.toml").write_text("[project\n")
    assert load_config(here, {}) == Config(cache=Path(".feedtool"))


def test_hyphens_and_underscores_are_one(here: Path) -> None:
    (here / "feedtool.toml").write_text('base_url = "https://a.example/x"\n')
    assert load_config(here, {}).base_url == "https://a.example/x/"


def test_folders_have_settings_of_their_own_and_the_nearest_counts(here: Path) -> None:
    (here / "feedtool.toml").write_text(
        '[folders.voa]\nlanguage = "zh-Hans"\n[folders."voa/english"]\nlanguage = "en"\nsource = "VOA"\n'
    )
    config = load_config(here, {})
    assert config.folder_of("voa/english/2024/a.md") == Folder(language="en", source="VOA")
    assert config.folder_of("voa/a.md") == Folder(language="zh-Hans")
    assert config.folder_of("a.md") == Folder()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('title = "x"\ntitel = "y"\n', "feedtool.toml:2: unknown key 'titel'; did you mean 'title'?"),
        ('base-ulr = "y"\n', "feedtool.toml:1: unknown key 'base-ulr'; did you mean 'base-url'?"),
        ("[folders.voa]\nlangage = 'en'\n", "feedtool.toml:2: unknown key 'langage'; did you mean 'language'?"),
        ("\nmax-entries = 'many'\n", "feedtool.toml:2: 'max-entries': expected `int"),
        ("max-entries = 0\n", "feedtool.toml:1: max-entries: too small: 0; write 1 or more"),
        ('content = "some"\n', "feedtool.toml:1: 'content': invalid enum value 'some'"),
        ('base-url = "a.example"\n', "feedtool.toml:1: base-url: not an http(s) URL: 'a.example'; write https://"),
        (
            'link-health = "index.html"\n',
            "feedtool.toml:1: link-health: no file name for a page of its own: 'index.html'",
        ),
        (
            'link-health = "../x.html"\n',
            "feedtool.toml:1: link-health: no file name for a page of its own: '../x.html'",
        ),
        ('language = "cn"\n', "feedtool.toml:1: language: no BCP 47 language tag: 'cn'; write zh-Hans"),
        ('time-zone = "Mars"\n', "feedtool.toml:1: time-zone: no time zone: 'Mars'; write Asia/Shanghai"),
        ('feed-id = "x y"\n', "feedtool.toml:1: feed-id: not an IRI: 'x y'"),
        ('hub = "https://hub.example/"\n', "feedtool.toml:1: hub: a hub needs the feeds' own address"),
        ('a = "\n', "feedtool.toml:1: not valid TOML"),
        ('title = ""\n', "feedtool.toml:1: title: an empty text"),
        ('title = "\\u0001"\n', "feedtool.toml:1: title: an empty text"),
        ('feed-id = "urn:\\u0001"\n', "feedtool.toml:1: feed-id: not an IRI"),
        ('base-url = "https://a.example/?q=1"\n', "feedtool.toml:1: base-url: more than the address of a folder"),
        ('base-url = "https://me:secret@a.example/"\n', "feedtool.toml:1: base-url: more than the address of a folder"),
    ],
)
def test_what_is_wrong_is_told_with_line_and_what_would_be_right(here: Path, text: str, message: str) -> None:
    (here / "feedtool.toml").write_text(text)
    with pytest.raises(ConfigError) as error:
        load_config(here, {})
    assert str(error.value).startswith(message)


def test_a_wrong_flag_is_told_by_its_name(here: Path) -> None:
    with pytest.raises(ConfigError, match="--base-url: not an http"):
        load_config(here, {"base_url": "x"})


def test_what_is_described_is_a_file_that_sets_it(here: Path) -> None:
    (here / "feedtool.toml").write_text('title = "一 \\"二\\""\nnoindex = true\n[folders."a b"]\nlanguage = "en"\n')
    config = load_config(here, {})
    described = describe(config)
    assert 'title = "一 \\"二\\""  # feedtool.toml:1' in described
    assert 'language = "zh-Hans"  # default' in described
    tomllib.loads(described)
    (here / "feedtool.toml").write_text(described)
    again = load_config(here, {})
    assert {key: getattr(again, key) for key in ("title", "noindex", "folders", "max_bytes", "identity")} == {
        key: getattr(config, key) for key in ("title", "noindex", "folders", "max_bytes", "identity")
    }


def test_the_schema_in_the_docs_is_the_one_printed() -> None:
    assert (ROOT / "docs" / "feedtool.schema.json").read_text("utf-8") == schema_text()
    assert json.loads(schema_text())["$schema"].startswith("https://json-schema.org/")


def test_the_id_of_a_feed_is_configured_or_the_base_url_or_made_of_title_and_home_page() -> None:
    assert Config(feed_id="tag:a", base_url="https://a.example/").identity == "tag:a"
    assert Config(base_url="https://a.example/").identity == "https://a.example/"
    assert Config(title="x").identity != Config(title="y").identity
    assert Config(title="x").identity.startswith("urn:uuid:")


def test_texts_are_folded_to_what_a_feed_can_carry(here: Path) -> None:
    assert load_config(here, {"title": "a\x01b\n\udcff c"}).title == "a b c"


def test_how_links_are_checked_is_described_as_a_file_that_sets_it(here: Path) -> None:
    written = (
        '[check]\ntimeout = 5.0\nallow-private = ["10.0.0.0/8"]\n[check.exclude]\n"*/x" = "why"\n'
        '[check.hosts."a.example"]\nmethod = "HEAD"\nrate = 2.0\n'
    )
    (here / "feedtool.toml").write_text(written)
    config = load_config(here, {})
    assert (config.check.timeout, config.check.allow_private) == (5.0, ("10.0.0.0/8",))
    assert (config.check.hosts["a.example"].method, config.check.hosts["a.example"].rate) == ("HEAD", 2.0)
    (here / "feedtool.toml").write_text(describe(config))
    assert load_config(here, {}).check == config.check


def test_an_unknown_key_of_check_names_the_nearest(here: Path) -> None:
    (here / "feedtool.toml").write_text("[check]\ntimeuot = 5\n")
    with pytest.raises(ConfigError, match=r"feedtool\.toml:2: unknown key 'timeuot'; did you mean 'timeout'\?"):
        load_config(here, {})
