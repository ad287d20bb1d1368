"""How long a run will take, as far as its paces tell before anybody is asked. Pure; times are in seconds.

A run takes as long as its slowest host: so many requests at its pace. With very many hosts the run's own slots are what
takes time. Second tries, redirects and hosts that do not answer come on top: the run may well take longer.
"""

from collections.abc import Mapping
from math import ceil

from feedtool.quick import quick
from feedtool.schedule.manner import Manner, interval_and_most

_ANSWER_S = 0.2  # until a host has answered
_FIRST_S = 1.0  # until a host is found and connected to
_WORK_S = 0.0005  # of the processor for a request: 0.2 ms for small pages over HTTP, certificates and long pages more
_FEW = 5000  # requests that are not worth the start of another process


@quick(frozen=True, slots=True)
class Estimate:
    """How many seconds a run will take, and the host that takes the longest."""

    seconds: float
    host: str


def estimate(requests: Mapping[str, int], manner: Manner) -> Estimate | None:
    """Return how long it will take to send some requests, by host; None if there are none."""
    took = {host: _seconds(host, number, manner) for host, number in requests.items() if number}
    if not took:
        return None
    longest = max(took.values())
    host = min(name for name, seconds in took.items() if seconds == longest)
    in_all = (sum(requests.values()) * _ANSWER_S + len(took) * _FIRST_S) / manner.concurrency
    return Estimate(max(longest, in_all), host)


def helpful_jobs(requests: Mapping[str, int], manner: Manner, *, most: int) -> int:
    """Return in how many processes to send some requests, by host: so many that hosts and slots set the time, not they.

    One is enough if the processor of one could do it in that time, or if there are few requests.
    """
    took, number = estimate(requests, manner), sum(requests.values())
    if took is None or number < _FEW:
        return 1
    return max(1, min(most, ceil(number * _WORK_S / took.seconds)))


def _seconds(host: str, number: int, manner: Manner) -> float:
    """Return how long a host takes: at its rate, and with so many requests at a time."""
    interval_s, most = interval_and_most(host, manner)
    return number * max(interval_s, _ANSWER_S / most)
