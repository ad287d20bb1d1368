"""How long a check of very many links takes: the real schedule of a run, with a clock that jumps. Nothing is sent.

    python bench/simulate.py GROUP... [--parts N...] [--rate R] [--concurrency N] [--cpu-us N]

GROUP  SITESxLINKS@SECONDS: so many sites of one host, with so many links each, that answer after so many seconds (half
       as many to one and a half times as many, by chance); with `@dead` they never answer.
       1x200000@0.2 499999x20@0.2 is a web of 500,000 sites.

For each number of parts the sites are divided as `check --jobs` divides them. Each part is a schedule of its own, as it
is in a process of its own: when a request may start is decided by `feedtool/schedule`, and the clock jumps to the next
moment at which something is to be done. Prints a table: how long the whole takes and its longest part, how long the
largest site takes alone by plain arithmetic, and what the sites saw: the least time between two requests to one site.

--cpu-us is the processor's time that a part spends on each answer; meanwhile nothing else happens in that part.
Redirects, second tries and addresses that serve several hosts are left out: they come on top.
"""

import argparse
import heapq
import random
import resource
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from feedtool.judge.target import Target
from feedtool.parts.partition import partition
from feedtool.schedule.decisions import Decisions, Reply, Sent
from feedtool.schedule.manner import Manner, pace_of
from feedtool.schedule.schedule import Schedule
from feedtool.schedule.servers import Inquiry

_PORT = ":443"
_ROW = "{:>6} {:>9} {:>11} {:>9} {:>10} {:>10} {:>9}"


@dataclass(frozen=True, slots=True)
class Group:
    """Sites that are alike: how many, how many links each has, and after how many seconds each answers.

    ``answer_s`` is None where they never answer.
    """

    sites: int
    links: int
    answer_s: float | None

    @classmethod
    def parse(cls, text: str) -> "Group":
        """Return the group that is written as SITESxLINKS@SECONDS; raise ValueError if the text is no such thing."""
        numbers, _, answer = text.partition("@")
        sites, _, links = numbers.partition("x")
        return cls(int(sites), int(links), None if answer == "dead" else float(answer))

    def names(self, number: int) -> Iterable[str]:
        """Return the names of its sites; ``number`` is that of the group."""
        return (f"s{one}-{number}.example" for one in range(self.sites))


@dataclass(slots=True)
class Made:
    """Targets that are made up when they are taken: so many of each server."""

    left: dict[str, int]

    def servers(self) -> Iterable[tuple[str, int]]:
        """Return the servers with how many targets each has."""
        return self.left.items()

    def take(self, server: str, most: int) -> list[Target]:
        """Return the next targets of a server."""
        left = self.left[server]
        number = min(most, left)
        self.left[server] = left - number
        return [Target(f"https://{server}/{left - one}") for one in range(number)]

    def likely(self, server: str) -> Target | None:
        """Return one more target of a server, None if none is left."""
        return next(iter(self.take(server, 1)), None)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a part came to: seconds on the clock that jumps, requests, targets that were asked, and targets that were not.

    A target of a probe that fails is not asked: it gets the judgement of its server's others.
    ``least_gap_s`` is the least time between two requests to one site, None where no site was asked twice.
    ``at_a_time`` is how many requests were under way at most.
    """

    seconds: float
    requests: int
    asked: int
    unasked: int
    least_gap_s: float | None
    at_a_time: int


@dataclass(slots=True)
class Part:
    """One part: a schedule whose decisions are carried out on a clock of its own."""

    schedule: Schedule
    answers: Mapping[str, float | None]  # by server
    cpu_s: float = 0.0
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    now: float = 0.0
    requests: int = 0
    asked: int = 0
    unasked: int = 0
    at_a_time: int = 0
    least_gap_s: float = float("inf")
    _last: dict[str, float] = field(default_factory=dict)  # by server: when it was asked last
    _soon: list[tuple[float, int, Inquiry]] = field(default_factory=list)

    def run(self) -> Ran:
        """Carry out what the schedule decides until nothing is left to do."""
        self.schedule.begin(self.now)
        while not (decisions := self.schedule.next(self.now)).over:
            self._carry_out(decisions)
            moments = [one for one in (decisions.wake_at, self._soon[0][0] if self._soon else None) if one is not None]
            self.now = max(self.now, min(moments))
            while self._soon and self._soon[0][0] <= self.now:
                self._answered(heapq.heappop(self._soon)[2])
        self.unasked += len(decisions.answer)
        assert self.schedule.is_done
        gap_s = None if self.least_gap_s == float("inf") else self.least_gap_s
        return Ran(self.now, self.requests, self.asked, self.unasked, gap_s, self.at_a_time)

    def _carry_out(self, decisions: Decisions) -> None:
        self.unasked += len(decisions.answer)
        for inquiry in decisions.start:
            self.requests += 1
            if inquiry.server in self._last:
                self.least_gap_s = min(self.least_gap_s, self.now - self._last[inquiry.server])
            self._last[inquiry.server] = self.now
            answer_s = self.answers[inquiry.server]
            takes_s = inquiry.left_s if answer_s is None else answer_s * self.chance.uniform(0.5, 1.5)
            heapq.heappush(self._soon, (self.now + takes_s, self.requests, inquiry))
        self.at_a_time = max(self.at_a_time, len(self._soon))

    def _answered(self, inquiry: Inquiry) -> None:
        self.now += self.cpu_s
        silent = self.answers[inquiry.server] is None
        reply = Reply.UNREACHED if silent else Reply.WELL
        self.schedule.note(Sent(inquiry.server, inquiry.target.url, reply, probe=inquiry.probe), self.now)
        self.asked += not (silent and self.schedule.aside.probe_failed(inquiry))
        self.schedule.finished()


def simulate(groups: Sequence[Group], parts: int, manner: Manner, *, cpu_s: float = 0.0) -> list[Ran]:
    """Return what each part came to; the whole takes as long as the longest."""
    links, answers = {}, {}
    for number, group in enumerate(groups):
        for site in group.names(number):
            links[site], answers[site + _PORT] = group.links, group.answer_s
    divided = partition(links, parts)
    of_part: list[dict[str, int]] = [{} for _ in range(parts)]
    for site, number in links.items():
        of_part[divided.part_of(site)][site + _PORT] = number
    return [Part(Schedule(Made(servers), manner), answers, cpu_s).run() for servers in of_part]


def largest_s(groups: Sequence[Group], manner: Manner) -> float:
    """Return how long the largest site takes, whatever else there is: its links times the seconds between two."""
    largest = max(groups, key=lambda group: group.links if group.answer_s is not None else 0)
    return largest.links * pace_of("s0-0.example", manner).interval_s


def main() -> None:
    """Simulate, and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("groups", nargs="+", type=Group.parse, metavar="GROUP", help="SITESxLINKS@SECONDS")
    arguments.add_argument("--parts", nargs="+", type=int, default=[1], help="numbers of parts (default 1)")
    arguments.add_argument("--rate", type=float, default=Manner().rate, help="requests a second to a host (default 20)")
    arguments.add_argument("--concurrency", type=int, default=Manner().concurrency, help="requests at a time in a part")
    arguments.add_argument("--cpu-us", type=float, default=0.0, help="microseconds of work for each answer (default 0)")
    given = arguments.parse_args()
    manner = Manner(rate=given.rate, concurrency=given.concurrency)
    links = sum(group.sites * group.links for group in given.groups)
    print(f"{links:,} links on {sum(group.sites for group in given.groups):,} sites")
    print(f"the largest site alone: {_hours(largest_s(given.groups, manner))}")
    print(_ROW.format("parts", "takes", "requests", "unasked", "least gap", "at a time", "CPU here"))
    for parts in given.parts:
        began = time.process_time()
        ran = simulate(given.groups, parts, manner, cpu_s=given.cpu_us / 1e6)
        _print(parts, ran, time.process_time() - began)
    print(f"memory of the simulation: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _print(parts: int, ran: Sequence[Ran], cpu_s: float) -> None:
    gaps = [one.least_gap_s for one in ran if one.least_gap_s is not None]
    row = _ROW.format(
        parts,
        _hours(max(one.seconds for one in ran)),
        f"{sum(one.requests for one in ran):,}",
        f"{sum(one.unasked for one in ran):,}",
        f"{min(gaps) * 1000:.1f} ms" if gaps else "-",
        max(one.at_a_time for one in ran),
        f"{cpu_s:.0f} s",
    )
    print(row, flush=True)


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:.2f} h" if seconds >= 3600 else f"{seconds:.1f} s"


if __name__ == "__main__":
    main()
