"""Seeds, pages, feeds and URLs → a verdict for every link, the whole flow."""

import asyncio
import contextlib
import os
import signal
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from feedtool import __version__
from feedtool.articles.article import Skipped
from feedtool.articles.read import SUFFIXES, SeedFile, find_seeds, read_seed
from feedtool.checker.guard import Guard, parse_guard
from feedtool.checker.plan import Filters, Link, Plan, Target, add
from feedtool.checker.run import Checker, HostManner, Manner, Progress, Report
from feedtool.checker.verdict import Judgement, Result, Verdict
from feedtool.commands.cores import in_chunks
from feedtool.config import Check as CheckConfig
from feedtool.config import Config
from feedtool.dates import format_rfc3339
from feedtool.errors import ConfigError, InputError
from feedtool.links.documents import looks_like_feed, references_in
from feedtool.links.link import Kind, Place, Reference
from feedtool.urls import BadUrl, endpoint_of, resolve, serialised

if TYPE_CHECKING:
    from feedtool.checker.network import Network

_DOCUMENTS = SUFFIXES | {".xhtml", ".xml", ".json", ".atom", ".rss"}


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
    kind: Kind | None = None  # what plain URLs are taken for
    strict: bool = False


@dataclass(slots=True)
class Gathered:
    """The links of all inputs, what could not be read, and how many files were of unknown types."""

    plan: Plan = field(default_factory=Plan)
    unreadable: list[str] = field(default_factory=list)
    unknown: int = 0
    documents: int = 0
    named_urls: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: a row for every URL, in the order of first occurrence, or the one thing wrong with all."""

    results: Sequence[Result]
    network: Judgement | None = None
    complete: bool = True
    interrupted: bool = False


def what_is_asked(
    config: Config, inputs: Sequence[str], *, from_file: bool, kind: str | None, base_url: str | None, **flags: Any
) -> Asked:
    """Return what to check and how: flags over configuration. What makes no sense raises ConfigError."""
    chosen = config.check
    header = dict(_header(written) for written in flags.pop("header", ()))
    excluded = dict.fromkeys(flags.pop("exclude", ()), "")
    kinds = flags.pop("kinds", None)
    given = {name: value for name, value in flags.items() if value not in (None, ()) and name in _CHECK_NAMES}
    chosen = replace(chosen, **given)
    names = tuple(kinds.split(",")) if kinds else chosen.kinds
    for name in names:
        if name not in [one.value for one in Kind]:
            raise ConfigError(f"--kinds: no such kind: {name!r}; known are {', '.join(one.value for one in Kind)}")
    try:
        guard = parse_guard(chosen.allow_private, chosen.ports)
    except ValueError as error:
        raise ConfigError(f"--allow-private: {error}") from error
    for name in ("proxy", "base_url"):
        url = chosen.proxy if name == "proxy" else base_url
        if url is not None and serialised(url) is None:
            raise ConfigError(f"--{name.replace('_', '-')}: not an http(s) URL: {url!r}")
    _check_numbers(chosen)
    home = config.home_page or config.base_url
    agent = chosen.user_agent or f"feedtool/{__version__}" + (f" (+{home})" if home else " (link checker)")
    return Asked(
        inputs if inputs or from_file else (str(config.seeds),),
        Filters(frozenset(names), chosen.include, {**chosen.exclude, **excluded}),
        guard,
        Manner(
            timeout_s=chosen.timeout,
            retries=chosen.retries,
            concurrency=chosen.concurrency,
            per_host=chosen.per_host,
            rate=chosen.rate,
            max_time_s=chosen.max_time,
            user_agent=agent,
            headers=tuple({**chosen.headers, **header}.items()),
            own_proxies=chosen.image_proxies,
            hosts={
                name: HostManner(own.user_agent, own.method, own.rate, own.per_host)
                for name, own in chosen.hosts.items()
            },
        ),
        chosen.ca_file,
        chosen.proxy,
        base_url,
        Kind(kind) if kind else None,
        chosen.strict,
    )


def describe_offline(plan: Plan) -> str:
    """Return what would be asked, by host, those asked most first."""
    hosts = sorted(hosts_of(plan).items(), key=lambda item: (-item[1], item[0]))
    lines = [f"{number:>7}  {host}" for host, number in hosts]
    settled = sum(1 for link in plan.links.values() if link.target is None)
    lines.append(f"{len(plan.links)} links: {len(plan.targets)} requests to {len(hosts)} hosts, {settled} not asked")
    return "\n".join(lines)


_CHECK_NAMES = frozenset(one.name for one in fields(CheckConfig))


def _check_numbers(chosen: CheckConfig) -> None:
    """Refuse numbers that would ask nobody, or for ever."""
    hosts = [(f"hosts.{name}.", own) for name, own in chosen.hosts.items()]
    checks: list[tuple[str, float | None, bool]] = [
        ("timeout", chosen.timeout, chosen.timeout > 0),
        ("max-time", chosen.max_time, chosen.max_time is None or chosen.max_time > 0),
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
    if not colon or not name.strip() or not name.strip().isascii() or "\n" in written or "\r" in written:
        raise ConfigError(f"--header: not a header: {written!r}; write it as 'Name: value'")
    return name.strip(), value.strip()


def gather(asked: Asked) -> Gathered:
    """Read every input and return its links. What was named and cannot be read raises InputError."""
    found = Gathered()
    for written in asked.inputs:
        url = serialised(written) if "://" in written[:10] else None
        if url is not None or _is_bad_url(written):
            found.named_urls.append(written)
            kind = asked.kind or Kind.LINK
            reference = _named(written, url, kind)
            add(found.plan, written, [reference], asked.filters, asked.manner.own_proxies)
            found.documents += 1
            continue
        _read_all(find_seeds(Path(written)), found, asked, named=Path(written).is_file())
    return found


def check(asked: Asked, gathered: Gathered, *, progress: Progress) -> Checked:
    """Ask for everything gathered. Ctrl-C or SIGTERM ends it with what is known by then."""
    with _runner() as runner:
        return runner.run(_check(asked, gathered, progress))


def hosts_of(plan: Plan) -> Counter[str]:
    """Return how many requests each host would get: what ``--offline`` shows."""
    return Counter(endpoint_of(target.url).host for target in plan.targets.values())


def _named(written: str, url: str | None, kind: Kind) -> Reference:
    trouble = None
    if url is None:
        resolved = resolve(written, None)
        assert isinstance(resolved, BadUrl)
        trouble = resolved.trouble.value
    return Reference(written.strip(), url, trouble, kind, Place(1, 1, ""))


def _is_bad_url(written: str) -> bool:
    scheme, colon, rest = written.partition(":")
    return bool(colon) and len(scheme) > 1 and scheme.isalpha() and not os.path.exists(written) and bool(rest)


def _read_all(files: Sequence[SeedFile], found: Gathered, asked: Asked, *, named: bool) -> None:
    remaining = iter(files)
    for chunk in in_chunks(files, partial(_read_some, base=asked.base_url, named=named)):
        for document in _documents.decode(chunk):
            file = next(remaining)
            if document.trouble is not None and named:
                raise InputError(f"{file.location}: {document.trouble}")
            if document.trouble is not None:
                found.unreadable.append(f"{file.location}: {document.trouble}")
            elif document.references is None:
                found.unknown += 1
            else:
                found.documents += 1
                add(found.plan, _shown(file.file), document.references, asked.filters, asked.manner.own_proxies)


class _Document(msgspec.Struct, array_like=True):
    """What a file refers to; or why it cannot be read; or neither: it is of no known type."""

    references: list[Reference] | None = None
    trouble: str | None = None


_documents = msgspec.msgpack.Decoder(list[_Document])


def _read_some(files: Sequence[SeedFile], *, base: str | None, named: bool) -> bytes:
    return msgspec.msgpack.encode([_read(file, base=base, named=named) for file in files])


def _read(file: SeedFile, *, base: str | None, named: bool) -> _Document:
    if os.path.splitext(file.path)[1].lower() not in _DOCUMENTS and not named:
        return _Document()
    text = read_seed(file, types=None)
    if isinstance(text, Skipped):
        return _Document(trouble=text.reason)
    return _Document(references_in(text.text, file.path, base=base))


def _shown(file: str) -> str:
    """Return a path relative to the working directory where it lies below it, with ``/``."""
    with contextlib.suppress(ValueError, OSError):
        relative = os.path.relpath(file)
        if not relative.startswith(".."):
            file = relative
    return file.replace(os.sep, "/").encode("utf-8", "replace").decode()


def _runner() -> asyncio.Runner:
    try:
        import uvloop
    except ImportError:
        return asyncio.Runner()
    return asyncio.Runner(loop_factory=uvloop.new_event_loop)


async def _check(asked: Asked, gathered: Gathered, progress: Progress) -> Checked:
    from feedtool.checker.network import Network

    proxy = serialised(asked.proxy) if asked.proxy else None
    try:
        network = Network(asked.guard, ca_file=asked.ca_file, proxy=proxy, user_agent=asked.manner.user_agent)
    except OSError as error:
        raise ConfigError(f"--ca-file {asked.ca_file}: no certificates can be read from it: {error}") from error
    stop = asyncio.Event()
    async with network:
        with _stopping(stop):
            report, interrupted = await _run(asked, gathered.plan.targets, network, progress, stop)
            added = await _expand(asked, gathered, report, network) if not interrupted else {}
            if added:
                more, interrupted = await _run(asked, added, network, progress, stop)
                report = Report({**report.outcomes, **more.outcomes}, report.network, report.complete and more.complete)
    if report.network is not None:  # one finding, and no word on any link
        return Checked([Result("", report.network, Kind.LINK.value, ())], report.network, complete=False)
    results = [_row(link, report) for link in gathered.plan.links.values()]
    return Checked(results, report.network, report.complete, interrupted)


async def _run(
    asked: Asked, targets: Mapping[str, Target], network: "Network", progress: Progress, stop: asyncio.Event
) -> tuple[Report, bool]:
    checker = Checker(
        targets, network.send, asked.manner, now=lambda: datetime.now(UTC), canary=network.is_there, progress=progress
    )
    running = asyncio.create_task(checker.run())
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({running, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if running.done():
        return running.result(), False
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    return checker.so_far(), True


@contextlib.contextmanager
def _stopping(stop: asyncio.Event) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the run in order; where the loop takes no signals they stay as they are."""
    loop = asyncio.get_running_loop()
    taken = []
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # Windows; not the main thread
            loop.add_signal_handler(number, stop.set)
            taken.append(number)
    try:
        yield
    finally:
        for number in taken:
            loop.remove_signal_handler(number)


async def _expand(asked: Asked, gathered: Gathered, report: Report, network: "Network") -> dict[str, Target]:
    """Return the targets within those named URLs that turned out to be feeds."""
    before = set(gathered.plan.targets)
    for written in gathered.named_urls:
        link = gathered.plan.links.get(written.strip())
        outcome = report.outcomes.get(link.target or "") if link else None
        if outcome is None or outcome.feed_url is None:
            continue
        text = await network.document(outcome.feed_url)
        if text is not None and looks_like_feed(text):
            references = references_in(text, "feed.xml", base=outcome.feed_url) or []
            add(gathered.plan, written, references, asked.filters, asked.manner.own_proxies)
    return {url: target for url, target in gathered.plan.targets.items() if url not in before}


def _row(link: Link, report: Report) -> Result:
    sources = tuple(link.sources)
    if link.settled is not None or link.target is None:
        assert link.settled is not None
        return Result(link.url, link.settled, link.kind.value, sources)
    outcome = report.outcomes.get(link.target)
    if outcome is None:
        if report.complete:
            raise AssertionError(f"nothing became of {link.target}")
        return Result(link.url, _UNKNOWN, link.kind.value, sources)
    judgement = outcome.by_fragment.get(link.fragment, outcome.judgement) if link.fragment else outcome.judgement
    return Result(
        link.url,
        judgement,
        link.kind.value,
        sources,
        outcome.status,
        outcome.final_url,
        outcome.redirects,
        format_rfc3339(outcome.checked_at) if outcome.checked_at else None,
        outcome.elapsed_ms,
        outcome.attempts,
        outcome.proxy,
    )


_UNKNOWN = Judgement(Verdict.SKIPPED, "not-asked", "the run ended before its turn came")
