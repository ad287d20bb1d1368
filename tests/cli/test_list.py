import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commandline import feedtool, started
from tests.making import bare, mirror

Seeds = Callable[..., Path]


def test_list_as_json_lines_is_utf8_wherever_it_runs(seeds: Seeds) -> None:
    folder = seeds(a=mirror(title="标题"), b="x").parent
    done = started(folder, "list", "--format", "jsonl", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == ["标题", None]


def test_list_strict_exits_1_on_a_bad_seed(seeds: Seeds) -> None:
    folder = seeds(a=bare(epoch="NaN", header="")).parent
    assert feedtool(folder, "list").returncode == 0
    assert feedtool(folder, "list", "--strict").returncode == 1


def test_list_shows_what_its_options_say(seeds: Seeds) -> None:
    folder = seeds(a=mirror(), b=mirror("", epoch="1602178980000"), c="").parent
    assert feedtool(folder, "list", "--only", "bad").stdout.splitlines()[1] == "bad        c.md"
    assert json.loads(feedtool(folder, "list", "--summary", "--format", "jsonl").stdout)["articles"] == 2
    for words in (("--folded",), ("--only", "folded")):
        assert "into a.md" in feedtool(folder, "list", *words).stdout
    assert feedtool(folder, "list", "--folded", "seeds/a.md").returncode == 2


@pytest.fixture
def mixed(seeds: Seeds) -> Path:
    """Return a folder with an article, one with a note, a bad seed, and a file that is no article."""
    return seeds(
        a=mirror(title="Mill"), b=bare('<a href="htp://a.example/">x</a>', link="https://a.example/b"), c="", d="# none"
    ).parent


@pytest.mark.parametrize("form", ["table", "jsonl"])
@pytest.mark.parametrize("more", [(), ("--only", "notes"), ("--summary",), ("--quiet",)], ids=" ".join)
def test_bad_seeds_are_counted_whatever_is_shown(mixed: Path, form: str, more: tuple[str, ...]) -> None:
    assert feedtool(mixed, "list", "--strict", "--format", form, *more).returncode == 1


@pytest.mark.parametrize(("only", "paths"), [((), "abcd"), (("--only", "bad"), "c"), (("--only", "notes"), "b")])
def test_some_rows_can_be_shown_alone(mixed: Path, only: tuple[str, ...], paths: str) -> None:
    lines = feedtool(mixed, "list", "--format", "jsonl", *only).stdout.splitlines()
    assert [json.loads(line)["path"][0] for line in lines] == list(paths)


def test_a_table_of_bad_seeds_shows_and_counts_them_alone(mixed: Path) -> None:
    head, bad, _, foot = feedtool(mixed, "list", "--only", "bad").stdout.splitlines()
    assert (head[:4], bad) == ("DATE", "bad        c.md")
    assert foot == "0 articles with 0 links and 0 images; 0 skipped, 1 bad, 0 notes"


@pytest.mark.parametrize("form", ["table", "jsonl"])
@pytest.mark.parametrize("more", [(), ("--folded",)], ids=" ".join)
def test_quiet_shows_nothing(seeds: Seeds, form: str, more: tuple[str, ...]) -> None:
    folder = seeds(a=mirror("文" * 9), b=mirror("")).parent
    assert feedtool(folder, "list", "--quiet", "--format", form, *more).stdout == ""


def test_a_list_of_folded_editions_is_strict_about_bad_seeds_too(seeds: Seeds) -> None:
    folder = seeds(a=mirror("文" * 9), b=mirror("")).parent
    assert feedtool(folder, "list", "--folded", "--strict").returncode == 0
    seeds(c="")
    for more in ((), ("--quiet",), ("--format", "jsonl")):
        assert feedtool(folder, "list", "--folded", "--strict", *more).returncode == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--folded --only bad", "--folded and --only bad: each shows other rows; leave out one of the two"),
        ("--only notes --folded", "--folded and --only notes: each shows other rows; leave out one of the two"),
        ("--language en", ("--language without --format jsonl: a table tells no languages; add --format jsonl, or leave "
         "out --language")),
        ("--language en --format jsonl --summary", ("--language and --summary: languages are not counted; leave out one "
         "of the two")),
        ("--language en --format jsonl --folded", ("--language and --folded: of a folded edition no language is told; "
         "leave out --language")),
    ],
)  # fmt: skip
def test_what_a_list_cannot_show_together_is_wrong_usage(mixed: Path, words: str, told: str) -> None:
    done = feedtool(mixed, "list", *words.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == f"Error: {told}"


def test_the_language_of_articles_can_be_said_where_it_is_told(seeds: Seeds) -> None:
    folder = seeds(a=mirror("1", title="2")).parent
    done = feedtool(folder, "list", "--language", "de", "--format", "jsonl")
    assert json.loads(done.stdout)["language"] == "de"


def test_list_takes_single_files(seeds: Seeds) -> None:
    folder = seeds(a=mirror(), b=mirror(), c=mirror()).parent
    lines = feedtool(folder, "list", "seeds/c.md", "seeds/a.md", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["path"] for line in lines] == ["c.md", "a.md"]


def test_list_tells_problems_with_the_file_as_named(seeds: Seeds) -> None:
    folder = seeds(a=mirror(epoch="1602178880")).parent
    assert "seeds/a.md:10: an epoch of 10 digits" in feedtool(folder, "list").stdout


def test_json_lines_hold_nothing_that_could_deceive_on_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(mirror(title="a\u202eb"), "utf-8")
    done = feedtool(tmp_path, "list", "--format", "jsonl", ".")
    assert "\u202e" not in done.stdout
    assert json.loads(done.stdout)["title"] == "a\u202eb"
