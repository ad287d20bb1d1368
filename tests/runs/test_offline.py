"""How much a check would ask of whom, told without asking."""

import os
import subprocess
import sys
from pathlib import Path

from tests.commandline import feedtool
from tests.commands.checking import OPENED, MakeArchive, Site
from tests.conftest import ROOT
from tests.making import mirror


def test_offline_asks_nobody(archive: MakeArchive, web: Site) -> None:
    done = archive(config=OPENED, a=mirror(link=web.fine())).check("--offline")
    assert (done.status, web.connections) == (0, 0)
    assert "127.0.0.1" in done.out
    assert done.out.endswith("1 link: 1 request to 1 host, 0 not due, 0 not asked; less than a minute\n")


def test_offline_tells_about_how_long_it_will_take_and_which_host_takes_the_longest(archive: MakeArchive) -> None:
    many = [f"https://www.youtube.com/watch?v={number:011}" for number in range(2100)]
    more = [f"https://h{number % 50}.example/{number}" for number in range(1500)]
    done = archive().check("--files-from", "-", "mailto:a@b.example", "--offline", stdin="\n".join(many + more))
    assert done.out.splitlines()[0] == "   2000  www.youtube.com"
    assert done.out.splitlines()[-1] == (
        "3,601 links: 3,500 requests to 51 hosts, 100 not due, 1 not asked; about 18 minutes, of which www.youtube.com takes the"
        " longest (2,000 requests)"
    )


def test_offline_tells_the_time_that_the_users_rate_allows(archive: MakeArchive) -> None:
    urls = "\n".join(f"https://a.example/{number}" for number in range(110))
    done = archive().check("--files-from", "-", "--offline", "--rate", "2", stdin=urls)
    assert done.out.endswith("110 links: 110 requests to 1 host, 0 not due, 0 not asked; about 1 minute\n")


# -- what it sends, and what it shows of that


def test_a_check_that_asks_nobody_loads_nothing_of_what_judges_answers(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.md").write_text(mirror(link="https://a.example/"), "utf-8")
    (tmp_path / "feedtool.toml").write_text("", "utf-8")
    feedtool(tmp_path, "check", "--offline")
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "feedtool", "check", "--offline"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    unneeded = {"judge.judge", "judge.reachability", "pages.page", "store.shard", "net.engine", "reports.summary"}
    assert "feedtool.runs.offline" in loaded
    assert not loaded & {f"feedtool.{module}" for module in unneeded} | loaded & {"imagesize", "http.client", "bs4"}
