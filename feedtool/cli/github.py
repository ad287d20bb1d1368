"""What a step of a workflow on GitHub runs."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool.cli.here import config_here
from feedtool.cli.links import run_check, run_merge, run_shard
from feedtool.errors import OutputError
from feedtool.terminal.terminal import say

if TYPE_CHECKING:
    from feedtool.github.action import Inputs
    from feedtool.reports.summary import Summary


@click.command()
def action() -> int:
    """Check links as a step of a workflow on GitHub.

    The workflow says what it wants by variables of the environment:

    \b
      FEEDTOOL_PATHS       What to check: paths and URLs, one a line.
      FEEDTOOL_FILES_FROM  A file of more such lines.
      FEEDTOOL_CONFIG      The configuration file.
      FEEDTOOL_FORMATS     Reports to write: FORMAT=FILE, one a line.
      FEEDTOOL_STATE       Where links are remembered: cache, or a file.
      FEEDTOOL_MAX_TIME    Stop after so many seconds.
      FEEDTOOL_FAIL_ON     When to fail: findings; new: on new ones only; unknown:
                           also if the check could not tell; never.
      FEEDTOOL_ISSUE       on: keep one issue that lists what is broken. This
                           needs a GITHUB_TOKEN that may write issues.
      FEEDTOOL_SHARD       K/N: check this shard alone, and report nothing.
      FEEDTOOL_MERGE       N: merge the N shards in .feedtool, and report.

    The job's log gets the text report and annotations, the job's page a summary; the step's outputs are numbers.

    Exit status: 0 all is well; 1 there are findings; 2 wrong usage, configuration or input; 3 the check could not tell,
    and FEEDTOOL_FAIL_ON is unknown.
    """
    from feedtool.github.action import exit_status, read_inputs

    inputs = read_inputs(os.environ)
    given: list[tuple[str | None, Path | None]] = [("text", None), *inputs.reports]
    flags: dict[str, Any] = {
        "state": inputs.state,
        "max_time": inputs.max_time,
        "files_from": inputs.files_from,
        "fail_on": inputs.fail_on,
    }

    def also(summary: "Summary") -> None:
        _tell(summary, inputs)

    if inputs.shard is not None:
        status = run_shard(inputs.shard, inputs.paths, flags)
    elif inputs.merge is not None:
        status = run_merge(_shards_here(inputs.merge), given, flags, also=also)
    else:
        status = run_check(inputs.paths, given, flags, also=also)
    return exit_status(status, inputs.fail_on)


def _shards_here(shards: int) -> tuple[Path, ...]:
    """Return the files that so many shards write where this step runs."""
    from feedtool.runs.sharding import ShardName, file_in

    folder = config_here().cache or Path()
    return tuple(file_in(folder, ShardName(number, shards)) for number in range(1, shards + 1))


def _tell(summary: "Summary", inputs: "Inputs") -> None:
    """Tell the log, the job's page, the workflow and the issue; if one cannot be told, the others still are."""
    from feedtool.github.action import job_summary, keep_issue, outputs
    from feedtool.github.places import link_of
    from feedtool.reports.github import render
    from feedtool.runs.options import check_options
    from feedtool.runs.reporting import first_failure

    places = link_of(os.environ, Path())
    for line in render(summary):
        click.echo(line, nl=False)

    def to_workflow(summary: "Summary") -> None:
        _append("GITHUB_OUTPUT", lambda _taken: outputs(summary, summary.exit_status()))

    def to_job(summary: "Summary") -> None:
        _append("GITHUB_STEP_SUMMARY", lambda taken: job_summary(summary, taken, link_of=places))

    def to_issue(summary: "Summary") -> None:
        config = config_here()
        check = replace(config.check, files_from=None, output=None, reports={})  # those are the check's own
        chosen = check_options(replace(config, check=check))
        done = keep_issue(
            summary, os.environ, guard=chosen.guard, ca_file=chosen.ca_file, proxy=chosen.proxy, link_of=places
        )
        say(f"issue: {done}")

    failed = first_failure(summary, to_workflow, to_job, to_issue if inputs.issue else None)
    if failed is not None:
        raise failed


def _append(variable: str, text: Callable[[int], str]) -> None:
    """Append a text to the file that a variable names, if it is set; ``text`` is given the bytes already in it."""
    file = os.environ.get(variable)
    if not file:
        return
    try:
        taken = os.path.getsize(file) if os.path.exists(file) else 0
        with open(file, "a", encoding="utf-8", newline="\n") as opened:
            opened.write(text(taken))
    except OSError as error:
        raise OutputError(f"{file}: cannot be written: {error.strerror or error}") from error
