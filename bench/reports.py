"""How long the end of a run takes, and each report of it, for as many links as an archive has after years.

    python bench/reports.py [--links N] [--days N] [--runs N] [--keep FOLDER]

Makes an archive of N links (200,000), ten in each article, on a hundredth as many hosts. No link is asked for: made-up
outcomes go through the book of each run, as those of a network would. Of a hundred links 83 are fine, 5 have moved, 5 are
gone, 3 refuse robots, 2 answer errors, 2 are images that are gone behind a proxy. There is a run a day (2), so that
links that are not due, and changes since the run before, stand in the last one.

Prints CPU seconds of the end of each run in this process; of each report and one link's history as commands seconds
and, of all cores, CPU seconds, the least of several runs (3), and the size of each report. With `--keep` the archive and
its reports stay in a folder.
"""

import argparse
import contextlib
import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from feedtool.config.file import load_config
from feedtool.cores import Progress, silent
from feedtool.http.exchange import Hop
from feedtool.judge.target import Target
from feedtool.judge.verdict import Judgement, Outcome, Verdict
from feedtool.reports.formats import FUNCTIONS
from feedtool.runs.gathering import fill, now_ms, prepare_folder
from feedtool.runs.options import check_options
from feedtool.runs.state import opened

_PER_ARTICLE = 10
_PER_HOST = 100
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
_HOUR_MS = 3_600_000  # in which all links are asked
_FINE = Judgement(Verdict.OK, "ok", "")
_GONE = Judgement(Verdict.BROKEN, "http-404", "the server says that the page is not there; remove or replace the link")
_REFUSED = Judgement(Verdict.BLOCKED, "http-403", "the server refuses robots; look at it in a browser")
_FAILED = Judgement(
    Verdict.UNREACHABLE, "http-502", "the server has a fault; the link is asked for again in later runs"
)


class _Screen:
    """Shows nothing, at a time that is set."""

    def __init__(self) -> None:
        self.moment = _BEGAN

    def now(self) -> datetime:
        return self.moment

    def say(self, message: str) -> None:
        print(message, file=sys.stderr)

    def note(self, message: str) -> None:
        pass

    def show(self, pieces: Iterator[str], form: str) -> None:
        pass

    def reading(self) -> contextlib.nullcontext[Progress]:
        return contextlib.nullcontext(silent)

    def asking(self) -> contextlib.nullcontext[Callable[..., None]]:
        return contextlib.nullcontext(lambda *_: None)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--links", type=int, default=200_000, help="links of the archive (default 200,000)")
    arguments.add_argument("--days", type=int, default=2, help="runs, one a day (default 2)")
    arguments.add_argument("--runs", type=int, default=3, help="runs of each command (default 3)")
    arguments.add_argument("--keep", type=Path, help="a new folder for the archive and its reports")
    given = arguments.parse_args()
    with contextlib.nullcontext(given.keep) if given.keep else tempfile.TemporaryDirectory() as name:
        archive = Path(name).absolute()  # commands are given files in it, and run within it
        _write_archive(archive, given.links)
        os.chdir(archive)
        for day in range(given.days):
            print(f"end of run {day + 1:<6} {_run(day):>7.2f}")
        for form in FUNCTIONS:
            file = archive / f"report.{form}"
            took = _least(given.runs, "report", "--format", form, "-o", str(file))
            print(f"{form:<16} {took} {file.stat().st_size:>12,} bytes")
        print(f"{'history':<16} {_least(given.runs, 'history', _url(given.links // 2))}")


def _write_archive(archive: Path, links: int) -> None:
    (archive / "seeds").mkdir(parents=True)
    (archive / "feedtool.toml").write_text("")
    for first in range(0, links, _PER_ARTICLE):
        body = "".join(map(_mention, range(first, first + _PER_ARTICLE)))
        day = _BEGAN - timedelta(hours=first // _PER_ARTICLE)
        text = f"---\nlayout: post\ntitle: Story {first}\ndate: {day:%Y-%m-%d}\nfrom: {_url(first)}\n---\n\n{body}\n"
        (archive / "seeds" / f"{day:%Y-%m-%d}-{first}.md").write_text(text)


def _mention(number: int) -> str:
    if number % 50 == 1:
        return f'<p><img src="https://i0.wp.com/{_url(number)[8:]}.jpg?ssl=1" alt="Picture {number}"></p>\n'
    fragment = "#part" if number % 20 == 2 else ""
    return f'<p>See <a href="{_url(number)}{fragment}">what was told in story {number}</a>.</p>\n'


def _url(number: int) -> str:
    host = f"www.news-{number // _PER_HOST}.example"
    query = f"?id={number}" if number % 3 == 0 else ""
    return f"https://{host}/2026/01/story-about-something-{number}.html{query}"


def _run(day: int) -> float:
    """Let a day's run put made-up outcomes into the book; return the CPU seconds that its end takes."""
    screen = _Screen()
    screen.moment = _BEGAN + timedelta(days=day, hours=day)
    options = check_options(load_config(Path(), {}))
    prepare_folder(options)
    with opened(options, now_ms=now_ms(screen), say=screen.say) as state:
        fill(state, options, screen, keep=True)
        for server, number in state.book.servers():
            for target in state.book.take(server, number):
                state.book.put(target, _outcome(target, day, now_ms(screen)))
        state.book.flush()
        began = time.process_time()
        state.end(now_ms(screen), complete=True)
        return time.process_time() - began


def _outcome(target: Target, day: int, at_ms: int) -> Outcome:
    """Return what a target answers on a day: it is the same each time, but for a link in fifty that comes or goes."""
    chance = hashlib.sha256(target.url.encode()).digest()
    share = (chance[0] * 256 + chance[1]) % 100
    if chance[2] < 5:
        share = 99 if day % 2 else 0
    within_ms = int.from_bytes(chance[5:8], "big") % _HOUR_MS
    seen = {"checked_ms": at_ms + within_ms, "elapsed_ms": 20 + chance[4], "attempts": 1}
    if share < 85:
        parts = dict.fromkeys(target.fragments, _FINE)
        return Outcome(_FINE, parts, 200, target.url, (), **seen, title=f"Story {chance.hex()[:8]}")
    if share < 90:
        new = target.url.replace("www.", "new.")
        moved = Judgement(Verdict.MOVED, "moved", f"it has a new address; write {new}", new)
        parts = dict.fromkeys(target.fragments, moved)
        return Outcome(moved, parts, 200, new, (Hop(301, target.url),), **seen)
    judgement, status = ((_REFUSED, 403), (_FAILED, 502), (_GONE, 404))[0 if share < 93 else 1 if share < 95 else 2]
    return Outcome(judgement, dict.fromkeys(target.fragments, judgement), status, target.url, (), **seen)


def _least(runs: int, *arguments: str) -> str:
    """Return the seconds and the CPU seconds that a command takes, each the least of several runs."""
    taken, passed = [], []
    for _ in range(runs):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        subprocess.run([sys.executable, "-m", "feedtool", *arguments], check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        passed.append(time.monotonic() - began)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return f"{min(passed):>7.2f} s {min(taken):>7.2f} CPU s"


if __name__ == "__main__":
    main()
