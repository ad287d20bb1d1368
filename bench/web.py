"""The web that `check.py` asks: many hosts on loopback addresses, made from a seed, that count what they are asked.

    python bench/web.py SCENARIO SEED

Each host is an address of 127.0.0.0/8, port 8080, and each page http://HOST:8080/NUMBER. Prints a line once it
listens; for each line on stdin it prints a JSON object of what was asked since the last one, and it ends with stdin.
Needs Linux, where all of 127.0.0.0/8 is this machine.
"""

import asyncio
import json
import math
import random
import resource
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import cast

import uvloop

PORT = 8080
_MEDIAN_S, _SIGMA, _MOST_S = 0.08, 0.6, 2.0  # how long an answer takes: lognormal, up to so much
_DEAD, _REFUSING = 0.03, 0.02  # of the hosts
_GONE, _MOVED = 0.05, 0.10  # of the links
_BODIES = 64
_BACKLOG = 1024
_WORDS = (
    "archive article bridge charter council edition evening figures harbour history journal letter library market"
    " meadow minister morning notice number office orchard paper people printer province question railway reader"
    " record report river school season signal station story street summer teacher theatre trade valley village"
    " volume water weather window winter witness writer"
).split()


@dataclass(frozen=True, slots=True)
class Scenario:
    """A web: how many hosts and links; whether it is slow and has faults, or answers everything at once with 200.

    ``allows`` is how many requests in a second a host answers, where it answers others with 429. Pages are small or of
    ``page_bytes``; of these ``soft`` is the share that says 200 and means 404, and ``shells`` the share that a script
    draws.
    """

    hosts: int
    links: int
    faults: bool = True
    allows: int | None = None
    page_bytes: int = 0
    soft: float = 0.0
    shells: float = 0.0


SCENARIOS = {
    "slow": Scenario(hosts=500, links=20_000),
    "many": Scenario(hosts=2_000, links=20_000),
    "fast": Scenario(hosts=200, links=100_000, faults=False),
    "large": Scenario(hosts=200, links=100_000, faults=False, page_bytes=65_536, soft=0.05, shells=0.05),
    "one": Scenario(hosts=1, links=5_000, faults=False),
    "limited": Scenario(hosts=1, links=60, faults=False, allows=3),
    "storm": Scenario(hosts=1, links=1_000, faults=False, allows=0),
}


class Plan:
    """What there is in a web, all of it decided by the seed."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        chance = random.Random(seed)
        self.links = scenario.links
        self.hosts = [f"127.1.{number // 250}.{number % 250 + 1}" for number in range(scenario.hosts)]
        dead = round(scenario.hosts * _DEAD) if scenario.faults else 0
        refusing = round(scenario.hosts * _REFUSING) if scenario.faults else 0
        troubled = chance.sample(self.hosts, dead + refusing)
        self.dead = frozenset(troubled[:dead])
        self.refusing = frozenset(troubled[dead:])
        numbers = chance.sample(range(scenario.links), scenario.links)
        gone = round(scenario.links * _GONE) if scenario.faults else 0
        moved = round(scenario.links * _MOVED) if scenario.faults else 0
        self.gone = frozenset(numbers[:gone])
        self.moved = frozenset(numbers[gone : gone + moved])
        numbers = numbers[gone + moved :]
        soft, shells = round(scenario.links * scenario.soft), round(scenario.links * scenario.shells)
        self.soft = frozenset(numbers[:soft])
        self.shells = frozenset(numbers[soft : soft + shells])
        self.page_bytes = scenario.page_bytes
        self._order = chance.sample(range(scenario.links), scenario.links)
        self._seed = seed if scenario.faults else None
        self.allows = scenario.allows

    def urls(self) -> Iterator[str]:
        """Return the links in the order they are given to a checker: hosts mixed."""
        for number in self._order:
            yield f"http://{self.host_of(number)}:{PORT}/{number}"

    def host_of(self, number: int) -> str:
        """Return the host of a link."""
        return self.hosts[number % len(self.hosts)]

    def expected(self) -> tuple[int, int, int, int]:
        """Return how many links are fine, broken, unreachable, and such that nobody could tell."""
        if self.allows == 0:
            return 0, 0, 0, self.links
        lost = self.dead | self.refusing
        unreachable = sum(1 for number in range(self.links) if self.host_of(number) in lost)
        broken = sum(1 for number in self.gone | self.soft if self.host_of(number) not in lost)
        return self.links - broken - unreachable, broken, unreachable, 0

    def latency_s(self, path: bytes) -> float:
        """Return how long the answer to a path takes: each time the same."""
        if self._seed is None:
            return 0.0
        chance = random.Random(b"%d %b" % (self._seed, path))
        return min(chance.lognormvariate(math.log(_MEDIAN_S), _SIGMA), _MOST_S)


@dataclass(slots=True)
class Host:
    """What a host was asked: how often, at most how many at a time, and how many in its busiest second."""

    silent: bool = False
    connections: int = 0
    requests: int = 0
    at_a_time: int = 0
    a_second: int = 0
    in_progress: int = 0
    last_second: deque[float] = field(default_factory=deque)

    def began(self, allows: int | None) -> bool:
        """Note a request; return whether it is one of those that the host allows in a second."""
        now = time.monotonic()
        self.requests += 1
        self.in_progress += 1
        self.at_a_time = max(self.at_a_time, self.in_progress)
        self.last_second.append(now)
        while self.last_second[0] <= now - 1:
            self.last_second.popleft()
        self.a_second = max(self.a_second, len(self.last_second))
        return allows is None or len(self.last_second) <= allows

    def taken(self) -> dict[str, int]:
        """Return what is known, and forget it."""
        known = {
            "connections": self.connections,
            "requests": self.requests,
            "at_a_time": self.at_a_time,
            "a_second": self.a_second,
        }
        self.connections = self.requests = self.a_second = 0
        self.at_a_time = self.in_progress
        self.last_second.clear()
        return known


class Web:
    """All hosts of this process, and the answers."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.hosts = {name: Host(silent=name in plan.dead) for name in plan.hosts if name not in plan.refusing}
        self._pages = [_ok(_page(random.Random(number), plan.page_bytes)) for number in range(_BODIES)]
        self._soft, self._shell = _ok(_filled(_SOFT, plan.page_bytes)), _ok(_filled(_SHELL, plan.page_bytes))
        self._gone = _answer("404 Not Found", b"<!doctype html><title>404 Not Found</title><h1>Not Found</h1>")
        self._due: list[tuple[Connection, bytes]] = []

    def answer(self, path: bytes) -> bytes:
        """Return the answer to a path: /7 is a page, or moved to /moved/7, or gone; there is nothing else."""
        name = path.removeprefix(b"/moved/") if path.startswith(b"/moved/") else path[1:]
        if not name.isdigit() or int(name) >= self.plan.links:
            return self._gone
        number = int(name)
        if path[1:] == name and number in self.plan.gone:
            return self._gone
        if path[1:] == name and number in self.plan.moved:
            return _answer("301 Moved Permanently", b"", f"Location: /moved/{number}\r\n")
        if number in self.plan.soft:
            return self._soft
        return self._shell if number in self.plan.shells else self._pages[number % _BODIES]

    def answer_soon(self, connection: "Connection", answer: bytes) -> None:
        """Answer once all that has arrived by now was counted."""
        self._due.append((connection, answer))
        if len(self._due) == 1:
            asyncio.get_running_loop().call_soon(self._answer_all)

    def _answer_all(self) -> None:
        due, self._due = self._due, []
        for connection, answer in due:
            connection.send(answer)


class Connection(asyncio.Protocol):
    """One connection to a host. Raw: a request is whatever ends with an empty line."""

    __slots__ = ("_host", "_in_progress", "_part", "_transport", "_web")

    def __init__(self, web: Web, host: Host) -> None:
        self._web = web
        self._host = host
        self._part = b""
        self._in_progress = 0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count a connection."""
        self._host.connections += 1
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Count a request and answer it when its time has come; a dead host never does."""
        data = self._part + data
        if not data.endswith(b"\r\n\r\n"):
            self._part = data
            return
        self._part = b""
        allowed = self._host.began(self._web.plan.allows)
        self._in_progress += 1
        if self._host.silent:
            return
        path = data.split(b" ", 2)[1]
        answer = self._web.answer(path) if allowed else _TOO_MANY
        latency = self._web.plan.latency_s(path)
        if latency:
            asyncio.get_running_loop().call_later(latency, self.send, answer)
        else:
            self._web.answer_soon(self, answer)

    def connection_lost(self, _error: Exception | None) -> None:
        """Forget what will not be answered any more."""
        self._transport = None
        self._host.in_progress -= self._in_progress
        self._in_progress = 0

    def send(self, answer: bytes) -> None:
        """Send an answer, if somebody is still there."""
        if self._transport is not None and not self._transport.is_closing():
            self._host.in_progress -= 1
            self._in_progress -= 1
            self._transport.write(answer)


def _ok(body: bytes) -> bytes:
    return _answer("200 OK", body)


def _answer(status: str, body: bytes, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


_TOO_MANY = _answer("429 Too Many Requests", b"<!doctype html><title>429</title><h1>Too Many Requests</h1>")


_SOFT = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Page not found</title><style>{}</style></head>'
    "<body><nav><a href=/>Home</a></nav><main><h1>Page not found</h1><p>Sorry, the page you are looking for does not"
    " exist.</p></main></body></html>\n"
)
_SHELL = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>The Daily</title><style>{}</style></head>'
    '<body><div id="root"></div><script src="/main.js"></script></body></html>\n'
)
_RULE = ".column-00 > .story-card h2 a:hover{color:#1a1a1a;margin:0 auto 1.5rem;text-decoration:underline}\n"


def _filled(page: str, size: int) -> bytes:
    """Return a page that its style makes as large as wanted."""
    return page.format((_RULE * (size // len(_RULE) + 1))[: max(size - len(page), 0)]).encode()


def _page(chance: random.Random, size: int) -> bytes:
    """Return a page of words: between 1.5 and 2.5 kB, or if a size is given of about so many bytes."""

    def words(number: int) -> str:
        return " ".join(chance.choices(_WORDS, k=number))

    title = words(6).capitalize()
    links = "".join(f'<li><a href="/{chance.randrange(10_000)}">{words(2)}</a></li>' for _ in range(6))
    paragraphs = max(size // 360, 4)  # of some 340 bytes
    text = "".join(f"<p>{words(chance.randint(28, 60)).capitalize()}.</p>\n" for _ in range(paragraphs))
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="viewport" content="width=device-width">\n<link rel="stylesheet" href="/style.css">\n</head>\n'
        f"<body>\n<nav><ul>{links}</ul></nav>\n<main>\n<h1>{title}</h1>\n{text}</main>\n</body>\n</html>\n"
    ).encode()


def raise_file_limit() -> None:
    """Let this process, and those it starts, open as many files as the machine allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def serve(plan: Plan) -> None:
    """Listen on every host, and tell what was asked, until stdin ends."""
    loop = asyncio.get_running_loop()
    web = Web(plan)
    for name, host in web.hosts.items():
        await loop.create_server(partial(Connection, web, host), name, PORT, backlog=_BACKLOG)
    commands = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    print("ready", flush=True)
    spent = time.process_time()
    while await commands.readline():
        now = time.process_time()
        known = {"cpu_s": now - spent, "hosts": {name: host.taken() for name, host in web.hosts.items()}}
        spent = now
        print(json.dumps(known), flush=True)


def main() -> None:
    """Serve."""
    raise_file_limit()
    uvloop.run(serve(Plan(SCENARIOS[sys.argv[1]], int(sys.argv[2]))))


if __name__ == "__main__":
    main()
