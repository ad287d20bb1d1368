"""Bad days: builds killed at any moment, readers and a second builder meanwhile, a full disk, Ctrl-C."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from feedtool.lock.form import parse_lock
from tests.archiving import build
from tests.conftest import ROOT
from tests.kills import kill
from tests.making import mirror
from tests.thorough import rounds

Seeds = Callable[..., Path]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals differ there")
COMMAND = [sys.executable, "-m", "feedtool", "build", "--quiet", "--no-cache", "--allow-shrink", "--lock", "feeds.lock"]


def start(folder: Path, *more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*COMMAND, *more], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def check_documents(feeds: Path) -> int:
    """Every document that is there is complete; returns how many there are."""
    found = 0
    for name in ("atom.xml", "rss.xml"):
        with contextlib.suppress(FileNotFoundError):
            ET.fromstring((feeds / name).read_bytes())
            found += 1
    with contextlib.suppress(FileNotFoundError):
        json.loads((feeds / "feed.json").read_bytes())
        found += 1
    return found


def change(folder: Path, number: int) -> None:
    (folder / "seeds" / "a.md").write_text(mirror(f"新闻 {number} " * 2000, link=f"https://a.example/{number}"))


def test_a_build_killed_at_any_moment_leaves_every_document_complete(seeds: Seeds) -> None:
    folder = seeds(
        **{f"b{number}": mirror("正文" * 500, link=f"https://a.example/b{number}") for number in range(100)}
    ).parent
    chance = random.Random(4)
    killed = 0
    while killed < len(rounds(16)):  # a moment too late is no kill, so try again
        change(folder, killed)
        process = start(folder)
        time.sleep(chance.uniform(0.05, 0.35))
        process.send_signal(signal.SIGKILL)
        killed += process.wait(30) == -signal.SIGKILL
        process.communicate()
        check_documents(folder / "feeds")
        if (folder / "feeds.lock").exists():
            assert parse_lock((folder / "feeds.lock").read_bytes())[1] == ()
    change(folder, 99)
    process = start(folder)
    _, stderr = process.communicate(timeout=60)
    assert (process.returncode, stderr) == (0, b"")
    assert sorted(path.name for path in (folder / "feeds").iterdir()) == [
            ".manifest", "archive", "atom.xml", "author", "feed.css", "feed.json", "feeds.html", "icon.png", "index.html",
            "rss.xml", "source", "tag",
        ]  # fmt: skip
    assert "https://a.example/99" in (folder / "feeds" / "feed.json").read_text("utf-8")
    assert sorted(path.name for path in folder.iterdir()) == ["feeds", "feeds.lock", "seeds"]


def test_a_build_killed_at_any_moment_publishes_no_moment_that_the_lock_does_not_know(seeds: Seeds) -> None:
    folder = seeds(**{f"b{number}": mirror(link=f"https://a.example/b{number}") for number in range(30)}).parent
    start(folder).communicate(timeout=60)
    chance = random.Random(6)
    killed = 0
    while killed < len(rounds(16)):
        (folder / "seeds" / "b1.md").write_text(mirror(f"新闻 {killed}", link="https://a.example/b1"))
        (folder / "seeds" / f"new{killed}.md").write_text(mirror(f"新 {killed}", link=f"https://a.example/n{killed}"))
        process = start(folder)
        time.sleep(chance.uniform(0.1, 0.4))
        process.send_signal(signal.SIGKILL)
        killed += process.wait(30) == -signal.SIGKILL
        process.communicate()
        lines = parse_lock((folder / "feeds.lock").read_bytes())[0].lines
        for item in json.loads((folder / "feeds" / "feed.json").read_bytes())["items"]:
            assert item["_feedtool"]["updated_ms"] <= lines[item["id"]].updated_ms
    start(folder).communicate(timeout=60)
    lines = parse_lock((folder / "feeds.lock").read_bytes())[0].lines
    items = {item["id"]: item for item in json.loads((folder / "feeds" / "feed.json").read_bytes())["items"]}
    assert set(items) == set(lines)
    assert all(item["_feedtool"]["updated_ms"] == lines[id_].updated_ms for id_, item in items.items())


def test_an_archive_killed_at_any_moment_keeps_no_page_that_is_no_longer_made(tmp_path: Path) -> None:
    chance = random.Random(5)
    feeds, other = tmp_path / "feeds", tmp_path / "other"
    for first in range(0, 1000 * len(rounds(16)), 1000):
        command = [sys.executable, "-m", "tests.archiving", str(feeds), str(first)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()  # it is at work
            time.sleep(chance.uniform(0, 0.05))
            process.kill()
        for page in feeds.glob("archive/*/*.xml"):
            text = page.read_bytes()
            assert text == text[: len(text) // 500] * 500  # it is complete
        for folder in (feeds, other):
            build(folder, first + 6)
        assert contents(feeds) == contents(other)


def test_an_archive_killed_at_any_moment_is_whole_after_the_next_build(tmp_path: Path) -> None:
    assert kill(tmp_path, 10, 60) > 30


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_ctrl_c_ends_with_130_and_without_traceback(seeds: Seeds) -> None:
    folder = seeds(**{f"b{number}": mirror("正文" * 20_000) for number in range(150)}).parent
    command = [sys.executable, "-X", "importtime", *COMMAND[1:]]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        while b"feedtool.commands.build" not in process.stderr.readline():  # Python itself may be slow to start
            pass
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=30)
    assert process.returncode in (0, 130)  # it may have been done already
    assert b"Traceback" not in stderr


def test_builds_and_readers_at_once_never_see_half_a_document(seeds: Seeds) -> None:
    folder = seeds(
        **{f"b{number}": mirror("正文" * 500, link=f"https://a.example/b{number}") for number in range(50)}
    ).parent
    processes = []
    for number in range(4):
        change(folder, number)
        processes.append(start(folder))
    while any(process.poll() is None for process in processes):
        check_documents(folder / "feeds")
        time.sleep(0.005)
    for process in processes:
        _, stderr = process.communicate()
        assert (process.returncode, stderr) == (0, b"")
    assert check_documents(folder / "feeds") == 3


@pytest.mark.skipif(not Path("/dev/full").exists() or os.geteuid() != 0, reason="needs root to mount a small disk")
def test_on_a_full_disk_the_old_feeds_stay_and_one_line_says_why(seeds: Seeds, tmp_path: Path) -> None:
    folder = seeds(a=mirror("正文" * 100)).parent
    small = tmp_path / "feeds"
    small.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=192k", "tmpfs", str(small)], capture_output=True, check=False
    )
    if mount.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        first = start(folder)
        assert (first.communicate(timeout=60)[1], first.returncode) == (b"", 0)
        old = (small / "atom.xml").read_bytes()
        (folder / "seeds" / "b.md").write_text(mirror("正文" * 20_000, link="https://a.example/b"))
        process = start(folder)
        _, stderr = process.communicate(timeout=60)
        assert process.returncode == 2
        assert stderr.decode().startswith("feedtool: feeds/")
        assert stderr.decode().endswith("cannot be written: No space left on device\n")
        assert (small / "atom.xml").read_bytes() == old
        there = [
            ".manifest", "archive", "atom.xml", "feed.css", "feed.json", "feeds.html", "icon.png", "index.html", "rss.xml",
            "source",
        ]  # fmt: skip
        assert sorted(path.name for path in small.iterdir()) == there
    finally:
        subprocess.run(["umount", str(small)], check=False)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the processes of a group are read from /proc")
def test_no_process_outlives_a_build_that_was_killed(seeds: Seeds) -> None:
    folder = seeds(**{f"b{number}": mirror("正文" * 3000) for number in range(2500)}).parent
    workers: set[int] = set()
    process = start(folder)
    until = time.monotonic() + 20
    while not workers and process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
            workers = {int(pid) for pid in children.split()}
    process.kill()
    process.wait(10)
    if not workers:
        pytest.skip("one core here: no process is started")
    until = time.monotonic() + 10
    while any(map(is_running, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_running, workers))
    process.communicate(timeout=10)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
