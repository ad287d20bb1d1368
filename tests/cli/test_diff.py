"""`feedtool diff` at a terminal: its formats, its gate, its exit status."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.test_lock import write
from tests.commandline import feedtool


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two articles that were built, and the feeds of then beside them; since then one is new, and one has another title."""
    (tmp_path / "feedtool.toml").write_text('base-url = "https://news.example/"\n')
    write(tmp_path, "a", "b")
    feedtool(tmp_path, "build", "-q")
    shutil.copytree(tmp_path / "feeds", tmp_path / "before")
    write(tmp_path, "c", b="Corrected")
    return tmp_path


def test_it_says_what_subscribers_will_see_and_writes_nothing(archive: Path) -> None:
    paths = sorted(archive.rglob("*"))
    done = feedtool(archive, "diff", "before")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:7] == [
        "before -> what a build makes",
        "",
        "atom.xml, feed.json, rss.xml: 1 new, 1 retitled",
        "  new: unread",
        "    Title c",
        "      https://a.example/c",
        "  retitled: the title is another",
    ]
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    assert [path for path in sorted(archive.rglob("*")) if ".feedtool" not in path.parts] == [
        path for path in paths if ".feedtool" not in path.parts
    ]


def test_json_and_markdown(archive: Path) -> None:
    told = json.loads(feedtool(archive, "diff", "before", "--format", "json").stdout)
    assert told["counts"]["retitled"] == 1
    assert feedtool(archive, "diff", "before", "--format", "markdown").stdout.startswith("## What subscribers will see")


@pytest.mark.parametrize(
    ("kinds", "status"), [("lost,resurfaced,redated", 0), ("lost, retitled", 1), ("new", 1), ("", 0)]
)
def test_it_fails_on_the_kinds_that_are_named(archive: Path, kinds: str, status: int) -> None:
    assert feedtool(archive, "diff", "before", "--fail-on", kinds).returncode == status


def test_another_base_url_fails_on_resurfaced(archive: Path) -> None:
    words = ("diff", "before", "--fail-on", "resurfaced")
    assert feedtool(archive, *words, "--base-url", "https://moved.example/").returncode == 1


def test_an_unknown_kind_and_a_missing_version_are_wrong_usage(archive: Path) -> None:
    done = feedtool(archive, "diff", "before", "--fail-on", "losst")
    assert done.returncode == 2
    assert "there is no 'losst'; write some of lost, resurfaced" in done.stderr
    done = feedtool(archive, "diff", "nowhere")
    assert (done.returncode, done.stderr) == (2, "feedtool: nowhere: there is no such folder, document or commit\n")


def test_a_base_url_where_nothing_is_built_is_wrong_usage(archive: Path) -> None:
    words = ("diff", "before", "feeds", "--base-url", "https://a.example/")
    done = feedtool(archive, *words)
    told = "Error: --base-url: OLD and NEW are both there, so nothing is built with it; leave it out"
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, told)
    assert feedtool(archive, "diff", "before", "--base-url", "https://a.example/").returncode == 0
