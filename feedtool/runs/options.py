"""Configuration → the options of a check: what to ask for, whom, how, and where to remember it."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path

from feedtool import __version__
from feedtool.checker.plan import Filters
from feedtool.config.keys import Check, Config
from feedtool.errors import ConfigError, InputError, OutputError
from feedtool.files import check_report
from feedtool.judge.findings import Policy
from feedtool.links.gather import looks_like_url
from feedtool.links.link import Kind
from feedtool.net.guard import Guard, parse_guard
from feedtool.quick import quick
from feedtool.runs.copying import copies_for
from feedtool.runs.state_file import state_of
from feedtool.schedule.manner import HostManner, Manner
from feedtool.state.state import WAIT_S
from feedtool.text import shorten

ACCEPTED_NAME = "links.accepted"

GivenReport = tuple[str | None, Path | None]  # a format and a file, as they were named on the command line
Reports = Sequence[tuple[str, Path | None]]  # format, and file or None for standard output


@quick(frozen=True, slots=True)
class CheckOptions:
    """What is checked, and how."""

    inputs: Sequence[str]
    named: bool = False  # the inputs were named, rather than configured
    filters: Filters = field(default_factory=Filters)
    guard: Guard = field(default_factory=Guard)
    manner: Manner = field(default_factory=Manner)
    ca_file: Path | None = None
    proxy: str | None = None
    base_url: str | None = None
    kind: Kind = Kind.LINK  # what plain URLs are taken for
    state: Path | None = None  # None: nothing is remembered
    wait_s: float = WAIT_S  # for another check that uses the same state
    jobs: int | None = None  # processes that ask; None: as many as help
    dask: str | None = None  # the address of the scheduler whose workers ask; None: this machine asks
    everything: bool = False  # ask also for links that are not due
    folder: Path | None = None  # of what earlier runs learned; None: nothing is remembered
    offline: bool = False  # ask nobody
    policy: Policy = field(default_factory=Policy)  # what counts as a finding
    accepted: Path | None = None  # a file of links known to be dead
    fail_on: str = "findings"
    reports: Reports = ()
    title: str = "News archive"  # of the link-health page
    language: str = "en"  # of that page

    @property
    def configured(self) -> bool:
        """Whether all documents of the configuration are checked for all their links."""
        return not (self.named or self.filters.kinds or self.filters.include)

    @property
    def scope(self) -> str:
        """A text that says what is checked: runs with the same text can be compared."""
        inputs = [one if "://" in one else os.path.normpath(one) for one in self.inputs]
        return json.dumps([*inputs, sorted(self.filters.kinds), *self.filters.include], ensure_ascii=True)


def check_options(config: Config, inputs: Sequence[str] = (), *, given: Sequence[GivenReport] = ()) -> CheckOptions:
    """Return the options of a check of the inputs, or of the seeds if there are none.

    ``given`` are the reports that were named on the command line. Raise ConfigError if ``allow-private`` holds
    something that is not an address, or if two reports go to one place; InputError if the file of further inputs cannot
    be read; OutputError if a report could surely not be written.
    """
    check = config.check
    more = _lines_of(check.files_from) if check.files_from else []
    if check.files_from and not (inputs or more):
        where = "standard input" if check.files_from == "-" else check.files_from
        raise InputError(f"nothing to check: {where} names neither a path nor a URL; write one a line")
    state = state_of(config)
    return CheckOptions(
        inputs=(*inputs, *more) or (str(config.seeds),),
        named=bool(inputs or more),
        filters=Filters(frozenset(check.kinds), check.include, check.exclude),
        guard=_guard_of(config),
        manner=_manner_of(config),
        ca_file=check.ca_file,
        proxy=check.proxy,
        base_url=check.base_url,
        kind=Kind(check.kind),
        state=state,
        wait_s=check.wait,
        jobs=check.jobs,
        dask=_dask_of(check),
        everything=check.all,
        folder=config.cache if config.cache and not check.no_state else None,
        offline=check.offline,
        policy=Policy(check.strict, check.originals, copy_of=copies_for(config)),
        accepted=accepted_of(config),
        fail_on=check.fail_on,
        reports=_checked_reports(_reports_of(config, given), state),
        title=config.title,
        language=config.language,
    )


def _guard_of(config: Config) -> Guard:
    """Return what may be contacted. Raise ConfigError if ``allow-private`` holds something that is not an address."""
    try:
        return parse_guard(config.check.allow_private, config.check.ports)
    except ValueError as error:
        raise ConfigError(config.fault(("check", "allow-private"), str(error))) from error


def _manner_of(config: Config) -> Manner:
    """Return how servers are asked, and under which name."""
    check, home = config.check, config.home_page or config.base_url
    return Manner(
        timeout_s=check.timeout,
        retries=check.retries,
        concurrency=check.concurrency,
        per_host=check.per_host,
        rate=check.rate,
        max_time_s=check.max_time,
        user_agent=check.user_agent or f"feedtool/{__version__}" + (f" (+{home})" if home else " (link checker)"),
        headers=_headers_once(check.headers),
        own_proxies=check.image_proxies,
        hosts={
            name: HostManner(own.user_agent, own.method, own.rate, own.per_host, own.per_run)
            for name, own in check.hosts.items()
        },
    )


def _reports_of(config: Config, given: Sequence[GivenReport]) -> Reports:
    """Return the reports to make: format and file, None for standard output. If none is ``given``, the configured ones.

    Raise ConfigError if two reports go to one place.
    """
    check = config.check
    reports: list[tuple[str, Path | None]] = [(form or check.format, file) for form, file in given]
    if not reports:
        reports = [(check.format, check.output), *check.reports.items()]
    for number, (form, file) in enumerate(reports):
        if file in [other for _, other in reports[:number]]:
            where = "standard output" if file is None else str(file)
            what = f"there are two reports for {where}; give each report but one a file"
            raise ConfigError(
                f"--format {form}: {what} with -o" if given else config.fault(("check", "reports", form), what)
            )
    return reports


def _checked_reports(reports: Reports, state: Path | None) -> Reports:
    """Return the reports. Raise OutputError if one of them could surely not be written, or would replace the state."""
    for _, file in reports:
        if file is not None:
            check_report(file)
            if state is not None and os.path.realpath(file) == os.path.realpath(state):
                raise OutputError(f"{file}: this is the state; name another file for the report")
    return reports


def _lines_of(file: str) -> list[str]:
    """Return the paths and URLs in a file of them. Raise InputError if it cannot be read or one of them is neither."""
    where = "standard input" if file == "-" else file
    if file == "-" and sys.stdin is None:  # as where a shell closed it
        raise InputError(f"{where}: cannot be read: it is closed")
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise InputError(f"{where}: cannot be read: {error.strerror or error}") from error
    found: list[str] = []
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        one = line.removeprefix("\ufeff").strip()  # such a mark begins each of several files that were put together
        if not one:
            continue
        if not looks_like_url(one) and not _is_there(one):
            raise InputError(
                f"{where}:{number}: {shorten(repr(one), 100)}: no URL, and no such file or folder; write one a line"
            )
        found.append(one)
    return found


def _is_there(path: str) -> bool:
    try:
        return os.path.exists(path)
    except ValueError:  # no path holds NUL
        return False


def accepted_of(config: Config) -> Path:
    """Return the file of links that are known to be dead, whether it is there or not."""
    return config.check.accepted or (config.cache.parent if config.cache else Path()) / ACCEPTED_NAME


def _dask_of(check: Check) -> str | None:
    """Return the address of a scheduler. Raise InputError if nothing would tell when its workers surely ask no more."""
    if check.dask is not None and check.no_state:
        raise InputError(
            "--dask needs a state: beside it stands until when workers may ask if this check is killed; leave out"
            " --no-state"
        )
    return check.dask


def _headers_once(headers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the headers to send: of those with the same name, in whatever case, the last."""
    return tuple({name.lower(): (name, value) for name, value in headers.items()}.values())
