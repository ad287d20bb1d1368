"""Many sites on loopback addresses that answer by path, and note who asked what, when, and how many at a time."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Mapping
from typing import Self

from tests.checker.fakes import PAGE

ANSWER = b"HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n%s"


def says(status: str = "200 OK", body: bytes = PAGE, *, media_type: str = "text/html", headers: str = "") -> bytes:
    return ANSWER % (status.encode(), media_type.encode(), len(body), headers.encode(), body)


def leads_to(url: str, status: str = "302 Found") -> bytes:
    return says(status, b"", headers=f"Location: {url}\r\n")


class Town:
    """Sites ``127.0.3.1`` and so on, all at one port; ``pages`` are answers by site and path, ``*`` is any path.

    A page that says `PAGE` tells a story of its own at every address. A path that is nowhere is gone. ``takes_s`` is
    how long an answer takes. A site that is ``silent`` never answers.
    """

    def __init__(self, sites: int, *, takes_s: float = 0.0) -> None:
        self.hosts = [f"127.0.3.{number}" for number in range(1, sites + 1)]
        self.pages: dict[tuple[str, str], bytes | list[bytes]] = {}
        self.silent: set[str] = set()
        self.takes_s = takes_s
        self.asked: list[tuple[float, str, str]] = []  # when, site, path
        self.at_a_time: Counter[str] = Counter()
        self.most_at_a_time: Counter[str] = Counter()
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)

    def url(self, site: int, path: str = "/story") -> str:
        """Return an address of a site, counted from 0."""
        return f"http://{self.hosts[site]}:{self.port}{path}"

    def put(self, site: int, path: str, *answers: bytes) -> str:
        """Give answers one after the other, and the last for ever; return the address."""
        self.pages[self.hosts[site], path] = list(answers) if len(answers) > 1 else answers[0]
        return self.url(site, path)

    def times(self, site: int, path: str | None = None) -> list[float]:
        """Return when a site, or one of its pages, was asked for."""
        return sorted(at for at, host, asked in self.asked if host == self.hosts[site] and path in (None, asked))

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        servers = [await asyncio.start_server(self._connected, self.hosts[0], 0, backlog=512)]
        self.port: int = servers[0].sockets[0].getsockname()[1]
        servers += [
            await asyncio.start_server(self._connected, host, self.port, backlog=512) for host in self.hosts[1:]
        ]
        self._started.set()
        await self._over.wait()
        for server in servers:
            server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        site = writer.get_extra_info("sockname")[0]
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ")[1].decode()
                self.asked.append((time.monotonic(), site, path))
                self.at_a_time[site] += 1
                self.most_at_a_time[site] = max(self.most_at_a_time[site], self.at_a_time[site])
                try:
                    await asyncio.sleep(3600 if site in self.silent else self.takes_s)
                finally:
                    self.at_a_time[site] -= 1
                writer.write(self._answer(site, path))
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            writer.close()

    def _answer(self, site: str, path: str) -> bytes:
        found = self.pages.get((site, path), self.pages.get((site, "*"), says("404 Not Found", b"gone")))
        answer = found if isinstance(found, bytes) else found.pop(0) if len(found) > 1 else found[0]
        return (
            answer.replace(b"A story", b"Story %07d" % (hash((site, path)) % 10_000_000)) if PAGE in answer else answer
        )


def many(town: Town, links: int) -> Mapping[str, str]:
    """Put a web on a town that has something of everything, and return the verdict of each of its links."""
    told: dict[str, str] = {}
    sites = len(town.hosts)
    for site in range(sites):
        other = (site + 1) % sites
        for number in range(links):
            path = f"/{site}/{number}"
            kind = number % 6
            if kind == 0:
                told[town.put(site, path, leads_to(town.put(other, f"/from{path}", says())))] = "ok"
            elif kind == 1:
                told[town.put(site, path, says("404 Not Found", b"gone"))] = "http-404"
            elif kind == 2:
                url = town.put(other, f"/from{path}", says("410 Gone", b"gone"))
                told[town.put(site, path, leads_to(url, "301 Moved"))] = "http-410"
            elif kind == 3:
                told[town.put(site, path, says("500 Oops", b""), says())] = "ok"
            else:
                told[town.put(site, path, says())] = "ok"
    return told
