"""A check in several processes: the same verdicts, no site asked faster, and a worker's death costs little."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.checker.fakes import PAGE, PNG
from tests.commands.checking import Archive, Done, until
from tests.parts.town import Town, leads_to, many, says
from tests.thorough import rounds

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="all of 127.0.0.0/8 is this machine on Linux alone")

JOBS = pytest.mark.parametrize("jobs", [1, 2, 3])
OPENED = '[check]\nallow-private = ["127.0.0.0/8"]\nformat = "jsonl"\n'
QUICK = "rate = 0\nper-host = 16\n"
NEUTRAL = says(body=b"<title>The Gazette</title><p>News from the valley, every week since 1921.</p>")
PORTAL = says(body=b"<title>Guest network</title><form><p>Welcome. Log in to go on.<input name=room></form>")


@pytest.fixture
def town() -> Iterator[Town]:
    with Town(6) as made:
        yield made


Make = Callable[..., Archive]


@pytest.fixture
def archive(tmp_path: Path) -> Make:
    def make(config: str = OPENED + QUICK) -> Archive:
        (tmp_path / "feedtool.toml").write_text(config, "utf-8")
        return Archive(tmp_path)

    return make


def check(kept: Archive, urls: list[str], jobs: int, *words: str) -> Done:
    (kept.folder / "urls.txt").write_text("\n".join(urls))
    return kept.check("--files-from", "urls.txt", "--jobs", str(jobs), *words)


def reasons(done: Done) -> dict[str, str]:
    return {url: row["reason"] for url, row in done.rows.items()}


def told(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of a report without what depends on the moment."""
    return {key: value for key, value in row.items() if key not in ("checked_at", "elapsed_ms", "history")}


def workers_of(process: int) -> list[int]:
    """Return the processes that a process has started to ask for links."""
    found: list[int] = []
    with contextlib.suppress(OSError):  # it has ended meanwhile
        for child in map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()):
            found += [child] if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes() else []
    return found


def fine_at_once(town: Town, before: float) -> set[str]:
    """Return the paths that were asked for before a moment and answered at once with a story."""
    return {path for at, host, path in town.asked if at < before and PAGE in town.pages[host, path]}


@JOBS
def test_redirects_deaths_and_stumbles_come_to_the_same_in_several_processes(
    town: Town, archive: Make, jobs: int
) -> None:
    expected = many(town, 18)
    done = check(archive(), list(expected), jobs)
    assert (done.status, reasons(done)) == (1, expected)
    assert len(town.asked) == len(set(town.asked))


@pytest.fixture
def everything(town: Town) -> str:
    """A page of soft deaths here and behind redirects, of images behind a proxy, of a chain over all sites, a loop."""
    soft = [town.put(0, f"/soft/{number}", NEUTRAL) for number in range(3)]
    town.put(0, "*", NEUTRAL)
    behind = [town.put(1, f"/behind/{number}", leads_to(town.url(0, f"/old/{number}"))) for number in range(3)]
    chain = [town.put(site, "/chain", leads_to(town.url((site + 1) % 6, "/chain"))) for site in range(1, 5)]
    town.put(5, "/chain", says())
    loop = [town.put(2, "/loop", leads_to(town.url(3, "/loop")))]
    town.put(3, "/loop", leads_to(town.url(2, "/loop")))
    town.put(4, "/quota", says(body=b"{}", media_type="application/json"))
    shown = []
    for name, origin in (("fine", says(body=PNG, media_type="image/png")), ("gone", says("404 Not Found", b"gone"))):
        source = town.put(5, f"/{name}.png", origin)
        shown.append(town.put(4, f"/?url={source}", says(body=PNG, media_type="image/png")))
    links = [f'<a href="{url}">x</a>' for url in (*soft, *behind, *chain, *loop)]
    return "".join([*links, *(f'<img src="{url}">' for url in shown)])


def test_soft_deaths_proxied_images_chains_and_loops_come_to_the_same(
    town: Town, archive: Make, everything: str
) -> None:
    kept = archive(f'{OPENED}{QUICK}image-proxies = {{ "{town.hosts[4]}" = "weserv" }}\n')
    (kept.folder / "page.html").write_text(everything)
    runs = [kept.check("page.html", "--no-state", "--jobs", jobs) for jobs in "123"]
    rows = [{url: told(row) for url, row in run.rows.items()} for run in runs]
    assert rows[1] == rows[0]
    assert rows[2] == rows[0]
    found = {row["reason"] for row in rows[0].values()}
    assert found == {"soft-404", "ok", "redirect-loop", "cached-origin-gone"}


def test_no_site_is_asked_faster_nor_more_often_at_a_time_than_by_one_process(town: Town, archive: Make) -> None:
    town.takes_s = 0.02
    expected = many(town, 18)
    done = check(archive(OPENED), list(expected), 3)
    assert reasons(done) == expected
    assert max(town.most_at_a_time.values()) <= 4
    for site in range(6):
        gaps = [after - before for before, after in pairwise(town.times(site))]
        assert sum(gaps) / len(gaps) > 0.05


@JOBS
def test_a_silent_site_is_set_aside_whoever_leads_to_it(town: Town, archive: Make, jobs: int) -> None:
    town.silent.add(town.hosts[5])
    dead = [town.url(5, f"/{number}") for number in range(5)]
    away = [town.put(site, "/away", leads_to(town.url(5, f"/from/{site}"))) for site in range(4)]
    fine = town.put(4, "/fine", says())
    done = check(archive(), [*dead, *away, fine], jobs, "--timeout", "1.5")
    assert {done.rows[url]["verdict"] for url in (*dead, *away)} == {"unreachable"}
    assert done.rows[fine]["verdict"] == "ok"
    assert len(town.times(5)) <= 7


@JOBS
def test_a_network_that_is_silent_is_one_finding_for_all_parts(town: Town, archive: Make, jobs: int) -> None:
    town.silent.update(town.hosts)
    done = check(archive(), [town.url(site) for site in range(6)], jobs, "--timeout", "1", "--state", "s.sqlite3")
    assert (done.status, done.reasons) == (3, ["network-down"])


@JOBS
def test_a_portal_in_the_place_of_all_sites_is_one_finding(town: Town, archive: Make, jobs: int) -> None:
    for site in range(6):
        town.put(site, "*", PORTAL)
    done = check(archive(), [town.url(site) for site in range(6)], jobs)
    assert (done.status, done.reasons) == (3, ["intercepted"])


def test_a_run_stops_when_its_time_is_over(town: Town, archive: Make) -> None:
    town.silent.add(town.hosts[0])
    town.put(1, "*", says())
    began = time.monotonic()
    done = check(archive(), [town.url(0), town.url(1)], 2, "--max-time", "3")
    assert time.monotonic() - began < 15
    assert (done.status, done.rows[town.url(0)]["reason"]) == (3, "not-asked")


def test_links_of_a_named_feed_are_asked_by_several_processes_too(town: Town, archive: Make) -> None:
    links = [town.put(site, "/story", says()) for site in range(6)]
    items = "".join(f"<item><link>{url}</link></item>" for url in links)
    feed = f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()
    url = town.put(0, "/feed", says(body=feed, media_type="application/rss+xml"))
    done = archive().check(url, "--jobs", "2")
    assert set(reasons(done).values()) == {"ok"}
    assert set(links) < set(done.rows)


def test_what_one_run_remembers_the_next_one_knows_whoever_asked(town: Town, archive: Make) -> None:
    kept = archive()
    links = [town.put(site, "/story", says()) for site in range(6)]
    check(kept, links, 2)
    asked = len(town.asked)
    done = check(kept, links, 3)
    assert (len(town.asked), [row["asked"] for row in done.rows.values()]) == (asked, [False] * 6)


def started(kept: Archive, urls: list[str], jobs: int, *words: str) -> "subprocess.Popen[str]":
    (kept.folder / "urls.txt").write_text("\n".join(urls))
    return kept.start("check", "--files-from", "urls.txt", "--jobs", str(jobs), *words)


def ended(process: "subprocess.Popen[str]") -> Done:
    out, err = process.communicate(timeout=60)
    return Done(process.returncode, out, err)


def test_a_worker_that_is_killed_at_random_moments_costs_what_was_under_way(town: Town, archive: Make) -> None:
    town.takes_s = 0.05
    expected = many(town, 60)
    kept, chance = archive(OPENED + "rate = 0\nper-host = 4\n"), random.Random(1)
    for _ in rounds(8):
        town.asked.clear()
        expected = many(town, 60)
        process = started(kept, list(expected), 2, "--no-state")
        until(lambda process=process: len(workers_of(process.pid)) == 2 and town.asked)
        for _ in range(2):
            time.sleep(chance.uniform(0.0, 1.0))
            alive = workers_of(process.pid)
            if alive and process.poll() is None:
                os.kill(chance.choice(alive), signal.SIGKILL)
        done = ended(process)
        assert (reasons(done), done.err) == (expected, "")
        assert max(town.most_at_a_time.values()) <= 8, "what a dead worker asked may still be under way"


def test_a_part_whose_workers_always_die_ends_the_run_which_the_next_one_goes_on_with(
    town: Town, archive: Make
) -> None:
    town.takes_s = 0.05
    expected = many(town, 60)
    kept = archive(OPENED + "rate = 0\nper-host = 2\n")
    process = started(kept, list(expected), 2)
    deaths = 0
    while process.poll() is None and deaths < 20:
        known = len(town.asked)
        until(lambda process=process, known=known: process.poll() is not None or len(town.asked) > known + 20)
        for worker in workers_of(process.pid):
            deaths += 1
            os.kill(worker, signal.SIGKILL)
    done = ended(process)
    assert done.status == 2
    assert "ended 3 times before it was done" in done.err
    assert "Traceback" not in done.err
    again = check(kept, list(expected), 2)
    assert "going on with a run that was stopped" in again.err
    assert reasons(again) == expected


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_what_is_known_is_kept_when_the_run_is_stopped_and_no_worker_is_left(
    town: Town, archive: Make, number: signal.Signals
) -> None:
    town.takes_s = 0.05
    expected = many(town, 60)
    kept = archive(OPENED + "rate = 0\nper-host = 2\n")
    process = started(kept, list(expected), 2)
    until(lambda: fine_at_once(town, time.monotonic() - 1.0))
    workers = workers_of(process.pid)
    assert len(workers) == 2
    if number is signal.SIGINT:
        for one in (process.pid, *workers):  # as a terminal does
            os.kill(one, number)
    else:
        process.send_signal(number)
    known = fine_at_once(town, time.monotonic() - 1.0)
    done = ended(process)
    assert "Traceback" not in done.err
    assert known
    until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers), 10)
    if number is not signal.SIGKILL:
        assert done.status == 130
        assert known <= {urlsplit(row["url"]).path for row in map(json.loads, done.out.splitlines()) if row["asked"]}
    asked = len(town.asked)
    again = check(kept, list(expected), 2)
    assert reasons(again) == expected
    assert "going on with a run that was stopped" in again.err
    assert not known & {path for _, _, path in town.asked[asked:]}


def test_what_workers_tell_is_kept_within_a_moment(town: Town, archive: Make) -> None:
    town.silent.add(town.hosts[0])
    fine = [town.put(site, "/story", says()) for site in range(1, 6)]
    kept = archive()
    process = started(kept, [town.url(0), *fine], 2)
    try:
        until(lambda: kept.report().reasons.count("ok") == 5)
    finally:
        process.kill()
        ended(process)


def test_the_page_of_this_web_is_a_true_page() -> None:
    assert b"A story" in PAGE
