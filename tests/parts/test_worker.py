"""A process that asks a part, as seen from its pipes."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network
from multiprocessing import active_children, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

import pytest

from feedtool.judge.target import Target
from feedtool.net.guard import Guard
from feedtool.parts.book import Asks, Told
from feedtool.parts.jobs import Processes
from feedtool.parts.packing import pack_target
from feedtool.parts.partition import Partition
from feedtool.parts.worker import Equipment, Heard, Idle, News, Orders, work
from feedtool.schedule.handing import Onward
from feedtool.schedule.manner import Manner
from tests.checker.web import answer, says
from tests.commands.checking import Site

OPEN = Guard((ip_network("127.0.0.0/8"),))


@dataclass
class Started:
    """A worker, with our ends of its pipes."""

    process: SpawnProcess
    to: Connection
    of: Connection

    def news(self) -> Iterator[News]:
        while True:
            assert self.of.poll(60), "it tells nothing"
            yield self.of.recv()

    def until_idle(self, messages: int) -> tuple[list[Told], Idle]:
        found = []
        for news in self.news():
            if isinstance(news, Told):
                found.append(news)
            if isinstance(news, Idle) and news.messages == messages:
                return found, news
        raise AssertionError


@pytest.fixture
def worker() -> Iterator[Started]:
    context = get_context("spawn")
    inbox, to = context.Pipe(duplex=False)
    of, outbox = context.Pipe(duplex=False)
    partition = Partition(2, {"127.0.0.1": 0, "127.0.0.2": 1})
    process = context.Process(target=work, args=(inbox, outbox))
    process.start()
    to.send(Orders(0, partition, Equipment(Manner(), OPEN)))
    inbox.close()
    outbox.close()
    yield Started(process, to, of)
    process.kill()
    process.join()


@pytest.fixture
def web() -> Iterator[Site]:
    with Site() as site:
        yield site


def asks(web: Site, *urls: str) -> Asks:
    return Asks(f"127.0.0.1:{web.port}", [pack_target(Target(url)) for url in urls])


def test_it_asks_what_it_is_given_tells_what_it_learned_and_that_it_is_idle_as_often_as_it_is_given_more(
    worker: Started, web: Site
) -> None:
    worker.to.send([asks(web, web.fine("/1"), web.fine("/2"))])
    told, idle = worker.until_idle(1)
    assert sorted(row.url[-2:] for one in told for row in one.answers) == ["/1", "/2"]
    assert idle.limited == ()
    assert idle.heard.reachability is not None
    assert idle.heard.reachability.answered == {"127.0.0.1"}
    worker.to.send([asks(web, web.fine("/3"))])
    told, _ = worker.until_idle(2)
    assert [row.url[-2:] for one in told for row in one.answers] == ["/3"]


def test_it_hands_over_what_leads_to_a_server_of_another_part(worker: Started, web: Site) -> None:
    away = web.url("/there", host="127.0.0.2")
    moved = web.put("/moved", says(answer(b"", "302 Found", f"Location: {away}\r\n"), close=False))
    worker.to.send([asks(web, moved)])
    told, _ = worker.until_idle(1)
    (handed,) = [handed for one in told for handed in one.handed]
    assert isinstance(handed, Onward)
    assert handed.inquiry.chain is not None
    assert (handed.inquiry.server, handed.inquiry.chain.here) == (f"127.0.0.2:{web.port}", away)


def test_it_ends_when_there_is_no_more_and_tells_who_answered(worker: Started, web: Site) -> None:
    worker.to.send([asks(web, web.hanging(), web.fine("/1"))])
    for news in worker.news():
        if isinstance(news, Told):
            break
    worker.to.send(None)
    last: News | None = None
    try:
        while worker.of.poll(60):
            last = worker.of.recv()
    except EOFError:
        pass
    assert isinstance(last, Heard)
    assert last.reachability is not None
    assert last.reachability.answered == {"127.0.0.1"}
    worker.process.join(60)
    assert worker.process.exitcode == 0


@pytest.mark.skipif(os.name == "nt", reason="signals differ there")
def test_it_ends_when_whoever_started_it_is_gone(worker: Started, web: Site) -> None:
    worker.to.send([asks(web, web.hanging())])
    worker.to.close()
    worker.of.close()
    worker.process.join(60)
    assert worker.process.exitcode == 0


def test_a_process_without_orders_ends_when_there_will_be_none() -> None:
    context = get_context("spawn")
    inbox, to = context.Pipe(duplex=False)
    of, outbox = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(inbox, outbox))
    process.start()
    inbox.close()
    outbox.close()
    to.close()
    process.join(60)
    assert process.exitcode == 0
    of.close()


def test_processes_that_got_no_orders_are_ended() -> None:
    with Processes(1):
        assert active_children()
    assert not active_children()
