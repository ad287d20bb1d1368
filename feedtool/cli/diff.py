"""The command that says what subscribers will see."""

from pathlib import Path
from typing import Any

import click

from feedtool.cli.here import build_clock, config_here
from feedtool.cli.options import key_options
from feedtool.cli.status import FINDINGS
from feedtool.config.keys import Config

_KINDS = ("lost", "resurfaced", "redated", "new", "retitled", "changed")


def _kinds(_context: click.Context, _option: click.Parameter, written: str) -> tuple[str, ...]:
    """Return the kinds in a list with commas."""
    kinds = tuple(filter(None, (word.strip() for word in written.split(","))))
    for kind in kinds:
        if kind not in _KINDS:
            raise click.BadParameter(f"there is no {kind!r}; write some of {', '.join(_KINDS)}, with commas")
    return kinds


@click.command(name="diff", short_help="Say what subscribers will see of a change.")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--format", "form", type=click.Choice(("text", "markdown", "json")), default="text",
              help="Print text, Markdown for a pull request, or JSON.  [default: text]")  # fmt: skip
@click.option("--fail-on", metavar="KINDS", default="", callback=_kinds,
              help="Exit with 1 if there is an entry of one of these KINDS, with commas between them: lost, "
              "resurfaced, redated, new, retitled, changed.")  # fmt: skip
@click.option("--all", "all_", is_flag=True, help="Show all entries of a kind, not the first 20.")
@key_options(Config, only=("base_url",))
def diff_(old: str | None, new: str | None, form: str, fail_on: tuple[str, ...], all_: bool, **chosen: Any) -> int:
    """Say what subscribers will see when the feeds change from OLD to NEW.

    OLD and NEW are folders of feeds, single documents, or commits such as HEAD~1. By default OLD is the last commit,
    and NEW what a build would make now. Where a commit holds no feeds its articles are built. Nothing is written.

    \b
      feedtool diff                What the next commit changes.
      feedtool diff main           What a pull request into main changes.
      feedtool diff old.xml feeds  What changed since old.xml was published.

    Readers know an entry by its id, or by its link if it has no id. One that they do not know is unread: it is new, or
    re-surfaced if subscribers have had it under another id. A lost entry left the feed though no newer one took its
    place. Those that stay may be changed, retitled or re-dated.

    Exit status: 0 the changes are told; 1 there is an entry of a kind in --fail-on; 2 wrong usage,
    there is no such version, or no feed in it.
    """
    from feedtool.commands.diff import diff
    from feedtool.diff.differences import Kind
    from feedtool.diff.report import FORMATS

    if chosen["base_url"] is not None and all(one is not None and Path(one).exists() for one in (old, new)):
        raise click.UsageError("--base-url: OLD and NEW are both there, so nothing is built with it; leave it out")
    compared = diff(old, new, config_here(**chosen), now=build_clock())
    for line in FORMATS[form](compared, **({"limit": None} if all_ else {})):
        click.echo(line)
    return FINDINGS if any(compared.found(Kind(kind)) for kind in fail_on) else 0
