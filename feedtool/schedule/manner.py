"""How to ask: paces, patience, and the name that is sent. The defaults are declared in `feedtool.config.keys`."""

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Literal

from feedtool.config.keys import Check
from feedtool.judge.platforms import PER_RUN, platform_at
from feedtool.links.proxies import is_proxy
from feedtool.quick import quick
from feedtool.schedule.pace import Pace

_USUAL = Check()
SLACK = 1.1  # requests arrive less evenly than they are sent


@quick(frozen=True, slots=True)
class HostManner:
    """The settings of one host; None means the same as for all hosts."""

    user_agent: str | None = None
    method: Literal["GET", "HEAD"] = "GET"
    rate: float | None = None
    per_host: int | None = None
    per_run: int | None = None


AS_ALL = HostManner()


@quick(frozen=True, slots=True)
class Manner:
    """How to ask: seconds, requests, and the name and headers that are sent."""

    timeout_s: float = _USUAL.timeout
    retries: int = _USUAL.retries
    concurrency: int = _USUAL.concurrency
    per_host: int = _USUAL.per_host
    rate: float = _USUAL.rate  # requests a second to a host
    per_address: int = 8  # requests at a time to an address that serves several hosts
    address_rate: float = 40.0  # requests a second to such an address
    proxy_interval_s: float = 1.0  # between two requests to a public image proxy
    max_time_s: float | None = _USUAL.max_time
    user_agent: str = "feedtool"
    headers: tuple[tuple[str, str], ...] = ()
    own_proxies: Mapping[str, str] = field(default_factory=dict)
    hosts: Mapping[str, HostManner] = field(default_factory=dict)

    def shares_address(self, host: str) -> bool:
        """Return whether a host takes part in the budget of its address.

        Image proxies have a pace that is slower, and a host that has a pace of the user's is asked as the user says.
        """
        own = self.hosts.get(host, AS_ALL)
        return own.rate is None and own.per_host is None and not is_proxy(host)

    def of_part(self, parts: int) -> "Manner":
        """Return the manner of one of so many parts that ask at the same time: each has its share of what all share."""
        return replace(
            self,
            concurrency=-(-self.concurrency // parts),
            per_address=max(1, self.per_address // parts),
            address_rate=self.address_rate / parts,
        )

    @property
    def most_per_run(self) -> Mapping[str, int]:
        """For how many links some hosts may be asked in a run; the others may be asked for as many as there are."""
        own = {host: manner.per_run for host, manner in self.hosts.items() if manner.per_run is not None}
        return {**PER_RUN, **own}


def pace_of(host: str, manner: Manner) -> Pace:
    """Return the pace at which a host is asked to begin with."""
    return Pace(*interval_and_most(host, manner))


def interval_and_most(host: str, manner: Manner) -> tuple[float, int]:
    """Return the least seconds between two requests to a host to begin with, and the most requests at a time."""
    if is_proxy(host) and host not in manner.own_proxies:
        return manner.proxy_interval_s, 1
    own = manner.hosts.get(host, AS_ALL)
    platform = platform_at(host)
    usual = manner.rate if platform is None or not manner.rate else min(platform.rate, manner.rate)
    rate = usual if own.rate is None else own.rate
    return SLACK / rate if rate else 0.0, own.per_host or manner.per_host
