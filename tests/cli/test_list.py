import json
from collections.abc import Callable
from pathlib import Path

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
