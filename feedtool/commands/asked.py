"""Flags and configuration → what is to be checked, and how."""

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from feedtool import __version__
from feedtool.checker.manner import HostManner, Manner
from feedtool.checker.plan import Filters, plan
from feedtool.config.keys import Check, Config
from feedtool.errors import ConfigError
from feedtool.judge.target import Planned
from feedtool.links.cache import NAME as CACHE_NAME
from feedtool.links.link import Kind, Reference
from feedtool.net.guard import Guard, parse_guard
from feedtool.urls import serialised

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 section 5.6.2
_OURS = frozenset(("host", "connection", "content-length", "transfer-encoding", "accept-encoding"))
STATE_NAME = "state.sqlite3"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user wants checked, and how."""

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
    wait_s: float = 600.0  # for another check with the same state to end

    def plan(self, reference: Reference) -> Planned | None:
        """Return what is asked for a reference, or why nobody is; None if its kind is not wanted."""
        return plan(reference, self.filters)

    @property
    def scope(self) -> str:
        """What is checked, in a form that is the same for runs that can be compared."""
        inputs = [one if "://" in one else os.path.normpath(one) for one in self.inputs]
        return json.dumps([*inputs, sorted(self.filters.kinds), *self.filters.include], ensure_ascii=True)


def chosen_of(config: Config, flags: Mapping[str, Any]) -> Check:
    """Return how to check: flags (None or empty is not given) over configuration. Nonsense raises ConfigError."""
    given = {name: value for name, value in flags.items() if value not in (None, ())}
    if "header" in given:
        given["headers"] = {**config.check.headers, **dict(map(_header, given.pop("header")))}
    if "exclude" in given:
        given["exclude"] = {**config.check.exclude, **dict.fromkeys(given["exclude"], "")}
    if "kinds" in given:
        given["kinds"] = tuple(given["kinds"].split(","))
    if "state" in given and "no_state" not in given:
        given["no_state"] = False
    chosen = replace(config.check, **given)
    for name in chosen.kinds:
        if name not in [one.value for one in Kind]:
            raise ConfigError(f"--kinds: no such kind: {name!r}; known are {', '.join(one.value for one in Kind)}")
    for name, url in (("proxy", chosen.proxy), ("base-url", chosen.base_url)):
        if url is not None and serialised(url) is None:
            raise ConfigError(f"--{name}: not an http(s) URL: {url!r}")
    _check_numbers(chosen)
    _check_agents(chosen)
    return chosen


def what_is_asked(config: Config, chosen: Check, inputs: Sequence[str]) -> Asked:
    """Return what to check and how. An address that is none raises ConfigError."""
    try:
        guard = parse_guard(chosen.allow_private, chosen.ports)
    except ValueError as error:
        raise ConfigError(f"--allow-private: {error}") from error
    home = config.home_page or config.base_url
    agent = chosen.user_agent or f"feedtool/{__version__}" + (f" (+{home})" if home else " (link checker)")
    manner = Manner(
        timeout_s=chosen.timeout,
        retries=chosen.retries,
        concurrency=chosen.concurrency,
        per_host=chosen.per_host,
        rate=chosen.rate,
        max_time_s=chosen.max_time,
        user_agent=agent,
        headers=_merged(chosen.headers),
        own_proxies=chosen.image_proxies,
        hosts={
            name: HostManner(own.user_agent, own.method, own.rate, own.per_host) for name, own in chosen.hosts.items()
        },
    )
    return Asked(
        inputs or (str(config.seeds),),
        Filters(frozenset(chosen.kinds), chosen.include, chosen.exclude),
        guard,
        manner,
        chosen.ca_file,
        chosen.proxy,
        chosen.base_url,
        Kind(chosen.kind),
        _state_of(config, chosen),
        chosen.all,
        config.cache / CACHE_NAME if config.cache and not chosen.no_state else None,
        chosen.wait,
    )


def reports_of(chosen: Check, given: Sequence[tuple[str | None, Path | None]]) -> list[tuple[str, Path | None]]:
    """Return the reports to make: format and file, None for standard output. Those ``given`` count, else all chosen.

    Two for one place raise ConfigError.
    """
    reports: list[tuple[str, Path | None]] = [(form or chosen.format, file) for form, file in given]
    if not reports:
        reports = [(chosen.format, chosen.output), *chosen.reports.items()]
    for number, (form, file) in enumerate(reports):
        if file in [other for _, other in reports[:number]]:
            where = "standard output" if file is None else str(file)
            raise ConfigError(f"--format {form}: a second report for {where}; give each but one a file with -o")
    return reports


def _state_of(config: Config, chosen: Check) -> Path | None:
    if chosen.no_state:
        return None
    if chosen.state is not None or config.cache is None:
        return chosen.state
    return config.cache / STATE_NAME


def _check_numbers(chosen: Check) -> None:
    """Refuse numbers that would ask nobody, or for ever."""
    hosts = [(f"hosts.{name}.", own) for name, own in chosen.hosts.items()]
    checks: list[tuple[str, float | None, bool]] = [
        ("timeout", chosen.timeout, chosen.timeout > 0),
        ("max-time", chosen.max_time, chosen.max_time is None or chosen.max_time > 0),
        ("wait", chosen.wait, chosen.wait >= 0),
        ("retries", chosen.retries, 0 <= chosen.retries <= 2),
        ("concurrency", chosen.concurrency, chosen.concurrency >= 1),
        ("per-host", chosen.per_host, chosen.per_host >= 1),
        ("rate", chosen.rate, chosen.rate >= 0),
        *((f"{where}rate", own.rate, own.rate is None or own.rate >= 0) for where, own in hosts),
        *((f"{where}per-host", own.per_host, own.per_host is None or own.per_host >= 1) for where, own in hosts),
        *(("ports", port, 0 < port < 65536) for port in chosen.ports),
    ]
    for name, value, sound in checks:
        if not sound:
            raise ConfigError(f"check: {name}: {value} is out of range")


def _header(written: str) -> tuple[str, str]:
    name, colon, value = written.partition(":")
    if not colon:
        raise ConfigError(f"--header: not a header: {written!r}; write it as 'Name: value'")
    return name.strip(), value.strip()


def _merged(headers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return headers to send, of those with the same name the last. What cannot be sent raises ConfigError."""
    merged: dict[str, tuple[str, str]] = {}
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _OURS or not _is_value(value):
            raise ConfigError(f"headers: cannot be sent: {f'{name}: {value}'!r}; write it as 'Name: value', in Latin-1")
        merged[name.lower()] = (name, value)
    return tuple(merged.values())


def _check_agents(chosen: Check) -> None:
    for where, agent in (
        ("", chosen.user_agent),
        *((f"hosts.{name}.", one.user_agent) for name, one in chosen.hosts.items()),
    ):
        if agent is not None and not (agent and _is_value(agent)):
            raise ConfigError(f"{where}user-agent: cannot be sent: {agent!r}; write it in plain letters")


def _is_value(text: str) -> bool:
    """Return whether a text may be a header's value (RFC 9110 section 5.5)."""
    return text.isprintable() and all(ord(character) < 256 for character in text)
