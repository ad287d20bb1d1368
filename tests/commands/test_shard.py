"""One shard of a check: what it asks, what it says, and how it goes on after it was stopped."""

import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.checking import MakeArchive, until
from tests.commands.shards import (
    CONFIG,
    SITES,
    Sharded,
    article_with,
    at,
    hosts_asked,
    images_behind_a_proxy,
    links_of_every_kind,
)
from tests.parts.town import Town, leads_to, says

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs all addresses of loopback")


@pytest.fixture
def town() -> Iterator[Town]:
    with Town(SITES) as town:
        yield town


def test_no_host_is_asked_by_two_shards(archive: MakeArchive, town: Town) -> None:
    kept = Sharded(archive(config=CONFIG, a=article_with(links_of_every_kind(town), images_behind_a_proxy(town))), 3)
    asked = []
    for number in (1, 2, 3):
        assert kept.check(number).status == 0
        asked.append(hosts_asked(town))
    assert set.union(*asked) == set(town.hosts)
    assert sum(map(len, asked)) == len(set.union(*asked))


def test_it_says_what_it_did_and_what_comes_next(archive: MakeArchive, town: Town) -> None:
    links = [town.put(0, "/2020/a", says()), town.url(1, "/gone"), town.put(2, "/to", leads_to(town.url(0, "/2020/a")))]
    kept = Sharded(archive(config=CONFIG), 1)
    done = kept.check(1, *links)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "shard 1/1: 3 links asked: 1 broken, 2 ok",
        "kept in .feedtool/state-1-of-1.sqlite3; nothing is concluded yet",
        "next:",
        "  feedtool merge .feedtool/state-*-of-1.sqlite3",
    ]
    assert kept.check(1, *links, "--quiet").out == ""


def test_it_says_what_the_merge_has_to_ask(archive: MakeArchive, town: Town) -> None:
    elsewhere = town.put(0, "/2020/a", says())
    to = [town.put(site, "/to", leads_to(elsewhere)) for site in range(1, 8)]
    done = Sharded(archive(config=CONFIG), 8).check(8, elsewhere, *to)
    assert done.out.splitlines()[:2] == [
        "shard 8/8: 0 links asked: none",
        "1 link needs sites of other shards; the merge asks for it",
    ]
    assert max(map(len, done.out.splitlines())) <= 80


def test_a_shard_whose_time_is_up_says_so_and_goes_on_next_time(archive: MakeArchive, town: Town) -> None:
    links = [town.put(0, f"/2020/{number}", says()) for number in range(4)]
    slow = town.url(1, "/slow")
    town.silent.add(town.hosts[1])
    kept = Sharded(archive(config=CONFIG), 1)
    done = kept.check(1, *links, slow, "--max-time", "1")
    assert done.status == 3
    assert "1 link not reached" in done.out
    town.silent.clear()
    town.put(1, "/slow", says())
    again = kept.check(1, *links, slow)
    assert again.status == 0
    assert "note: going on with a shard that was stopped: 4 answers known from it" in again.err
    assert [len(town.times(site)) for site in (0, 1)] == [4, 2]


def test_a_shard_that_nobody_answers_cannot_tell(archive: MakeArchive, town: Town) -> None:
    kept = Sharded(archive(config=CONFIG), 1)
    done = kept.check(1, *(at(town, f"127.0.3.{number}", "/") for number in (90, 91, 92)))
    assert done.status == 3
    assert "network-down: no host answered this shard\n" in done.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--shard", "3/2"), "feedtool: --shard: '3/2' is not a shard; write K/N"),
        (("--shard", "1/2", "--no-state"), "feedtool: --shard: a shard is written to a state; leave out --no-state"),
        (("--shard", "1/2", "--offline"), "Error: --shard: --offline asks nobody; leave out one of the two"),
        (("--shard", "1/2", "--format", "csv"), "Error: --shard and --format: a shard makes no report; give it to"),
        (("--shard", "1/2", "-o", "x"), "Error: --shard and -o: a shard makes no report; give it to 'feedtool merge'"),
        (("--shard", "1/2", "--jobs", "2"), "Error: --shard and --jobs: one process asks a shard; leave out --jobs"),
        (("--from", "x"), "Error: --from without --shard: only a shard begins with another state"),
        (("--shard", "1/2", "--from", "no"), "feedtool: --from no: no such file; name a state that"),
        (("--shard", "1/2", "--from", "feedtool.toml"), "feedtool: feedtool.toml: this is not a state of links"),
    ],
)
def test_wrong_usage_is_told(archive: MakeArchive, words: tuple[str, ...], told: str) -> None:
    kept = archive(config=CONFIG)
    done = kept.check("http://127.0.0.2/", *words)
    assert done.status == 2
    assert told in done.err
    assert not list((kept.folder / ".feedtool").glob("state-*"))


# -- what it begins with


def test_it_begins_with_the_state_of_the_check_or_the_one_that_is_named(archive: MakeArchive, town: Town) -> None:
    link = town.put(0, "/2020/a", says())
    kept = archive(config=CONFIG)
    kept.check(link)
    kept.check(link, "--state", "other.sqlite3", "--all")
    shard = Sharded(kept, 1)
    for words in ((), ("--from", "other.sqlite3"), ("--state", "other.sqlite3")):
        town.asked.clear()
        assert "shard 1/1: 0 links asked: none" in shard.check(1, link, *words).out
        assert not town.asked
    assert "1 link asked" in shard.check(1, link, "--from", "other.sqlite3", "--all").out


def test_a_shard_that_is_done_begins_anew(archive: MakeArchive, town: Town) -> None:
    link = town.put(0, "/2020/a", says())
    shard = Sharded(archive(config=CONFIG), 1)
    for times in (1, 2):
        assert "1 link asked" in shard.check(1, link).out
        assert len(town.times(0, "/2020/a")) == times


def test_nothing_beside_the_file_is_needed(archive: MakeArchive, town: Town, tmp_path: Path) -> None:
    archive(config=CONFIG).check(town.put(0, "/2020/a", says()), "--shard", "1/1")
    assert sorted(path.name for path in (tmp_path / ".feedtool").iterdir()) == [".gitignore", "state-1-of-1.sqlite3"]
    with closing(sqlite3.connect(tmp_path / ".feedtool" / "state-1-of-1.sqlite3")) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)


# -- where it runs


def test_it_speaks_and_keeps_in_any_locale(archive: MakeArchive, town: Town) -> None:
    kept = archive(config=CONFIG, 新闻=article_with([town.put(0, "/2020/a", says())]))
    locale = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for words in (("check", "--shard", "1/1"), ("merge", ".feedtool/state-1-of-1.sqlite3")):
        done = kept.program(*words, **locale)
        assert (done.status, done.err) == (0, ""), done
    assert "seeds" in done.out


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom a folder can refuse")
def test_a_folder_that_cannot_be_written_is_told(archive: MakeArchive, town: Town, tmp_path: Path) -> None:
    kept = archive(config=CONFIG)
    (tmp_path / ".feedtool").mkdir(mode=0o500)
    done = kept.check(town.put(0, "/2020/a", says()), "--shard", "1/1")
    assert done.status == 2
    assert ".feedtool/state-1-of-1.sqlite3" in done.err


def test_a_file_in_the_place_of_the_folder_is_told(archive: MakeArchive, town: Town, tmp_path: Path) -> None:
    kept = archive(config=CONFIG)
    (tmp_path / ".feedtool").write_text("a file")
    done = kept.check(town.put(0, "/2020/a", says()), "--shard", "1/1")
    assert (done.status, "Traceback" in done.err) == (2, False)
    assert ".feedtool" in done.err


# -- stopped


@pytest.mark.parametrize("number", ["KILL", "TERM", "INT"])
def test_a_shard_that_was_stopped_goes_on_from_there(archive: MakeArchive, town: Town, number: str) -> None:
    town.takes_s = 0.05
    links = [town.put(site, f"/{one}", says()) for one in range(20) for site in range(3)]
    kept = Sharded(archive(config=CONFIG), 2)
    words = ("check", "--shard", "1/2", *links, "--per-host", "1")
    process = kept.archive.start(*words)
    until(lambda: len(town.asked) >= 12)
    process.send_signal(getattr(signal, f"SIG{number}"))
    _, err = process.communicate(timeout=20)
    assert (process.returncode == 130, "Traceback" in err) == (number != "KILL", False)
    asked = len(town.asked)
    kept.collect()
    merged = kept.merge()
    assert (merged.status, "state-1-of-2.sqlite3: was stopped before it ended" in merged.err) == (2, True)
    done = kept.check(1, *links)
    assert "going on with a shard that was stopped" in done.err
    assert kept.check(2, *links).status == 0
    assert len(town.asked) <= len(links) + (asked if number == "KILL" else 5) + 8
    assert kept.merge().reasons == ["ok"] * len(links)
