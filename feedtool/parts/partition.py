"""Which part of a run asks which site, so that no site is asked by two processes at a time. Pure.

1. What is divided are *sites*: the names that stand in a registry (`registry_domain`), since the hosts of one site are
   often one machine: `a.blogspot.com` and `b.blogspot.com` share addresses, and so a budget. An IP address is a site.
2. Services that many sites share, such as image proxies, archives and platforms, count as one site (`SHARED`).
3. The site with the most requests goes first, each onto the part with the fewest requests so far; ties go by name and
   by number. So the same requests make the same partition, in whatever order they come.
4. A site that is in nobody's list, since only a redirect led there, belongs to the part that its hash names: every
   process knows the same without asking another.
"""

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from hashlib import blake2b

from feedtool.judge.platforms import PLATFORMS
from feedtool.links.proxies import PROXY_HOSTS
from feedtool.quick import quick
from feedtool.urls import registry_domain

SHARED = "(shared)"  # the name of all shared services together: no host is called so
_ARCHIVES = ("archive.org", "archive.ph", "archive.today", "archive.is")
_KNOWN = 65_536  # hosts whose site is kept in mind


@quick(frozen=True, slots=True)
class Partition:
    """Which of so many parts, counted from 0, asks which site."""

    parts: int
    by_site: Mapping[str, int]

    def part_of(self, host: str) -> int:
        """Return the part that asks a host."""
        site = site_of(host)
        part = self.by_site.get(site)
        return _by_hash(site, self.parts) if part is None else part


@lru_cache(_KNOWN)
def site_of(host: str) -> str:
    """Return the site of a host: ``a.blogspot.com`` → ``blogspot.com``; of a shared service `SHARED`."""
    site = registry_domain(host)
    return SHARED if site in _shared() else site


@cache
def _shared() -> frozenset[str]:
    """Return the sites of image proxies, archives and platforms."""
    platforms = (host for platform in PLATFORMS for host in platform.hosts)
    return frozenset(map(registry_domain, (*PROXY_HOSTS, *_ARCHIVES, *platforms)))


def requests_by_site(servers: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    """Return how many requests each site gets, from the servers (as `server_of` names them) and their requests."""
    requests: Counter[str] = Counter()
    for server, number in servers:
        requests[site_of(server.rpartition(":")[0])] += number
    return requests


def partition(requests: Mapping[str, int], parts: int) -> Partition:
    """Return which of so many parts asks which of the sites, so that all have about as many requests."""
    loads = [(0, number) for number in range(parts)]
    placed: dict[str, int] = {}
    for site in sorted(requests, key=lambda name: (-requests[name], name)):
        load, number = loads[0]
        heapq.heapreplace(loads, (load + requests[site], number))
        placed[site] = number
    return Partition(parts, placed)


def _by_hash(site: str, parts: int) -> int:
    return int.from_bytes(blake2b(site.encode("utf-8", "replace"), digest_size=8).digest()) % parts
