"""A step of GitHub Actions: its inputs, and what it reports to the workflow, the job's page and the one issue.

The check itself is left to `commands.check`, and how an issue is kept to `github.issue`.
"""

import secrets
from collections.abc import Mapping
from pathlib import Path

from feedtool import __version__
from feedtool.config.keys import FORMATS
from feedtool.errors import ConfigError, OutputError
from feedtool.judge.verdict import Verdict
from feedtool.net.guard import Guard
from feedtool.quick import quick
from feedtool.reports import markdown
from feedtool.reports.summary import COULD_NOT_TELL, FAIL_ON, Summary
from feedtool.reports.wording import LinkOf, nowhere

_MOST_SHARDS = 1000
_SUMMARY_BYTES = 1024 * 1024  # GitHub drops a step's summary that is larger


@quick(frozen=True, slots=True)
class Inputs:
    """The inputs of a step; ``reports`` are formats with their files, ``state`` is a committed file.

    ``shard`` names the one shard that is checked, ``merge`` tells how many are put together.
    """

    paths: tuple[str, ...]
    files_from: str | None
    fail_on: str
    reports: tuple[tuple[str, Path], ...]
    state: Path | None
    issue: bool
    max_time: float | None
    shard: str | None = None
    merge: int | None = None


def read_inputs(environment: Mapping[str, str]) -> Inputs:
    """Return the inputs of a step from its environment: ``FEEDTOOL_PATHS`` and so on.

    Raise ConfigError if the value of an input is not allowed.
    """

    def of(name: str, usual: str = "") -> str:
        return environment.get(f"FEEDTOOL_{name}", "").strip() or usual

    if of("SHARD") and of("MERGE"):
        raise ConfigError("shard and merge: a step does one of the two; leave out FEEDTOOL_SHARD or FEEDTOOL_MERGE")
    state = of("STATE", "cache")
    return Inputs(
        tuple(filter(None, map(str.strip, of("PATHS").splitlines()))),
        of("FILES_FROM") or None,
        _one_of("fail-on", of("FAIL_ON", "findings"), FAIL_ON),
        tuple(_report(line.strip()) for line in of("FORMATS").replace(",", "\n").splitlines() if line.strip()),
        None if state == "cache" else Path(state),
        _one_of("issue", of("ISSUE", "off"), ("on", "off", "true", "false")) in ("on", "true"),
        _seconds(of("MAX_TIME")),
        of("SHARD") or None,
        _shards(of("MERGE")),
    )


def exit_status(status: int, fail_on: str) -> int:
    """Return the step's exit status after a check with this one; that it could not tell fails a step only if wanted."""
    if status == 1:
        return 0 if fail_on == "never" else 1
    return 0 if status == COULD_NOT_TELL and fail_on != "unknown" else status


def outputs(summary: Summary, status: int) -> str:
    """Return the text for the file of outputs: numbers only, so that nothing untrusted gets into a workflow."""
    values = {"exit-code": status, "links": summary.counts.verdicts.total()}
    values |= {verdict.value: summary.counts.told[verdict] for verdict in Verdict}
    values |= {
        "findings": summary.counts.findings.total(),
        "new": summary.counts.new,
        "repaired": summary.counts.repaired,
    }
    lines = []
    for name, number in values.items():
        mark = f"feedtool-{secrets.token_hex(16)}"
        lines.append(f"{name}<<{mark}\n{number}\n{mark}\n")
    return "".join(lines)


def job_summary(summary: Summary, taken_bytes: int, *, link_of: LinkOf = nowhere) -> str:
    """Return the report for the job's page, short enough to fit beside the bytes that other steps have taken."""
    room = _SUMMARY_BYTES - taken_bytes - 10_000
    return "".join(markdown.render(summary, at_most=min(markdown.SUMMARY_BYTES, room), link_of=link_of))


def keep_issue(
    summary: Summary,
    environment: Mapping[str, str],
    *,
    guard: Guard,
    ca_file: Path | None,
    proxy: str | None,
    link_of: LinkOf = nowhere,
) -> str:
    """Make the one issue of the repository say what a check found, and return what was done.

    GitHub is asked as links are: through the guard, over the proxy, with the roots of ``ca_file``. Raise ConfigError if
    the environment names no repository or no token, OutputError if GitHub refuses or cannot be asked.
    """
    from feedtool.github.api import GitHub
    from feedtool.github.issue import keep
    from feedtool.net.network import Network, calling

    url = environment.get("GITHUB_API_URL") or "https://api.github.com"
    network = Network(guard, ca_file=ca_file, proxy=proxy, user_agent=f"feedtool/{__version__}", per_host=1)
    with calling(network) as call:
        api = GitHub(call, url, environment.get("GITHUB_REPOSITORY", ""), environment.get("GITHUB_TOKEN", ""))
        try:
            return keep(api, summary, link_of)
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
            told = f"{type(error).__name__}: {error}"
            raise OutputError(
                f"issue: GitHub's answer is not what it should be ({told}); see GITHUB_API_URL"
            ) from error


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ConfigError(f"{name}: {value!r} is unknown; write one of {', '.join(known)}")
    return value


def _report(written: str) -> tuple[str, Path]:
    form, _, file = (part.strip() for part in written.partition("="))
    _one_of("formats", form, FORMATS)
    if file in ("", "-"):
        raise ConfigError(f"formats: {written!r} has no file; write {form}=FILE")
    return form, Path(file)


def _shards(written: str) -> int | None:
    if written and not (written.isascii() and written.isdecimal() and 1 <= int(written) <= _MOST_SHARDS):
        raise ConfigError(f"merge: {written!r} is not a number of shards; write the N of their names K/N")
    return int(written) if written else None


def _seconds(written: str) -> float | None:
    try:
        return float(written) if written else None
    except ValueError as error:
        raise ConfigError(f"max-time: {written!r} is not a number of seconds; write 900") from error
