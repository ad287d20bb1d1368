"""A check told in three lines: an archive, a web on loopback that answers by path, and what a command came to.

A command runs in this process, from its arguments to its exit status. `Archive.program` and `Archive.start` run the
program itself, for what only a process can show: signals, its own standard output, another process that holds the state.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from feedtool.judge import retry
from tests import commandline
from tests.checker.fakes import PAGE
from tests.checker.web import Handler, Web, answer, hangs, says

OPENED = '[check]\nallow-private = ["127.0.0.1"]\n'  # what a check on loopback needs
IN_ROWS = OPENED + 'format = "jsonl"\n'
STORY = says(answer(PAGE), close=False)


@dataclass(frozen=True)
class Done:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> dict[str, dict[str, Any]]:
        """The rows of a report as JSON Lines, by URL."""
        return {row["url"]: row for row in map(json.loads, self.out.splitlines())}

    @property
    def reasons(self) -> list[str]:
        """The reason of each row of a report as JSON Lines."""
        return [row["reason"] for row in map(json.loads, self.out.splitlines())]


def feedtool(folder: Path, *words: str, stdin: str = "") -> Done:
    """Run a command in a folder, in this process; a death is confirmed without the pause that a server is given."""
    with patch.object(retry, "_CONFIRM_S", 0.01):
        done = commandline.feedtool(folder, *words, stdin=stdin)
    return Done(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True)
class Archive:
    """A folder with a configuration and perhaps articles, and the commands that are run in it."""

    folder: Path

    def check(self, *words: str, stdin: str = "") -> Done:
        return feedtool(self.folder, "check", *words, stdin=stdin)

    def report(self, *words: str) -> Done:
        return feedtool(self.folder, "report", *words)

    def history(self, *words: str) -> Done:
        return feedtool(self.folder, "history", *words)

    def config(self) -> Done:
        return feedtool(self.folder, "config")

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a command as a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "feedtool", *words], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            encoding="utf-8", env=os.environ | {"PYTHONUTF8": "1"},
        )  # fmt: skip

    def program(self, *words: str, **environment: str) -> Done:
        """Run a command as a process of its own."""
        done = commandline.started(self.folder, *words, **environment)
        return Done(done.returncode, done.stdout, done.stderr)


MakeArchive = Callable[..., Archive]


class Site(Web):
    """A web on loopback; what a test has put nowhere is gone. Each method puts something at a path and gives its URL."""

    def __init__(self) -> None:
        self._paths: dict[str, Handler] = {}
        super().__init__(self._paths)

    def put(self, path: str, *answers: Handler) -> str:
        """Give the answers one after the other, and the last for ever; the path ``*`` is every other path."""
        left = list(answers)

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
            await (left.pop(0) if len(left) > 1 else left[0])(reader, writer, head)

        self._paths[path] = handle
        return self.url(path)

    def fine(self, path: str = "/fine") -> str:
        return self.put(path, STORY)

    def gone(self, path: str = "/gone") -> str:
        return self.put(path, says(answer(b"gone", "404 Not Found"), close=False))

    def moved(self, path: str = "/moved", to: str = "/fine") -> str:
        """A page that stands somewhere else now, and is fine there."""
        self.fine(to)
        return self.put(path, says(answer(b"", "301 Moved", f"Location: {to}\r\n"), close=False))

    def hanging(self, path: str = "/hanging") -> str:
        return self.put(path, hangs())

    def feed(self, *urls: str, path: str = "/feed") -> str:
        """A feed whose items lead to some URLs."""
        return self.put(path, feed_of(*urls))

    def silent(self, number: int) -> list[str]:
        """URLs at as many hosts where nobody listens: 127.0.0.2 and so on, at this web's port."""
        return [self.url("/", host=f"127.0.0.{host}") for host in range(2, 2 + number)]

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(head.split(b" ")[1].decode() == path for head in self.requests)


def feed_of(*urls: str) -> Handler:
    """Answer with a feed whose items lead to some URLs."""
    items = "".join(f"<item><link>{url}</link></item>" for url in urls)
    body = f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()
    return says(answer(body, headers="Content-Type: application/rss+xml\r\n"), close=False)


def until(seen: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something another process or thread does is seen."""
    limit = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < limit, "it was not seen in time"
        time.sleep(0.01)
