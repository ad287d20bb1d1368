"""How to ask: paces, patience, and what to say of oneself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class HostManner:
    """What is different for one host; None is what holds for all."""

    user_agent: str | None = None
    method: Literal["GET", "HEAD"] = "GET"
    rate: float | None = None
    per_host: int | None = None


AS_ALL = HostManner()


@dataclass(frozen=True, slots=True)
class Manner:
    """How to ask: seconds, requests, and what to say of oneself."""

    timeout_s: float = 20.0
    retries: int = 2
    concurrency: int = 256
    per_host: int = 4
    rate: float = 20.0  # requests a second to a host
    proxy_interval_s: float = 1.0  # between two requests to a public image proxy
    max_time_s: float | None = None
    user_agent: str = "feedtool"
    headers: tuple[tuple[str, str], ...] = ()
    own_proxies: Mapping[str, str] = field(default_factory=dict)
    hosts: Mapping[str, HostManner] = field(default_factory=dict)
