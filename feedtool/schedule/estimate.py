"""How long a run will take, as far as its paces tell before anybody is asked. Pure; times are in seconds.

A run takes as long as its slowest host: so many requests at its pace. With very many hosts the run's own slots are what
takes time. Second tries, redirects and hosts that do not answer come on top: the run may well take longer.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from feedtool.schedule.manner import Manner
from feedtool.schedule.servers import pace_of

_ANSWER_S = 0.2  # until a host has answered
_FIRST_S = 1.0  # until a host is found and connected to


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many seconds a run will take, and the host that takes the longest."""

    seconds: float
    host: str


def estimate(requests: Mapping[str, int], manner: Manner) -> Estimate | None:
    """Return how long it will take to send some requests, by host; None if there are none."""
    took = {host: _seconds(host, number, manner) for host, number in requests.items() if number}
    if not took:
        return None
    host = min(took, key=lambda name: (-took[name], name))
    in_all = (sum(requests.values()) * _ANSWER_S + len(took) * _FIRST_S) / manner.concurrency
    return Estimate(max(took[host], in_all), host)


def _seconds(host: str, number: int, manner: Manner) -> float:
    """Return how long a host takes: at its rate, and with so many requests at a time."""
    pace = pace_of(host, manner)
    return number * max(pace.interval_s, _ANSWER_S / pace.most)
