"""A check by the workers of a Dask cluster: the verdicts of one process, and whoever is killed, nothing is lost."""

import json
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from feedtool.cluster import crew, joining
from tests.cluster.tasks import FIFTH
from tests.commands.checking import Archive, Done, until
from tests.parts.town import Town, leads_to, many, says
from tests.thorough import THOROUGH

pytest.importorskip("distributed", reason="dask.distributed is not installed: pip install distributed")

from tests.cluster.local import Check, Cluster
from tests.dask_kills import kill

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="all of 127.0.0.0/8 is this machine on Linux alone")

OPENED = '[check]\nallow-private = ["127.0.0.0/8"]\nformat = "jsonl"\n'
QUICK = OPENED + "rate = 0\nper-host = 16\n"
ONE_AT_A_TIME = OPENED + "rate = 0\nper-host = 1\n"
REQUESTS = 6 * 18 * 2  # that `many` needs: of six links three are asked twice, one four times, two once


@pytest.fixture
def town() -> Iterator[Town]:
    with Town(6) as made:
        yield made


@pytest.fixture(autouse=True)
def _short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "TERMS", FIFTH)


def archive(folder: Path, config: str) -> Archive:
    (folder / "feedtool.toml").write_text(config, "utf-8")
    return Archive(folder)


def words(kept: Archive, urls: list[str], address: str) -> list[str]:
    (kept.folder / "urls.txt").write_text("\n".join(urls))
    return ["--files-from", "urls.txt", "--dask", address]


def check(kept: Archive, urls: list[str], address: str, *more: str) -> Done:
    return kept.check(*words(kept, urls, address), *more)


def started(made: Cluster, kept: Archive, urls: list[str]) -> Check:
    return made.check(kept.folder, *words(kept, urls, made.address))


def reasons(done: Done) -> Mapping[str, str]:
    return {url: row["reason"] for url, row in done.rows.items()}


def known(kept: Archive) -> int:
    """Return how many links have an answer in the state, as any reader sees it just now."""
    try:
        with closing(sqlite3.connect(f"file:{kept.folder}/.feedtool/state.sqlite3?mode=ro", uri=True)) as file:
            return int(file.execute("SELECT count(*) FROM answer").fetchone()[0])
    except sqlite3.OperationalError:  # there is none yet
        return 0


def left_behind(kept: Archive) -> bool:
    return (kept.folder / ".feedtool" / "state.sqlite3.leases").exists()


def test_verdicts_are_those_of_one_process(town: Town, calm: Cluster, tmp_path: Path) -> None:
    expected = many(town, 12)
    links = [*expected, town.put(1, "/loop", leads_to(town.url(2, "/loop")))]
    town.put(2, "/loop", leads_to(town.url(1, "/loop")))
    kept = archive(tmp_path, QUICK)
    done = check(kept, links, calm.address)
    assert (done.status, done.err) == (1, "")
    assert reasons(done) == {**expected, town.url(1, "/loop"): "redirect-loop"}
    assert len(town.asked) == len(set(town.asked))
    assert not left_behind(kept)


def test_no_site_is_asked_faster_nor_more_often_at_a_time_than_by_one_process(
    town: Town, calm: Cluster, tmp_path: Path
) -> None:
    town.takes_s = 0.02
    expected = {town.put(site, f"/{number}", says()): "ok" for site in range(6) for number in range(15)}
    done = check(archive(tmp_path, OPENED), list(expected), calm.address)
    assert reasons(done) == expected
    assert max(town.most_at_a_time.values()) <= 4
    for site in range(6):
        times = town.times(site)
        assert (times[-1] - times[0]) / (len(times) - 1) > 0.05


def test_a_site_is_asked_by_one_at_a_time_though_a_worker_is_killed(town: Town, made: Cluster, tmp_path: Path) -> None:
    town.takes_s = 0.05
    expected = many(town, 18)
    kept = archive(tmp_path, ONE_AT_A_TIME)
    process = started(made, kept, list(expected))
    until(lambda: len(town.asked) > 20)
    made.kill(made.workers[0])
    until(lambda: len(town.asked) > 40)
    os.kill(made.workers[0], signal.SIGSTOP)  # it is there, and says nothing
    time.sleep(FIFTH.free_after_s + 1)
    os.kill(made.workers[0], signal.SIGCONT)
    done = process.ended()
    assert (done.err, reasons(done)) == ("", expected)
    assert max(town.most_at_a_time.values()) == 1


def test_a_check_after_one_that_was_killed_waits_for_its_workers_and_goes_on(
    town: Town, made: Cluster, tmp_path: Path
) -> None:
    town.takes_s = 0.05
    expected = many(town, 18)
    kept = archive(tmp_path, ONE_AT_A_TIME)
    process = started(made, kept, list(expected))
    until(lambda: known(kept) > 10)
    process.kill()
    assert left_behind(kept)
    time.sleep(FIFTH.stops_after_s + 0.3)  # its workers ask so long
    asked = len(town.asked)
    done = check(kept, list(expected), made.address)
    assert "workers of a check that was stopped may still ask; waiting" in done.err
    assert "going on with a run that was stopped" in done.err
    assert reasons(done) == expected
    assert max(town.most_at_a_time.values()) == 1
    went_on_with = int(done.err.partition("was stopped: ")[2].split()[0])
    assert went_on_with > 10
    assert len(town.asked) - asked <= REQUESTS - went_on_with
    assert not left_behind(kept)


def test_when_the_scheduler_is_killed_what_is_known_is_kept_and_the_next_run_goes_on(
    town: Town, made: Cluster, calm: Cluster, tmp_path: Path
) -> None:
    town.takes_s = 0.05
    expected = many(town, 18)
    kept = archive(tmp_path, ONE_AT_A_TIME)
    process = started(made, kept, list(expected))
    until(lambda: known(kept) > 10)
    made.kill(made.scheduler)
    done = process.ended()
    assert (done.status, done.out) == (2, "")
    assert f"--dask {made.address}: the scheduler is gone" in done.err
    assert "Traceback" not in done.err
    again = check(kept, list(expected), calm.address)
    assert "going on with a run that was stopped" in again.err
    assert reasons(again) == expected
    assert max(town.most_at_a_time.values()) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_workers_end_when_the_check_is_stopped(town: Town, calm: Cluster, tmp_path: Path, number: int) -> None:
    town.takes_s = 0.05
    expected = many(town, 40)
    kept = archive(tmp_path, ONE_AT_A_TIME)
    process = started(calm, kept, list(expected))
    until(lambda: known(kept) > 10)
    process.kill(number)
    done = process.ended()
    asked = len(town.asked)
    assert done.status == 130
    assert done.err.startswith("feedtool: interrupted; what was known by then is in the report")
    assert len([row for row in map(json.loads, done.out.splitlines()) if row["asked"]]) > 10
    assert not left_behind(kept)
    time.sleep(0.3)
    assert len(town.asked) == asked


def test_nothing_is_lost_by_kills_at_random_moments() -> None:
    assert kill(12 if THOROUGH else 1).total() >= 1


def test_an_address_without_a_scheduler_is_told_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "_CONNECT_S", 0.3)
    done = check(archive(tmp_path, OPENED), ["http://127.0.3.1/"], "127.0.0.1:1")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("feedtool: --dask 127.0.0.1:1: no scheduler answers there")


def test_without_the_extra_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = check(archive(tmp_path, OPENED), ["http://127.0.3.1/"], "127.0.0.1:1")
    assert done.status == 2
    assert done.err.strip().endswith("install it: pip install 'distributed>=2024.8' (the extra feedtool[dask])")


def test_a_check_that_remembers_nothing_cannot_use_a_cluster(tmp_path: Path) -> None:
    done = check(archive(tmp_path, OPENED), ["http://127.0.3.1/"], "127.0.0.1:1", "--no-state")
    assert done.status == 2
    assert "--dask needs a state" in done.err


def test_when_nothing_is_due_no_worker_is_asked(town: Town, calm: Cluster, tmp_path: Path) -> None:
    kept = archive(tmp_path, QUICK)
    links = [town.put(site, "/story", says()) for site in range(3)]
    first, again = (check(kept, links, calm.address) for _ in range(2))
    assert (first.status, again.status, len(town.asked)) == (0, 0, 3)
    assert [row["asked"] for row in again.rows.values()] == [False] * 3
