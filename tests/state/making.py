"""States of a few links, at some point of a run."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from feedtool.dates import to_epoch_ms
from feedtool.http.exchange import Hop
from feedtool.judge.over_time import DAY_MS
from feedtool.judge.verdict import Judgement, Outcome, Verdict
from feedtool.state.state import State
from tests.checker.fakes import START, references, wanted

A, B, C = (f"https://{name}.example/2020/story" for name in "abc")
NOW = to_epoch_ms(START)
FINE = Outcome(Judgement(Verdict.OK, "ok", ""), checked_ms=NOW)
SILENT = Outcome(Judgement(Verdict.UNREACHABLE, "refused", "nobody"), checked_ms=NOW)
GONE = Judgement(Verdict.BROKEN, "http-404", "gone")
LAPSED = Judgement(Verdict.BROKEN, "dns-nxdomain", "no such name")
SLOW = Judgement(Verdict.UNREACHABLE, "timeout-read", "too slow")
MOVED = Judgement(Verdict.MOVED, "moved", "write the new one", "https://a.example/new")


def begun(file: Path | None, *urls: str, now_ms: int = NOW) -> State:
    state = State.open(file)
    state.begin(now_ms)
    state.queue.add("a.md", references(*urls), wanted)
    state.queue.ready(now_ms)
    return state


def ended(
    file: Path, *urls: str, day: int = 0, inputs: str = "", configured: bool = True, **verdicts: Judgement
) -> State:
    """Return a state in which a run has ended; ``verdicts`` are by the first label of the host."""
    state = State.open(file)
    now_ms = NOW + day * DAY_MS
    state.begin(now_ms, inputs, configured=configured)
    state.queue.add("a.md", references(*urls), wanted)
    state.queue.ready(now_ms)
    for host, _ in state.queue.servers():
        for target in state.queue.take(host, 1000):
            judgement = verdicts.get(host.partition(".")[0], FINE.judgement)
            state.answers.put(target.url, Outcome(judgement, checked_ms=now_ms, redirects=(Hop(301, target.url),)))
    state.end(now_ms, complete=True)
    return state


def stopped(file: Path, *answers: tuple[str, Outcome], everything: bool = False) -> None:
    """Leave a state whose run was stopped after some answers."""
    with closing(State.open(file)) as state:
        state.begin(NOW, everything=everything)
        state.queue.add("a.md", references(A, B, C), wanted)
        state.queue.ready(NOW, everything=everything)
        for url, outcome in answers:
            state.answers.put(url, outcome)


def remembered(file: Path, outcomes: Mapping[str, Outcome]) -> None:
    """Leave a state in which a run has come to some outcomes, by URL."""
    with closing(State.open(file)) as state:
        state.begin(NOW)
        state.queue.add("a.md", references(*outcomes), wanted)
        state.queue.ready(NOW, everything=True)
        for url, outcome in outcomes.items():
            state.answers.put(url, outcome)
        state.end(NOW, complete=True)


def asked(state: State) -> list[str]:
    return [target.url for host, _ in state.queue.servers() for target in state.queue.take(host, 1000)]


def rows(state: State) -> dict[str, str]:
    """Return verdict and reason of every link of a state that is shown or worked on."""
    state.answers.flush()
    return {row.url: f"{row.judgement.verdict}/{row.judgement.reason}" for row in state.results.rows()}


def many(number: int) -> Iterator[str]:
    return (f"https://h{one % 50}.example/{one}" for one in range(number))
