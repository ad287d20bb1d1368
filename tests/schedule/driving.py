"""A schedule is driven without network and loop, on a clock that the test moves."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field

from feedtool.judge.target import Target
from feedtool.judge.verdict import Judgement, Outcome, Past, Verdict
from feedtool.schedule.decisions import Reply, Sent
from feedtool.schedule.manner import Manner
from feedtool.schedule.schedule import Schedule
from feedtool.schedule.servers import Inquiry

PUT_OFF = Outcome(Judgement(Verdict.BLOCKED, "http-429", "the server answered 429"), status=429)


@dataclass
class Made:
    """Targets that are made up, so many of each server."""

    numbers: dict[str, int]
    fine_before: frozenset[str] = frozenset()
    made: dict[str, list[Target]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for server, number in self.numbers.items():
            urls = [f"https://{server.partition(':')[0]}/{one}" for one in range(number)]
            self.made[server] = [
                Target(url, past=Past(last_ok_ms=1 if url in self.fine_before else None)) for url in urls
            ]

    def servers(self) -> Iterable[tuple[str, int]]:
        return self.numbers.items()

    def take(self, server: str, most: int) -> list[Target]:
        left = self.made[server]
        taken, self.made[server] = left[:most], left[most:]
        return taken

    def likely(self, server: str) -> Target | None:
        left = self.made[server]
        chosen = next((one for one in left if one.past.last_ok_ms), left[-1] if left else None)
        if chosen is not None:
            left.remove(chosen)
        return chosen


@dataclass
class Drive:
    """Carries a schedule's decisions out on a clock of its own: every request takes ``takes_s``.

    ``replies`` says what comes of asking a server; unnamed ones answer well.
    """

    schedule: Schedule
    replies: dict[str, Reply] = field(default_factory=dict)
    takes_s: float = 0.1
    now: float = 0.0
    asked: list[tuple[float, str]] = field(default_factory=list)
    unasked: dict[str, str] = field(default_factory=dict)
    at_a_time: int = 0
    _under_way: list[tuple[float, int, Inquiry]] = field(default_factory=list)

    def run(self) -> bool:
        for _ in range(100_000):
            decisions = self.schedule.next(self.now)
            for inquiry in decisions.start:
                self.asked.append((self.now, inquiry.target.url))
                heapq.heappush(self._under_way, (self.now + self.takes_s, len(self.asked), inquiry))
            for inquiry, judgement in decisions.answer:
                assert inquiry.target.url not in self.unasked
                self.unasked[inquiry.target.url] = judgement.reason
            self.at_a_time = max(self.at_a_time, len(self._under_way))
            if decisions.over:
                return self.schedule.is_done
            moments = [decisions.wake_at] if decisions.wake_at is not None else []
            moments += [self._under_way[0][0]] if self._under_way else []
            assert moments, "nothing is under way, and nothing will ever start"
            self.now = max(self.now, min(moments))
            while self._under_way and self._under_way[0][0] <= self.now:
                self._answered(heapq.heappop(self._under_way)[2])
        raise AssertionError("the schedule never ends")

    def _answered(self, inquiry: Inquiry) -> None:
        reply = self.replies.get(inquiry.server, Reply.WELL)
        self.schedule.note(Sent(inquiry.server, inquiry.target.url, reply), self.now)
        if reply is Reply.UNREACHED and self.schedule.aside.probe_failed(inquiry):
            self.asked.remove(next(one for one in self.asked if one[1] == inquiry.target.url))
        self.schedule.finished()

    def times(self, host: str) -> list[float]:
        return [moment for moment, url in self.asked if f"//{host}/" in url]


def begun(numbers: dict[str, int], **more: object) -> Drive:
    schedule = Schedule(Made(numbers), Manner(**more))  # type: ignore[arg-type]  # passed on as it came
    assert schedule.begin(0.0) == sum(numbers.values())
    return Drive(schedule)


def refused(schedule: Schedule, inquiry: Inquiry, now: float) -> None:
    """Let a host refuse a target, which is to be asked again after the others."""
    schedule.note(Sent(inquiry.server, inquiry.target.url, Reply.REFUSED), now)
    schedule.again(inquiry, now, now, last=True)
    schedule.finished()
