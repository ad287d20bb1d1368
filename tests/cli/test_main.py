import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from feedtool import __version__
from tests.commandline import feedtool, started
from tests.making import bare, mirror

Seeds = Callable[..., Path]


def test_quiet_is_quiet(seeds: Seeds) -> None:
    done = feedtool(seeds(a=mirror()).parent, "build", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("command", ["build", "list"])
def test_without_seeds_one_sentence_says_what_to_do(tmp_path: Path, command: str) -> None:
    done = feedtool(tmp_path, command)
    assert done.returncode == 2
    assert done.stderr == "feedtool: seeds: no such file or folder; put your articles there, or name where they are\n"


def test_a_terminal_that_lacks_characters_is_no_reason_to_stop(seeds: Seeds) -> None:
    done = started(seeds(a=mirror()).parent, "list", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "\\u6807" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("build", "--base-url", "feeds.example"),
        ("build", "--time-zone", "Mars"),
        ("build", "--nonsense"),
        ("nonsense",),
        ("list", "--format", "xml"),
    ],
)
def test_wrong_usage_exits_2_without_traceback(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = feedtool(tmp_path, *words)
    assert done.returncode == 2
    assert re.search(r"^(Error|feedtool): ", done.stderr, re.MULTILINE)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("word", "told"), [("lst", "'lst'. Did you mean 'list'?"), ("frobnicate", "'frobnicate'.")])
def test_a_command_that_is_misspelt_is_told_with_the_nearest_one(tmp_path: Path, word: str, told: str) -> None:
    done = feedtool(tmp_path, word)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, f"Error: No such command {told}")


def test_version_and_help(tmp_path: Path) -> None:
    assert feedtool(tmp_path, "--version").stdout == f"feedtool {__version__}\n"
    assert "feedtool build" in feedtool(tmp_path, "--help").stdout


@pytest.mark.parametrize("words", [("build", "-q"), ("lock",), ("init",), ("accept",), ("nonsense",)], ids=" ".join)
def test_the_program_does_what_the_command_line_does(tmp_path: Path, words: tuple[str, ...]) -> None:
    came_to = []
    for run in (feedtool, started):
        folder = tmp_path / run.__name__
        (folder / "seeds").mkdir(parents=True)
        (folder / "seeds" / "a.md").write_text(bare(epoch="NaN", header=""), "utf-8")
        done = run(folder, *words)
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
        came_to.append((done.returncode, done.stdout, done.stderr, names))
    assert came_to[0] == came_to[1]


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, feedtool.cli.main; print(sorted({'lxml', 'feedgen', 'bs4', 'nh3', 'rich', 'yaml', 'ada_url', 'msgspec', 'jinja2'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
@pytest.mark.parametrize("options", ["", "--format jsonl"])
def test_a_reader_that_stops_reading_is_no_error(seeds: Seeds, options: str) -> None:
    folder = seeds(**{f"a{number}": mirror("字" * 500) for number in range(400)}).parent
    command = f"{sys.executable} -m feedtool list {options} | head -1 >/dev/null; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("command", ["list", "build", "config", "list --format jsonl"])
def test_an_output_that_takes_nothing_is_one_line_and_status_2(seeds: Seeds, command: str) -> None:
    folder = seeds(a=mirror()).parent
    shell = f"{sys.executable} -m feedtool {command} >/dev/full"
    done = subprocess.run(shell, shell=True, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stderr == "feedtool: standard output cannot be written: No space left on device\n"


@pytest.mark.skipif(os.name == "nt", reason="shells close output otherwise there")
def test_a_closed_output_is_no_error(seeds: Seeds) -> None:
    folder = seeds(a=mirror()).parent
    shell = f"{sys.executable} -m feedtool build >&-"
    done = subprocess.run(shell, shell=True, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_hostile_names_and_titles_reach_the_terminal_as_escapes(seeds: Seeds) -> None:
    folder = seeds(**{"a\x1b[31m.md": bare(title="t\x1b]0;x\x07", epoch="NaN", header="")}).parent
    done = feedtool(folder, "build")
    assert "\x1b" not in done.stderr + done.stdout
    assert "a\\x1b[31m.md:1:" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that takes nothing")
def test_the_exit_status_tells_even_where_messages_cannot_be_written(tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run([sys.executable, "-m", "feedtool", "build", "nowhere"], cwd=tmp_path, stderr=full)
    assert done.returncode == 2
