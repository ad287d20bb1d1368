import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedtool.config.declaration import declared
from feedtool.config.file import load_config
from feedtool.config.keys import TABLES, Check, Config, Folder
from feedtool.errors import ConfigError
from tests.thorough import examples


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def faults(here: Path) -> Callable[..., list[str]]:
    """What is wrong with a file and flags, a line a fault."""

    def found(text: str = "", /, **flags: Any) -> list[str]:
        (here / "feedtool.toml").write_text(text, "utf-8")
        with pytest.raises(ConfigError) as error:
            load_config(here, flags)
        assert str(error.value).split("\n") == list(error.value.args)
        return list(error.value.args)

    return found


def test_without_a_file_every_value_is_its_default(here: Path) -> None:
    assert load_config(here, {}) == Config(cache=Path(".feedtool"), lock=Path("feeds.lock"))


@pytest.mark.parametrize("flags", [{"seeds": Path("articles")}, {"output": Path("out")}])
def test_other_folders_have_a_lock_here_only_if_it_is_there_or_a_configuration(
    here: Path, flags: dict[str, Path]
) -> None:
    assert load_config(here, flags).lock is None
    (here / "feeds.lock").touch()
    assert load_config(here, flags).lock == Path("feeds.lock")
    (here / "feeds.lock").unlink()
    (here / "feedtool.toml").touch()
    assert load_config(here, flags).lock == Path("feeds.lock")


def test_the_lock_lies_beside_the_configuration_unless_another_is_named(here: Path) -> None:
    (here / "feedtool.toml").touch()
    (here / "below").mkdir()
    assert load_config(here / "below", {}).lock == Path("../feeds.lock")
    assert load_config(here, {"lock": Path("kept.lock")}).lock == Path("kept.lock")


def test_a_file_counts_before_the_default_and_a_flag_before_the_file(here: Path) -> None:
    (here / "feedtool.toml").write_text('title = "file"\nauthor = "file"\n')
    config = load_config(here, {"title": "flag", "author": None})
    assert (config.title, config.author, config.language) == ("flag", "file", "zh-Hans")
    assert {path: str(one) for path, one in config.set_by.items()} == {
        ("title",): "--title",
        ("author",): "feedtool.toml:2:1",
    }


def test_it_is_found_in_a_folder_above_and_its_paths_are_relative_to_it(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "feedtool.toml").write_text(
        'seeds = "news"\n[check]\nstate = "links.state"\nfiles-from = "urls"\nreports = {csv = "x.csv"}\n'
    )
    (here / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(here / "a" / "b")
    config = load_config(here / "a" / "b", {"check": {"ca_file": Path("own.pem")}})
    assert (config.seeds, config.output) == (Path("../../news"), Path("../../feeds"))
    assert (config.check.state, config.check.files_from) == (Path("../../links.state"), "../../urls")
    assert config.check.reports == {"csv": Path("../../x.csv")}
    assert config.check.ca_file == Path("own.pem")


def test_files_from_standard_input_are_no_file(here: Path) -> None:
    (here / "ci.toml").write_text('check.files-from = "-"')
    assert load_config(here, {}, file=Path("ci.toml")).check.files_from == "-"


def test_another_file_can_be_named(here: Path) -> None:
    (here / "feedtool.toml").write_text('title = "found"\n')
    (here / "ci").mkdir()
    (here / "ci" / "links.toml").write_text('title = "named"\noutput = "out"\n')
    config = load_config(here, {}, file=Path("ci/links.toml"))
    assert (config.title, config.output) == ("named", Path("ci/out"))
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read: No such file"):
        load_config(here, {}, file=Path("none.toml"))
    (here / "pyproject.toml").write_text("[project]\n")
    with pytest.raises(ConfigError, match=r"pyproject\.toml: there is no table \[tool\.feedtool\]"):
        load_config(here, {}, file=Path("pyproject.toml"))


def test_a_table_in_pyproject_will_do_and_its_faults_have_their_place(here: Path) -> None:
    project = here / "pyproject.toml"
    project.write_text('[project]\nname = "x"\n[tool.feedtool]\ntitle = "t"\n[tool.feedtool.check]\nrate = 1\n')
    config = load_config(here, {})
    assert (config.title, str(config.set_by["check", "rate"])) == ("t", "pyproject.toml:6:1")
    project.write_text('title = "x"\n[tool]\nfeedtool = {title = "", check = {rate = -1}}\n')
    with pytest.raises(ConfigError) as error:
        load_config(here, {})
    assert [line.partition(": ")[0] for line in error.value.args] == ["pyproject.toml:3:13", "pyproject.toml:3:34"]


@pytest.mark.parametrize(
    ("text", "place", "shown"),
    [
        ("[tool]\nfeedtool = 1\n", "2:1", "1"),
        ('tool.feedtool = "feedtool.toml"\n', "1:6", "'feedtool.toml'"),
        ("[project]\n[[tool.feedtool]]\ntitle = 't'\n", "2:8", "a list"),
    ],
)
def test_a_table_in_pyproject_that_is_none_is_told_with_its_place(
    here: Path, text: str, place: str, shown: str
) -> None:
    (here / "pyproject.toml").write_text(text)
    for file in (None, Path("pyproject.toml")):
        with pytest.raises(ConfigError) as error:
            load_config(here, {}, file=file)
        assert error.value.args == (
            f"pyproject.toml:{place}: tool.feedtool: {shown} is not a table; write names with their values",
        )


def test_a_pyproject_of_others_is_passed_by_even_if_broken(here: Path) -> None:
    (here / "pyproject.toml").write_text("[project\n")
    assert load_config(here, {}) == Config(cache=Path(".feedtool"), lock=Path("feeds.lock"))


def test_hyphens_and_underscores_are_one(here: Path) -> None:
    (here / "feedtool.toml").write_text(
        'base_url = "https://a.example/x"\n[check.hosts."a.example"]\nuser_agent = "b"\n'
    )
    config = load_config(here, {})
    assert config.base_url == "https://a.example/x/"
    assert config.check.hosts["a.example"].user_agent == "b"
    assert str(config.set_by[("check", "hosts", "a.example", "user-agent")]) == "feedtool.toml:3:1"


def test_folders_have_settings_of_their_own_and_the_nearest_counts(here: Path) -> None:
    (here / "feedtool.toml").write_text(
        '[folders.voa]\nlanguage = "zh-Hans"\n[folders."voa/english/"]\nlanguage = "en"\nsource = "VOA"\n'
    )
    config = load_config(here, {})
    assert config.folder_of("voa/english/2024/a.md") == Folder(language="en", source="VOA")
    assert config.folder_of("voa/a.md") == Folder(language="zh-Hans")
    assert config.folder_of("a.md") == Folder()


def test_keys_that_stand_in_two_tables_have_each_their_own_place(here: Path) -> None:
    (here / "feedtool.toml").write_text(
        'check.output = "r"\noutput = "f"\nbase-url = "https://a.example/"\nlanguage = "en"\n'
        '[folders.a]\nlanguage = "fr"\n[folders."b c"]\n  "language" = "de"\n'
    )
    set_by = load_config(here, {"check": {"base_url": "https://b.example/"}}).set_by
    assert {path: str(one) for path, one in set_by.items()} == {
        ("check",): "feedtool.toml:1:1",
        ("check", "output"): "feedtool.toml:1:7",
        ("output",): "feedtool.toml:2:1",
        ("base-url",): "feedtool.toml:3:1",
        ("language",): "feedtool.toml:4:1",
        ("folders",): "feedtool.toml:5:2",
        ("folders", "a"): "feedtool.toml:5:10",
        ("folders", "a", "language"): "feedtool.toml:6:1",
        ("folders", "b c"): "feedtool.toml:7:10",
        ("folders", "b c", "language"): "feedtool.toml:8:3",
        ("check", "base-url"): "--base-url",
    }


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_the_file(faults: Callable[..., list[str]]) -> None:
    text = (
        'titel = "x"\n[check]\nper-host = 0\nkinds = ["link", "page"]\n'
        '[folders.a]\nlanguage = "cn"\n[check.exclude]\n"*/x" = ""\n'
    )
    assert faults(text, max_entries="0", check={"timeout": "soon"}) == [
        "feedtool.toml:1:1: titel: there is no such key; did you mean 'title'?",
        "feedtool.toml:3:1: check.per-host: 0 is too small; write 1 to 256",
        "feedtool.toml:4:18: check.kinds[2]: 'page' is unknown; write article, link, image, embed, enclosure or poster",
        "feedtool.toml:6:1: folders.a.language: 'cn' is not a BCP 47 language tag; write zh-Hans",
        """feedtool.toml:8:1: check.exclude."*/x": '' is no reason; write why nobody is asked, for the next person who reads it""",
        "--max-entries: 0 is too small; write 1 or more",
        "--timeout: 'soon' is not a number; write more than 0, at most 86400",
    ]


def test_a_flag_takes_the_place_of_a_value_in_the_file_but_not_of_its_fault(faults: Callable[..., list[str]]) -> None:
    assert faults("max-entries = 0\n", max_entries="5") == [
        "feedtool.toml:1:1: max-entries: 0 is too small; write 1 or more"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a = "\n', "feedtool.toml:1:6: this is not TOML: "),
        ("a = \n", "feedtool.toml:1:5: this is not TOML: "),
        ("a = [1,\n", "feedtool.toml:2:1: this is not TOML: "),
        ("title = 1\ntitle = 2\n", "feedtool.toml:2:10: a key or table is set twice; leave one out"),
        ("[check]\n[check]\n", "feedtool.toml:2:7: a key or table is set twice; leave one out"),
        (
            "a = 1\n<<<<<<< HEAD\nb = 2\n=======\nb = 3\n>>>>>>> other\n",
            "feedtool.toml:2:1: a conflict that Git left here; keep the lines of one side, without Git's marks",
        ),
        ("max-entries = " + "1" * 5000, "feedtool.toml:1:1: this is not TOML: "),
        ("a = " + "[" * 100_000, "feedtool.toml: its lists are nested too deeply"),
    ],
)
def test_what_is_no_toml_is_told_with_its_place(faults: Callable[..., list[str]], text: str, message: str) -> None:
    (told,) = faults(text)
    assert told.startswith(message)
    assert "(at " not in told


def test_a_file_that_is_not_utf8_is_told(here: Path) -> None:
    (here / "feedtool.toml").write_bytes(b'title = "\xff"')
    with pytest.raises(ConfigError, match=r"^feedtool\.toml: cannot be read: it is not UTF-8; save it as UTF-8$"):
        load_config(here, {})


def test_a_hub_needs_a_base_url(faults: Callable[..., list[str]]) -> None:
    assert faults('title = "x"\nhub = "https://hub.example/"\n') == [
        "feedtool.toml:2:1: hub: a hub needs the address of the feeds; write base-url beside it"
    ]


def test_copies_stand_here_or_elsewhere(faults: Callable[..., list[str]]) -> None:
    (told,) = faults('article-pages = true\n  copy-url = "https://a.example/{path}"\n')
    assert told == (
        "feedtool.toml:2:3: copy-url: the copies stand elsewhere, so no pages of articles are made; "
        "leave out copy-url or article-pages"
    )


@pytest.mark.parametrize(
    ("text", "flags", "key", "told"),
    [
        ('state = "x"\nno-state = true', {"state": Path("x"), "no_state": True}, "state",
         "nothing is remembered with no-state; leave out state or no-state"),
        ('fail-on = "new"\nno-state = true', {"fail_on": "new", "no_state": True}, "fail-on",
         "no link is ever new with no-state, since nothing is remembered; leave out fail-on or no-state"),
        ('jobs = 2\ndask = "a.example:8786"', {"jobs": "2", "dask": "a.example:8786"}, "jobs",
         "with dask the workers of a cluster ask, not processes of this machine; leave out jobs or dask"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_told_in_a_file_and_on_the_command_line(
    here: Path, text: str, flags: dict[str, object], key: str, told: str
) -> None:
    with pytest.raises(ConfigError) as error:
        load_config(here, {"check": flags})
    assert error.value.args == (f"--{key}: {told}",)
    (here / "feedtool.toml").write_text(f"[check]\n{text}\n")
    with pytest.raises(ConfigError) as error:
        load_config(here, {})
    assert error.value.args == (f"feedtool.toml:2:1: check.{key}: {told}",)


def test_of_keys_that_contradict_each_other_a_flag_ends_what_the_file_says(here: Path) -> None:
    def check(text: str, **flags: object) -> Check:
        (here / "feedtool.toml").write_text(f"[check]\n{text}\n")
        return load_config(here, {"check": flags}).check

    assert check('dask = "a.example:8786"', jobs="2").dask is None
    assert check("jobs = 2", dask="a.example:8786").jobs is None
    assert check('state = "x"', no_state=True).state is None


def test_a_check_without_a_state_may_be_tried_where_the_file_fails_on_new_links(here: Path) -> None:
    (here / "feedtool.toml").write_text('check.fail-on = "new"\n')
    assert load_config(here, {"check": {"no_state": True}}).check.fail_on == "new"
    (here / "feedtool.toml").write_text("check.no-state = true\n")
    with pytest.raises(ConfigError, match=r"^--fail-on: no link is ever new with no-state"):
        load_config(here, {"check": {"fail_on": "new"}})


def test_a_hub_beside_a_wrong_base_url_is_no_second_fault(faults: Callable[..., list[str]]) -> None:
    (told,) = faults('hub = "https://hub.example/"\nbase-url = "x"\n')
    assert "base-url: 'x' is not an http(s) URL" in told


@pytest.mark.parametrize(
    ("seeds", "output", "what"),
    [
        ("news", "news", "'news' is also the folder of the articles"),
        ("news", "news/feeds", "'news/feeds' is inside the folder of the articles, 'news'"),
        ("site/news", "site", "'site' holds the folder of the articles, 'site/news'"),
        (".", "feeds", "'feeds' is inside the folder of the articles, '.'"),
        ("a/../news", "./news/x", "'news/x' is inside the folder of the articles, 'a/../news'"),
        ("linked", "news/feeds", "'news/feeds' is inside the folder of the articles, 'linked'"),
    ],
)
def test_feeds_and_articles_do_not_lie_in_each_other(
    here: Path, faults: Callable[..., list[str]], seeds: str, output: str, what: str
) -> None:
    (here / "news").mkdir()
    (here / "a").mkdir()
    os.symlink("news", here / "linked")
    told = f"{what}; name a folder beside it for the feeds"
    assert faults(f'seeds = "{seeds}"\noutput = "{output}"\n') == [f"feedtool.toml:2:1: output: {told}"]
    assert faults(seeds=Path(seeds), output=Path(output)) == [f"--output: {told}"]


def test_a_folder_of_articles_within_that_of_the_feeds_is_told_where_it_was_set(
    faults: Callable[..., list[str]],
) -> None:
    told = "seeds: 'feeds/news' is inside the folder of the feeds, 'feeds'; name a folder beside it for the articles"
    assert faults('title = "x"\nseeds = "feeds/news"\n') == [f"feedtool.toml:2:1: {told}"]


def test_folders_whose_names_begin_alike_are_apart(here: Path) -> None:
    (here / "feedtool.toml").write_text('seeds = "news"\noutput = "news-feeds"\n')
    assert load_config(here, {}).output == Path("news-feeds")


def test_a_flag_adds_to_the_tables_of_the_file_and_replaces_its_lists(here: Path) -> None:
    (here / "feedtool.toml").write_text(
        '[check]\ninclude = ["a*"]\nkinds = ["link"]\nexclude = {"b*" = "why"}\nheaders = {A = "1", B = "2"}\n'
    )
    flags = {"include": ("c*", "d*"), "kinds": "image, embed", "exclude": ("e*",), "headers": ("B: 3", "C: x:y")}
    config = load_config(here, {"check": flags})
    assert config.check == Check(
        include=("c*", "d*"),
        kinds=("image", "embed"),
        exclude={"b*": "why", "e*": ""},
        headers={"A": "1", "B": "3", "C": "x:y"},
    )
    shown = {path[2]: str(one) for path, one in config.set_by.items() if path[:2] == ("check", "headers") and path[2:]}
    assert shown == {"A": "feedtool.toml:5:12", "B": "--header", "C": "--header"}


def test_a_state_named_by_a_flag_is_used_though_the_file_wants_none(here: Path) -> None:
    (here / "feedtool.toml").write_text("check.no-state = true\n")
    assert load_config(here, {"check": {"state": Path("x")}}).check.no_state is False


def test_texts_are_folded_to_what_a_feed_can_carry(here: Path) -> None:
    assert load_config(here, {"title": "a\x01b\n\udcff c"}).title == "a b c"


NAMES = sorted({one.name for table in TABLES for one in declared(table)} | {"a.example", "base_url", "html", "", "é"})
LEAVES = st.booleans() | st.integers() | st.sampled_from(["", "a", "en", "https://a.example/", "GET", "html", "a\nb"])
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
)


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(one)}" for key, one in value.items()) + "}"
    return f"[{', '.join(map(toml, value))}]" if isinstance(value, list) else json.dumps(value)


@given(
    st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5),
    st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5),
)
@settings(examples(200), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_a_file_says_is_a_configuration_or_a_list_of_faults_with_places(
    here: Path, top: dict[str, Any], check: dict[str, Any]
) -> None:
    top.pop("check", None)
    lines = [f"{json.dumps(key)} = {toml(value)}" for key, value in top.items()]
    lines += ["[check]"] + [f"{json.dumps(key)} = {toml(value)}" for key, value in check.items()]
    (here / "feedtool.toml").write_text("\n".join(lines), "utf-8")
    told: tuple[str, ...] = ()
    try:
        load_config(here, {})
    except ConfigError as error:
        told = error.args
    places = [re.match(r"feedtool\.toml:(\d+):\d+: |output: ", line) for line in told]
    assert all(places), told
    numbers = [int(place[1] or len(lines)) for place in places if place]
    assert numbers == sorted(numbers)
    assert max(numbers, default=1) <= len(lines)
