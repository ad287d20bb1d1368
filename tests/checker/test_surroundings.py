"""What a run asks besides its targets: made-up addresses, image proxies, the network itself."""

import asyncio
import re
from collections.abc import Coroutine
from contextlib import closing
from typing import TypeVar

from feedtool.checker.asking import Asking
from feedtool.checker.surroundings import Surroundings
from feedtool.http.exchange import Exchange, Failure, Response
from feedtool.http.faces import Send
from feedtool.http.message import Request
from feedtool.judge.judge import judge, look
from feedtool.schedule.manner import Manner
from feedtool.schedule.schedule import Schedule
from feedtool.state.state import State
from tests.checker.fakes import START, FakeLoop, FakeWeb, calling_back, page
from tests.schedule.test_schedule import Made

T = TypeVar("T")
A, B = "https://a.example/2020/story", "https://b.example/2020/story"
NEUTRAL = page(body=b"<title>The Gazette</title><p>News from the valley, every week since 1921.</p>")


class Network:
    """A network around a run of nobody; ``witnesses`` answered lately."""

    def __init__(self, send: Send, *witnesses: str) -> None:
        with closing(State.open(None)) as state:
            book = state.book
        book.witnesses = lambda most: [(url, None) for url in witnesses[:most]]
        book.flush = lambda: None
        asking = Asking(
            Schedule(Made({}), Manner()), calling_back(send), Manner(), now=lambda: START, changed=lambda: None
        )
        self.around = Surroundings(book, send, asking, 20.0)

    def run(self, coroutine: Coroutine[None, None, None]) -> None:
        with asyncio.Runner(loop_factory=FakeLoop) as runner:
            runner.run(coroutine)


def fallen_silent(network: Network, *hosts: str) -> None:
    for host in hosts:
        evidence = look(Exchange(f"https://{host}/", f"https://{host}/", failure=Failure("timeout-connect")))
        network.around.reachability.note(host, evidence, judge(evidence))


def test_a_name_that_cannot_exist_is_asked_for() -> None:
    asked: list[str] = []

    async def portal(request: Request, _deadline: float) -> Response:
        asked.append(request.url)
        return page()

    network = Network(portal)
    network.run(network.around.ask_for_nobody())
    (url,) = asked
    assert re.fullmatch(r"http://[0-9a-f]{16}\.invalid/", url)


def test_where_none_of_a_run_answers_a_host_that_answered_lately_is_a_witness() -> None:
    web = FakeWeb({"https://w.example/": page(), "https://x.example/": "refused"})
    network = Network(web.send, "https://x.example/", "https://w.example/")
    fallen_silent(network, "a.example", "b.example", "c.example")
    network.run(network.around.ask_witnesses(5.0))
    assert network.around.reachability.judgement(complete=True) is None


def test_without_a_witness_nobody_answers() -> None:
    web = FakeWeb({"https://x.example/": "refused"})
    network = Network(web.send, "https://x.example/")
    fallen_silent(network, "a.example", "b.example", "c.example")
    network.run(network.around.ask_witnesses(5.0))
    network.run(network.around.ask_witnesses(5.0))
    assert network.around.reachability.nobody_answered
    assert web.times("https://x.example/") == 1, "they are asked once"


def test_no_more_than_five_witnesses_are_asked_and_only_for_so_long() -> None:
    urls = [f"https://w{number}.example/" for number in range(9)]
    web = FakeWeb({f"*w{number}.example": "timeout-connect" for number in range(9)})
    network = Network(web.send, *urls)
    fallen_silent(network, "a.example")
    network.run(network.around.ask_witnesses(5.0))
    assert len(web.asked) == 5
