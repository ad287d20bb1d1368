"""The shards of a check, merged: what one process would have said, whatever leads from one site to another."""

import re
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from feedtool.state.state import State
from feedtool.store.schema import VERSION
from tests.commands.checking import MakeArchive, until
from tests.commands.shards import (
    CONFIG,
    SITES,
    Sharded,
    article_with,
    at,
    emptied,
    images_behind_a_proxy,
    links_of_every_kind,
    rows,
)
from tests.parts.town import Town, leads_to, says

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z|time=\"[\d.]+\"|timestamp=\"[^\"]+\"|\d\d:\d\d")
_DAY = re.compile(r"\d{4}-(?:\d\d-\d\d|W\d\d)")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs all addresses of loopback")


@pytest.fixture
def town() -> Iterator[Town]:
    with Town(SITES) as town:
        yield town


@pytest.fixture
def kept(archive: MakeArchive, town: Town) -> Sharded:
    """An archive with links of every kind, to be checked in three shards."""
    article = article_with(links_of_every_kind(town), images_behind_a_proxy(town))
    return Sharded(archive(config=CONFIG, a=article, b=article), 3)


@pytest.mark.parametrize("shards", [1, 2, 3, 7])
def test_shards_find_what_one_process_finds(kept: Sharded, tmp_path: Path, shards: int) -> None:
    whole = kept.archive.check()
    reasons = {row["reason"] for row in rows(whole)}
    assert reasons >= {"ok", "http-404", "moved", "soft-404", "redirect-loop", "host-down", "fragment-missing"}
    emptied(tmp_path)
    merged = Sharded(kept.archive, shards).run()
    assert rows(merged) == rows(whole)
    assert merged.status == whole.status == 1


def test_all_formats_of_a_report_are_those_of_one_process(kept: Sharded, tmp_path: Path) -> None:
    def reports(name: str) -> dict[str, str]:
        (tmp_path / name).mkdir()
        files = {form: f"{name}/{form}" for form in ("text", "markdown", "junit", "sarif", "csv")}
        words = [word for form, file in files.items() for word in ("--format", form, "-o", file)]
        done = kept.merge(*words) if name == "merged" else kept.archive.check(*words)
        assert done.status == 1, done.err
        return {form: _MOMENT.sub("", (tmp_path / file).read_text("utf-8")) for form, file in files.items()}

    whole = reports("whole")
    emptied(tmp_path)
    for number in (1, 2, 3):
        kept.check(number)
    assert reports("merged") == whole


# -- from day to day


def test_the_merged_state_is_what_the_next_shards_and_the_next_check_begin_with(kept: Sharded, town: Town) -> None:
    kept.run()
    kept.archive.check("--state", "whole.sqlite3")
    town.put(0, "/2020/story", says("410 Gone", b"gone"))
    town.put(0, "/gone", says())
    merged, whole = kept.run("--all"), kept.archive.check("--state", "whole.sqlite3", "--all")
    assert rows(merged) == rows(whole)
    changes = {row["url"]: row["change"] for row in merged.rows.values() if row["change"]}
    assert changes[town.url(0, "/2020/story")] == "new"
    assert changes[town.url(0, "/gone")] == "repaired"
    town.asked.clear()
    assert kept.archive.check().status == 1
    assert town.url(1, "/2020/story") not in {f"http://{host}:{town.port}{path}" for _, host, path in town.asked}
    report = kept.archive.report("--format", "text")
    assert "Since the run before: 0 new, 0 repaired." in report.out


def test_lines_of_text_can_be_the_state_that_shards_begin_with_and_are_merged_into(
    kept: Sharded, tmp_path: Path
) -> None:
    kept.archive.check("--state", "whole.state")
    for number in (1, 2, 3):
        assert kept.check(number).status == 0
    assert kept.merge("--state", "links.state").status == 1
    assert _DAY.sub("", (tmp_path / "links.state").read_text()) == _DAY.sub("", (tmp_path / "whole.state").read_text())
    for number in (1, 2, 3):
        assert kept.check(number, "--from", "links.state").status == 0
    again, whole = kept.merge("--state", "links.state"), kept.archive.check("--state", "whole.state")
    assert rows(again) == rows(whole)


def test_shards_that_are_merged_twice_are_asked_for_and_remembered_once(kept: Sharded, town: Town) -> None:
    first = kept.run()
    town.asked.clear()
    again = kept.merge()
    assert (again.status, again.out, town.asked) == (first.status, first.out, [])
    assert "note: these shards were merged into this state before; nobody is asked again" in again.err
    assert len(kept.archive.report("--format", "json").out) > 100


def test_a_merge_into_another_state_stands_alone(kept: Sharded, tmp_path: Path) -> None:
    first = kept.run()
    other = kept.merge("--state", "other.sqlite3")
    assert rows(other) == rows(first)
    assert (tmp_path / "other.sqlite3").is_file()


# -- what is refused


def test_what_does_not_belong_together_is_told_and_nothing_is_written(kept: Sharded, tmp_path: Path) -> None:
    for number in (1, 2):
        kept.check(number)
    done = kept.merge()
    assert done.status == 2
    assert done.err == "feedtool: shards/state-3-of-3.sqlite3: no such file; 'feedtool check --shard K/N' writes one\n"
    (tmp_path / "seeds" / "b.md").unlink()
    kept.check(3)
    done = kept.merge()
    assert done.status == 2
    assert "state-3-of-3.sqlite3: other documents were read than for shards/state-1-of-3.sqlite3" in done.err
    with closing(State.read(tmp_path / ".feedtool" / "state.sqlite3")) as state:
        assert state.shard.is_new()


def test_a_state_that_went_on_by_itself_is_left_as_it_is(kept: Sharded) -> None:
    for number in (1, 2, 3):
        kept.check(number)
    kept.archive.check()
    done = kept.merge()
    assert done.status == 2
    assert "not the state that the shards began with, so it remembers what they do not know" in done.err
    assert kept.merge("--state", "other.sqlite3").status == 1


def test_a_shard_of_a_newer_version_is_told(kept: Sharded, tmp_path: Path) -> None:
    kept.run()
    with closing(sqlite3.connect(tmp_path / "shards" / "state-2-of-3.sqlite3")) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    done = kept.merge()
    assert (done.status, "state-2-of-3.sqlite3: made by a newer feedtool" in done.err) == (2, True)


def test_a_damaged_shard_is_told(kept: Sharded, tmp_path: Path) -> None:
    kept.run()
    (tmp_path / "shards" / "state-2-of-3.sqlite3").write_bytes(b"\0" * 9000)
    done = kept.merge()
    assert (done.status, "state-2-of-3.sqlite3: damaged" in done.err, "Traceback" in done.err) == (2, True, False)


# -- the network


def test_where_nobody_answers_any_shard_that_is_told_once(archive: MakeArchive, town: Town) -> None:
    dead = [at(town, f"127.0.3.{number}", "/") for number in range(90, 99)]
    kept = Sharded(archive(config=CONFIG, a=article_with(dead)), 2)
    assert [kept.check(number).status for number in (1, 2)] == [3, 3]
    done = kept.merge()
    assert (done.status, done.reasons) == (3, ["network-down"])
    assert kept.archive.report().out == ""
    assert kept.merge().reasons == ["network-down"]


def test_a_shard_whose_machine_had_no_network_is_asked_again_by_the_merge(archive: MakeArchive, town: Town) -> None:
    links = [town.put(site, "/2020/story", says()) for site in range(8)]
    kept = Sharded(archive(config=CONFIG, a=article_with(links)), 2)
    assert kept.check(1, "--timeout", "0.5").status == 0
    town.silent.update(town.hosts)  # as a network that is down
    assert kept.check(2, "--timeout", "0.5").status == 3
    town.silent.clear()
    done = kept.merge()
    assert (done.status, {row["reason"] for row in rows(done)[1:]}) == (0, {"ok"})
    assert "note: nobody answered shard 2/2, so its links are asked for again" in done.err


def test_a_shard_whose_time_was_up_leaves_its_links_as_they_were(archive: MakeArchive, town: Town) -> None:
    links = [town.put(site, "/2020/story", says()) for site in range(4)]
    town.silent.add(town.hosts[3])
    kept = Sharded(archive(config=CONFIG, a=article_with(links)), 2)
    assert sorted(kept.check(number, "--max-time", "1").status for number in (1, 2)) == [0, 3]
    town.silent.clear()
    town.asked.clear()
    done = kept.merge()
    assert (done.status, town.asked) == (3, [])
    assert [row["reason"] for row in rows(done)[1:]] == ["ok", "ok", "ok", "not-asked"]


# -- feeds, and what is found late


def test_a_feed_that_was_named_is_read_by_the_merge(archive: MakeArchive, town: Town) -> None:
    entries = [town.put(site, "/2020/story", says()) for site in range(3)] + [town.url(3, "/gone")]
    items = "".join(f"<item><link>{url}</link></item>" for url in entries)
    body = f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()
    feed = town.put(4, "/feed", says(body=body, media_type="application/rss+xml"))
    kept = Sharded(archive(config=CONFIG), 2)
    for number in (1, 2):
        assert kept.check(number, feed).status == 0
    done = kept.merge()
    assert [row["reason"] for row in rows(done)] == ["ok", "ok", "ok", "ok", "http-404"]


@pytest.mark.parametrize("number", ["INT", "KILL"])
def test_a_merge_that_was_stopped_goes_on(archive: MakeArchive, town: Town, number: str) -> None:
    homes = [town.put(site, f"/{one}", leads_to(town.put((site + 1) % 8, f"/to/{one}", says())))
             for site in range(8) for one in range(6)]  # fmt: skip
    kept = Sharded(archive(config=CONFIG, a=article_with(homes)), 4)
    for one in (1, 2, 3, 4):
        kept.check(one)
    town.asked.clear()
    town.takes_s = 0.2
    process = kept.archive.start("merge", *kept.files, "--per-host", "1")
    until(lambda: len(town.asked) >= 16)
    process.send_signal(getattr(signal, f"SIG{number}"))
    _, err = process.communicate(timeout=20)
    assert (process.returncode == 130, "Traceback" in err) == (number == "INT", False)
    done = kept.merge()
    assert (done.status, {row["reason"] for row in rows(done)[1:]}) == (0, {"ok"})
    again = [path for _, _, path in town.asked if path.startswith("/to/")]
    assert len(again) <= 48 + 16  # of each of eight hosts one was under way, and one more may have been


def test_a_long_page_that_stands_at_two_sites_is_compared_with_the_first_pages_of_its_own(
    archive: MakeArchive, town: Town
) -> None:
    lapsed = says(body=b"<title>The Gazette</title>" + b"<p>News from the valley, every week since 1921.</p>" * 200)
    town.put(0, "*", lapsed)
    links = [town.url(0, "/2020/a"), town.put(0, "/2020/b", leads_to(town.put(1, "/2020/other", lapsed)))]
    kept = Sharded(archive(config=CONFIG, a=article_with([*links, town.put(1, "/2020/x", says())])), 2)
    whole = kept.archive.check("--state", "whole.sqlite3")
    assert [row["reason"] for row in rows(whole)[1:]] == ["soft-404", "soft-404", "ok"]
    assert rows(kept.run()) == rows(whole)
