"""Configuration → the options of a check: what to ask for, whom, how, and where to remember it."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from feedtool import __version__
from feedtool.checker.manner import HostManner, Manner
from feedtool.checker.plan import Filters
from feedtool.config.keys import Check, Config
from feedtool.errors import ConfigError
from feedtool.links.cache import NAME as CACHE_NAME
from feedtool.links.link import Kind
from feedtool.net.guard import Guard, parse_guard

STATE_NAME = "state.sqlite3"


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What is checked, and how."""

    inputs: Sequence[str]
    filters: Filters = field(default_factory=Filters)
    guard: Guard = field(default_factory=Guard)
    manner: Manner = field(default_factory=Manner)
    ca_file: Path | None = None
    proxy: str | None = None
    base_url: str | None = None
    kind: Kind = Kind.LINK  # what plain URLs are taken for
    state: Path | None = None  # None: nothing is remembered
    everything: bool = False  # also what is not due
    cache: Path | None = None  # what was found in documents; None: nothing is remembered

    @property
    def scope(self) -> str:
        """What is checked, in a form that is the same for runs that can be compared."""
        inputs = [one if "://" in one else os.path.normpath(one) for one in self.inputs]
        return json.dumps([*inputs, sorted(self.filters.kinds), *self.filters.include], ensure_ascii=True)


def check_options(config: Config, inputs: Sequence[str] = ()) -> CheckOptions:
    """Return the options of a check of the inputs, or else of the seeds.

    Raise ConfigError if what may be asked though it is private is no address, block of addresses or host name.
    """
    check = config.check
    try:
        guard = parse_guard(check.allow_private, check.ports)
    except ValueError as error:
        raise ConfigError(config.fault(("check", "allow-private"), str(error))) from error
    home = config.home_page or config.base_url
    agent = check.user_agent or f"feedtool/{__version__}" + (f" (+{home})" if home else " (link checker)")
    manner = Manner(
        timeout_s=check.timeout,
        retries=check.retries,
        concurrency=check.concurrency,
        per_host=check.per_host,
        rate=check.rate,
        max_time_s=check.max_time,
        user_agent=agent,
        headers=_headers_once(check.headers),
        own_proxies=check.image_proxies,
        hosts={
            name: HostManner(own.user_agent, own.method, own.rate, own.per_host) for name, own in check.hosts.items()
        },
    )
    return CheckOptions(
        inputs=inputs or (str(config.seeds),),
        filters=Filters(frozenset(check.kinds), check.include, check.exclude),
        guard=guard,
        manner=manner,
        ca_file=check.ca_file,
        proxy=check.proxy,
        base_url=check.base_url,
        kind=Kind(check.kind),
        state=_state_of(config),
        everything=check.all,
        cache=config.cache / CACHE_NAME if config.cache and not check.no_state else None,
    )


def reports_of(check: Check, given: Sequence[tuple[str | None, Path | None]]) -> list[tuple[str, Path | None]]:
    """Return the reports to make: format and file, None for standard output. If none is ``given``, the configured ones.

    Raise ConfigError if two reports go to one place.
    """
    reports: list[tuple[str, Path | None]] = [(form or check.format, file) for form, file in given]
    if not reports:
        reports = [(check.format, check.output), *check.reports.items()]
    for number, (form, file) in enumerate(reports):
        if file in [other for _, other in reports[:number]]:
            where = "standard output" if file is None else str(file)
            raise ConfigError(f"--format {form}: a second report for {where}; give each but one a file with -o")
    return reports


def _state_of(config: Config) -> Path | None:
    if config.check.no_state:
        return None
    if config.check.state is not None or config.cache is None:
        return config.check.state
    return config.cache / STATE_NAME


def _headers_once(headers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the headers to send: of those with the same name, in whatever case, the last."""
    return tuple({name.lower(): (name, value) for name, value in headers.items()}.values())
