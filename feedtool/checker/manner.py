"""How to ask: paces, patience, and the name that is sent. The defaults are declared in `feedtool.config.keys`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from feedtool.config.keys import Check
from feedtool.judge.platforms import platform_at

_USUAL = Check()


@dataclass(frozen=True, slots=True)
class HostManner:
    """The settings of one host; None means the same as for all hosts."""

    user_agent: str | None = None
    method: Literal["GET", "HEAD"] = "GET"
    rate: float | None = None
    per_host: int | None = None
    per_run: int | None = None


AS_ALL = HostManner()


@dataclass(frozen=True, slots=True)
class Manner:
    """How to ask: seconds, requests, and the name and headers that are sent."""

    timeout_s: float = _USUAL.timeout
    retries: int = _USUAL.retries
    concurrency: int = _USUAL.concurrency
    per_host: int = _USUAL.per_host
    rate: float = _USUAL.rate  # requests a second to a host
    proxy_interval_s: float = 1.0  # between two requests to a public image proxy
    max_time_s: float | None = _USUAL.max_time
    user_agent: str = "feedtool"
    headers: tuple[tuple[str, str], ...] = ()
    own_proxies: Mapping[str, str] = field(default_factory=dict)
    hosts: Mapping[str, HostManner] = field(default_factory=dict)

    def per_run(self, host: str) -> int | None:
        """Return for how many links a host may be asked in a run, None for as many as there are."""
        own, platform = self.hosts.get(host, AS_ALL), platform_at(host)
        return own.per_run or (platform.per_run if platform else None)
