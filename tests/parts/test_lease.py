"""Leases: whatever is lost, late, paused or killed, a part is asked by one worker at a time."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from feedtool.parts.lease import USUAL, Held, Lease, Leases, Promise, Terms
from tests.thorough import rounds

PARTS = 2
BEAT_S, STOPS_AFTER_S, FREE_AFTER_S = 5.0, 15.0, 20.0


def begun(number: int = 0) -> tuple[Leases, Lease]:
    """Return leases of which one was given and claimed at 0 s."""
    leases = Leases(number=number)
    lease = Lease(0, leases.give(0, 0.0), "a")
    assert leases.beat(lease, 0.0)
    return leases, lease


def test_there_are_five_seconds_between_an_owner_that_stops_and_the_next_one() -> None:
    assert Terms(BEAT_S, STOPS_AFTER_S, FREE_AFTER_S) == USUAL


# -- the owner


def test_a_heartbeat_is_due_every_five_seconds() -> None:
    held = Held()
    assert [held.beat(now) for now in (0.0, 1.0, 4.9, BEAT_S, 9.0, 100.0)] == [1, None, None, 2, None, 3]


def test_an_owner_may_ask_once_its_claim_is_confirmed_and_for_fifteen_seconds_from_when_that_was_sent() -> None:
    held = Held()
    assert held.beat(10.0) == 1
    assert not held.allows(11.0)
    held.confirmed(1)
    assert held.allows(10.0 + STOPS_AFTER_S - 0.1)
    assert not held.allows(10.0 + STOPS_AFTER_S)


def test_confirmations_that_come_late_twice_or_for_nothing_prolong_no_lease() -> None:
    held = Held()
    for now in (0.0, 5.0):
        held.beat(now)
    for beat in (2, 1, 2, 9):
        held.confirmed(beat)
    assert held.allows(19.9)
    assert not held.allows(20.0)


# -- the client


def test_a_number_belongs_to_whoever_claims_it_first() -> None:
    leases, lease = begun()
    other = Lease(0, lease.number, "b")
    assert not leases.beat(other, 1.0)
    assert leases.holds(lease)
    assert not leases.holds(other)


def test_a_part_is_free_twenty_seconds_after_the_last_confirmed_heartbeat() -> None:
    leases, lease = begun()
    assert leases.beat(lease, 6.0)
    assert leases.run_out(6.0 + FREE_AFTER_S - 0.1) == []
    with pytest.raises(ValueError, match="may still be asked"):
        leases.give(0, 6.0 + FREE_AFTER_S - 0.1)
    assert leases.run_out(6.0 + FREE_AFTER_S) == [0]
    assert leases.give(0, 6.0 + FREE_AFTER_S) > lease.number


def test_a_lease_that_ran_out_is_confirmed_no_more_though_nobody_else_has_it_yet() -> None:
    leases, lease = begun()
    assert not leases.beat(lease, FREE_AFTER_S)
    assert leases.holds(lease), "what its owner found before still counts"


def test_outcomes_of_an_older_number_do_not_count() -> None:
    leases, old = begun()
    new = Lease(0, leases.give(0, FREE_AFTER_S), "b")
    assert not leases.holds(old)
    assert not leases.beat(old, FREE_AFTER_S)
    leases.give_back(old)
    assert leases.beat(new, FREE_AFTER_S)
    assert leases.holds(new)


def test_a_part_that_was_given_back_is_free_at_once_and_its_lease_is_over() -> None:
    leases, lease = begun()
    leases.give_back(lease)
    assert leases.is_free(0, 1.0)
    assert not leases.holds(lease)
    assert not leases.beat(lease, 1.0)


def test_a_part_that_nobody_claimed_is_free_and_never_runs_out() -> None:
    leases = Leases()
    first = leases.give(0, 0.0)
    assert leases.run_out(1000.0) == []
    assert leases.give(0, 1.0) > first


def test_a_part_that_was_withdrawn_is_claimed_by_nobody() -> None:
    leases = Leases()
    lease = Lease(0, leases.give(0, 0.0), "a")
    assert leases.withdraw(0)
    assert not leases.beat(lease, 1.0)


def test_a_part_that_was_claimed_is_not_withdrawn() -> None:
    leases, lease = begun()
    assert not leases.withdraw(0)
    assert leases.beat(lease, 1.0)


# -- from one check to the next


def test_a_promise_is_written_seldom_and_holds_for_every_confirmation() -> None:
    promise, written = Promise(), 0
    for now in range(100):
        renewed = promise.renewed(7, float(now))
        written += renewed is not promise
        promise = renewed
        assert promise.until >= now + FREE_AFTER_S
        assert promise.number == 7
    assert written <= 100 / 5


def test_the_next_check_waits_no_longer_than_a_lease_lasts_even_if_the_clock_was_set_back() -> None:
    promise = Promise().renewed(1, 1000.0)
    assert promise.wait_s(1001.0) == 24.0
    assert promise.wait_s(2000.0) == 0.0
    assert promise.wait_s(10.0) == 25.0


# -- everything at once


@dataclass(eq=False)
class Worker:
    """A task that a cluster runs: its clock has an offset, and runs too fast or too slow. It may be paused."""

    lease: Lease
    rate: float
    offset: float
    paused_until: float = 0.0
    held: Held = field(default_factory=Held)
    over: bool = False

    def allows(self, now: float) -> bool:
        return not self.over and self.held.allows(self.clock(now))

    def clock(self, now: float) -> float:
        return self.offset + self.rate * now


class Cluster:
    """Messages are lost, late and out of order, workers pause and end, tasks are run again, the client is killed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.now = 1000.0
        self.client_rate = self.chance.choice((0.9, 1.0, 1.1))
        self.leases, self.promise, self.begins_at = Leases(), Promise(), 0.0
        self.numbers: list[int] = []
        self.workers: list[Worker] = []
        self.on_the_way: list[tuple[float, Callable[[], None]]] = []
        self.asked_s = 0  # how many seconds a part was asked, both together

    def run(self, seconds: int) -> None:
        for _ in range(seconds):
            self.now += 1.0
            self._deliver()
            self._client()
            for worker in self.workers:
                if not worker.over and self.now >= worker.paused_until:
                    self._work(worker)
            for part in range(PARTS):
                asking = [one for one in self.workers if one.lease.part == part and one.allows(self.now)]
                assert len(asking) <= 1, f"part {part} is asked by {asking} at {self.now}"
                self.asked_s += len(asking)

    def _send(self, message: Callable[[], None]) -> None:
        if self.chance.random() < 0.9:
            self.on_the_way.append((self.now + self.chance.choice((0, 0, 0, 0, 0, 1, 4, 12, 30)), message))

    def _deliver(self) -> None:
        due = [one for one in self.on_the_way if one[0] <= self.now]
        self.on_the_way = [one for one in self.on_the_way if one[0] > self.now]
        for _, message in due:
            message()

    def _client(self) -> None:
        clock = self.client_rate * self.now
        if self.chance.random() < 0.01:  # it is killed, and another begins
            self.begins_at = clock + self.promise.wait_s(clock)
            self.leases = Leases(number=self.promise.number)
        for part in range(PARTS):
            if clock >= self.begins_at and self.leases.is_free(part, clock) and self.chance.random() < 0.5:
                number = self.leases.give(part, clock)
                self.promise = self.promise.renewed(number, clock)
                self.numbers.append(number)
                self._start(part, number)

    def _start(self, part: int, number: int) -> None:
        rate, offset = self.chance.choice((0.9, 1.0, 1.1)), self.chance.choice((0.0, -500.0))
        self.workers.append(Worker(Lease(part, number, f"w{len(self.workers)}"), rate, offset))

    def _work(self, worker: Worker) -> None:
        happens = self.chance.random()
        if happens < 0.03:
            worker.paused_until = self.now + self.chance.choice((2, 14, 16, 40))
        elif happens < 0.06:  # the cluster believes it lost
            self._start(worker.lease.part, worker.lease.number)
        elif happens < 0.08:
            worker.over = True
            self._send(lambda: self.leases.give_back(worker.lease))
        elif (beat := worker.held.beat(worker.clock(self.now))) is not None:
            self._send(lambda: self._came(worker, beat))

    def _came(self, worker: Worker, beat: int) -> None:
        clock = self.client_rate * self.now
        if self.leases.beat(worker.lease, clock):
            self.promise = self.promise.renewed(self.leases.number, clock)
            self._send(lambda: worker.held.confirmed(beat))


@pytest.mark.parametrize("seed", rounds(400))
def test_a_part_is_asked_by_one_worker_at_a_time_whatever_happens(seed: int) -> None:
    cluster = Cluster(seed)
    cluster.run(300)
    assert cluster.numbers == sorted(set(cluster.numbers)), "numbers only rise"
    assert cluster.asked_s > 60, "nearly nobody was allowed to ask"
