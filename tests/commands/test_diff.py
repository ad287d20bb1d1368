"""What subscribers will see: beside commits, folders and documents; and what real readers show."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from feedtool.commands.build import build
from feedtool.commands.diff import diff
from feedtool.config.keys import Config
from feedtool.diff.differences import UNREAD, Kind
from feedtool.diff.report import Compared
from feedtool.errors import InputError
from tests.conftest import ROOT
from tests.making import NO_GROUPS, NOW, mirror
from tests.test_revisions import git

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")


@dataclass
class Archive:
    """An archive that is built, committed and edited."""

    folder: Path
    with_lock: bool = True
    now: datetime = NOW
    chosen: dict[str, Any] = field(default_factory=lambda: {"base_url": "https://news.example/", **NO_GROUPS})

    def write(self, name: str, **values: Any) -> None:
        """Write the article of a name; it has a link, a title and a text of its own."""
        file = self.seeds / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        given = {
            "link": f"https://a.example/{name}",
            "title": f"Title {name}",
            "body": f"<p>{f'Text of {name}. ' * 30}</p>",
        }
        given |= values
        file.write_text(mirror(given.pop("body"), **given), "utf-8")

    def build(self) -> None:
        self.now += timedelta(days=1)
        build(self.config, now=self.now)

    def commit(self, *names: str) -> None:
        if not (self.folder / ".git").exists():
            git(self.folder, "init", "-q")
        git(self.folder, "add", *names)
        git(self.folder, "commit", "-qm", "x")

    def diff(self, old: str | None = None, new: str | None = None) -> Compared:
        return diff(old, new, self.config, now=self.now + timedelta(days=1))

    @property
    def config(self) -> Config:
        lock = {"lock": self.folder / "feeds.lock"} if self.with_lock else {}
        return Config(**{"seeds": self.seeds, "output": self.feeds, **lock, **self.chosen})

    @property
    def seeds(self) -> Path:
        return self.folder / "seeds"

    @property
    def feeds(self) -> Path:
        return self.folder / "feeds"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Three articles, built."""
    monkeypatch.chdir(tmp_path)
    archive = Archive(tmp_path)
    for day, name in enumerate("abc", 1):
        archive.write(name, date=f"2020-10-0{day}T00:00:00.000Z", epoch=str(1601510400000 + day * 86_400_000))
    archive.build()
    return archive


def told(compared: Compared) -> dict[str, int]:
    return {kind.value: count for kind, count in compared.counts().items() if count}


@needs_git
def test_by_default_it_is_the_last_commit_and_what_a_build_would_make(archive: Archive) -> None:
    archive.commit("-A")
    assert told(archive.diff()) == {}
    before = (archive.feeds / "atom.xml").read_bytes(), (archive.folder / "feeds.lock").read_bytes()
    archive.write("a", title="Corrected", date="2020-10-01T00:00:00.000Z", epoch="1601596800000")
    archive.write("d")
    compared = archive.diff()
    assert compared.old.startswith("HEAD (")
    assert compared.new == "what a build makes"
    assert told(compared) == {"new": 1, "retitled": 1}
    assert before == ((archive.feeds / "atom.xml").read_bytes(), (archive.folder / "feeds.lock").read_bytes())


@needs_git
def test_of_a_commit_without_feeds_its_articles_are_built_with_its_lock(archive: Archive) -> None:
    archive.commit("seeds", "feeds.lock")
    archive.write("b", link="https://b.example/moved", date="2020-10-02T00:00:00.000Z", epoch="1601683200000")
    compared = archive.diff("HEAD")
    assert compared.old.endswith("built")
    assert told(compared) == {"changed": 1}, "the lock knows it"
    archive.build()
    archive.commit("-A")
    assert told(archive.diff("HEAD~1", "HEAD")) == {"changed": 1}


def test_without_git_it_is_what_is_in_place(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", os.fspath(archive.folder.parent))
    (archive.seeds / "c.md").unlink()
    compared = archive.diff()
    assert compared.old == str(archive.feeds)
    assert told(compared) == {"lost": 1}


def test_folders_and_documents_are_compared(archive: Archive, tmp_path: Path) -> None:
    shutil.copytree(archive.feeds, tmp_path / "before")
    archive.write("d")
    archive.build()
    assert told(archive.diff("before", "feeds")) == {"new": 1}
    for name in ("atom.xml", "rss.xml", "feed.json"):
        assert told(archive.diff(f"before/{name}", f"feeds/{name}")) == {"new": 1}
        shutil.copy(tmp_path / "before" / name, tmp_path / "downloaded")
        assert told(archive.diff("downloaded", "feeds")) == {"new": 1}
        assert told(archive.diff("downloaded")) == {"new": 1}


def test_an_article_that_only_left_for_newer_ones_is_not_lost(archive: Archive, tmp_path: Path) -> None:
    archive.with_lock = False  # with one what was first seen lately is not cut
    shutil.copytree(archive.feeds, tmp_path / "before")
    archive.chosen["max_entries"] = 2
    (compared,) = archive.diff("before").feeds
    assert (compared.nothing, compared.outgrown) == (True, 1)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("nowhere", None, "there is no such folder, document or commit"),
        ("seeds", None, "there is no feed in this folder"),
        ("seeds/a.md", None, "this is no feed"),
        ("feeds/atom.xml", "other.json", "there is no JSON Feed to compare other.json with"),
        ("-x", None, "there is no such folder, document or commit"),
    ],
)
def test_what_cannot_be_compared_is_an_error(archive: Archive, old: str, new: str | None, message: str) -> None:
    shutil.copy(archive.feeds / "feed.json", archive.folder / "other.json")
    with pytest.raises(InputError, match=message):
        archive.diff(old, new)


def test_without_articles_or_feeds_there_is_nothing_to_compare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", os.fspath(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="nothing to compare with"):
        Archive(tmp_path).diff()


# Edits, each played through two builds: with a lock or without, and what readers show as unread.


def corrected_body(archive: Archive) -> None:
    archive.write("b", body="<p>Corrected.</p>", date="2020-10-02T00:00:00.000Z", epoch="1601683200000")


def corrected_title(archive: Archive) -> None:
    archive.write("b", title="Corrected", date="2020-10-02T00:00:00.000Z", epoch="1601683200000")


def other_scheme(archive: Archive) -> None:
    archive.write("b", link="http://a.example/b", date="2020-10-02T00:00:00.000Z", epoch="1601683200000")


def other_host(archive: Archive) -> None:
    archive.write("b", link="https://www.b.example/b", date="2020-10-02T00:00:00.000Z", epoch="1601683200000")


def moved_seed(archive: Archive) -> None:
    (archive.seeds / "folder").mkdir()
    (archive.seeds / "b.md").rename(archive.seeds / "folder" / "b.md")


def renamed_seed(archive: Archive) -> None:
    (archive.seeds / "b.md").rename(archive.seeds / "renamed.md")


def corrected_date(archive: Archive) -> None:
    archive.write("b", date="2020-10-02T12:00:00.000Z", epoch="1601683200000")


def taken_away(archive: Archive) -> None:
    (archive.seeds / "b.md").unlink()


def two_names_swapped(archive: Archive) -> None:
    (archive.seeds / "a.md").rename(archive.seeds / "x.md")
    (archive.seeds / "b.md").rename(archive.seeds / "a.md")
    (archive.seeds / "x.md").rename(archive.seeds / "b.md")


def late_arrival(archive: Archive) -> None:
    archive.write("late", date="2020-10-01T12:00:00.000Z", epoch="1601553600000")


def two_new_ones(archive: Archive) -> None:
    archive.write("d")
    archive.write("e")


EDITS = [
    corrected_body, corrected_title, other_scheme, other_host, moved_seed, renamed_seed, corrected_date, taken_away,
    two_names_swapped, late_arrival, two_new_ones,
]  # fmt: skip
UNREAD_WITHOUT_LOCK = {"other_scheme": 1, "other_host": 1, "late_arrival": 1, "two_new_ones": 2}


def by_feedparser(folder: Path) -> Callable[[], set[str]]:
    """Return a reader that gives the ids of the entries in a folder's Atom feed."""
    return lambda: {entry.id for entry in feedparser.parse((folder / "atom.xml").read_bytes()).entries}


def by_sfeed(folder: Path) -> Callable[[], set[str]]:
    """Return the ids that sfeed (codemadness.org) prints of the RSS feed: the sixth field of each line."""

    def read() -> set[str]:
        done = subprocess.run(["sfeed"], input=(folder / "rss.xml").read_bytes(), capture_output=True, check=True)
        return {line.split("\t")[5] for line in done.stdout.decode().splitlines()}

    return read


def by_rss_parser(folder: Path) -> Callable[[], set[str]]:
    """Return the ids that rss-parser (npm) reads in both feeds."""

    def read() -> set[str]:
        words = ["node", "ids.mjs", str(folder / "atom.xml"), str(folder / "rss.xml")]
        done = subprocess.run(words, cwd=ROOT / "tests" / "readers", capture_output=True, check=True, timeout=60)
        of_atom, of_rss = json.loads(done.stdout)
        assert set(of_atom) == set(of_rss)
        return set(of_rss)

    return read


def is_here(reader: str) -> bool:
    """Tell whether a reader is installed."""
    if reader == "rss-parser":
        return bool(shutil.which("node")) and (ROOT / "tests" / "readers" / "node_modules" / "rss-parser").is_dir()
    return reader == "feedparser" or shutil.which(reader) is not None


READERS = {"feedparser": by_feedparser, "sfeed": by_sfeed, "rss-parser": by_rss_parser}


@pytest.mark.parametrize(
    ("reader", "with_lock"),
    [("feedparser", True), ("feedparser", False), ("sfeed", False), ("rss-parser", False)],
)
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_what_is_called_new_or_resurfaced_is_what_readers_show_as_unread(
    archive: Archive, tmp_path: Path, edit: Callable[[Archive], None], reader: str, with_lock: bool
) -> None:
    if not is_here(reader):
        pytest.skip(f"{reader} is not installed")
    archive.with_lock = with_lock
    archive.build()
    read = READERS[reader](archive.feeds)
    before = read()
    shutil.copytree(archive.feeds, tmp_path / "before")
    edit(archive)
    archive.build()
    unread = read() - before
    compared = archive.diff("before", "feeds")
    (feed,) = [one for one in compared.feeds if "atom.xml" in one.documents]
    assert {one.item.key for one in feed.differences if not UNREAD.isdisjoint(one.kinds)} == unread
    resurfaces = edit in (other_scheme, other_host) and not with_lock
    assert feed.count(Kind.RESURFACED) == int(resurfaces)
    assert feed.count(Kind.LOST) == int(edit is taken_away)
    if not with_lock:
        assert len(unread) == UNREAD_WITHOUT_LOCK.get(edit.__name__, 0)


def newsboat(home: Path, feed: Path, *, read_all: bool) -> int:
    """Reload newsboat, and return how many articles it then calls unread; with ``read_all`` mark them all as read."""
    home.mkdir(exist_ok=True)
    (home / "urls").write_text(f"{feed.as_uri()}\n")
    (home / "config").write_text("")
    own = ["-q", "-u", home / "urls", "-c", home / "cache.db", "-C", home / "config", "-x"]
    environment = {**os.environ, "HOME": os.fspath(home), "XDG_CONFIG_HOME": os.fspath(home), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["newsboat", *map(str, own), "reload", "print-unread"],
        env=environment,
        capture_output=True,
        check=True,
        timeout=60,
    )
    if read_all:
        with closing(sqlite3.connect(home / "cache.db")) as database, database:
            database.execute("update rss_item set unread = 0")
    return int(done.stdout.split()[0])


@pytest.mark.skipif(shutil.which("newsboat") is None, reason="newsboat is not installed")
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_newsboat_shows_as_unread_what_diff_says_it_will(
    archive: Archive, tmp_path: Path, edit: Callable[[Archive], None]
) -> None:
    archive.with_lock = False
    archive.build()
    assert newsboat(tmp_path / "home", archive.feeds / "atom.xml", read_all=True) == 3
    shutil.copytree(archive.feeds, tmp_path / "before")
    edit(archive)
    archive.build()
    counts = archive.diff("before", "feeds").counts()
    assert newsboat(tmp_path / "home", archive.feeds / "atom.xml", read_all=False) == sum(
        counts[kind] for kind in UNREAD
    )


def test_an_article_that_was_taken_away_and_put_back_is_new_for_those_who_forgot_it(
    archive: Archive, tmp_path: Path
) -> None:
    text = (archive.seeds / "b.md").read_text("utf-8")
    taken_away(archive)
    archive.build()
    shutil.copytree(archive.feeds, tmp_path / "before")
    (archive.seeds / "b.md").write_text(text, "utf-8")
    archive.build()
    assert told(archive.diff("before", "feeds")) == {"new": 1}


def test_another_base_url_is_told_as_a_feed_that_moved(archive: Archive, tmp_path: Path) -> None:
    shutil.copytree(archive.feeds, tmp_path / "before")
    archive.chosen["base_url"] = "https://other.example/"
    compared = archive.diff("before")
    assert compared.found(Kind.RESURFACED)
    assert all(feed.moved for feed in compared.feeds)
