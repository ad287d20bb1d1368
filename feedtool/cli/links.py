"""The commands about links: argv → command → screen and exit status."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool.cli.clashes import Clash, Needs, refusing
from feedtool.cli.here import config_here
from feedtool.cli.options import key_options, options
from feedtool.cli.status import FINDINGS, INTERRUPTED
from feedtool.config.declaration import joined
from feedtool.config.keys import FORMATS, Check, Config
from feedtool.dates import to_epoch_ms
from feedtool.errors import ConfigError, InputError, OutputError
from feedtool.terminal.terminal import Terminal, say
from feedtool.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.commands.check import Checked
    from feedtool.runs.options import CheckOptions, GivenReport
    from feedtool.runs.reporting import Tell

_REPORTS = options(
    click.option(
        "--format",
        "formats",
        metavar="FORMAT",
        type=click.Choice(FORMATS),
        multiple=True,
        help=f"Make a report in this format: {joined(FORMATS)}. Repeatable; all but one need a file.  [default: text]",
    ),
    click.option(
        "-o",
        "--output",
        "outputs",
        metavar="FILE",
        type=click.Path(path_type=Path),
        multiple=True,
        help="Write the report of the --format before it to FILE.  [default: standard output]",
    ),
)
_CHECK = key_options(Check, without=("format", "output"))
_OF_MERGE = tuple(
    "strict originals accepted fail_on state wait timeout max_time retries concurrency per_host rate allow_private"
    " proxy ca_file user_agent headers quiet".split()
)


class _Reporting(click.Command):
    """A command whose ``--format`` and ``-o`` come in pairs: their order in the arguments tells which go together."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        rest = super().parse_args(ctx, args)
        formats, outputs = iter(ctx.params.pop("formats")), iter(ctx.params.pop("outputs"))
        pairs: list[tuple[str | None, Path | None]] = []
        for name in [parameter.name for parameter in order]:
            if name == "formats":
                waiting = pairs and pairs[-1][0] is None  # a file that was named before its format
                pairs[-1:] = [(next(formats), pairs[-1][1])] if waiting else [*pairs[-1:], (next(formats), None)]
            elif name == "outputs":
                output = next(outputs)
                if pairs and pairs[-1][1] is not None:
                    raise click.UsageError(
                        f"-o {output}: the --format before it has a file already; give this file a --format of its own",
                        ctx,
                    )
                pairs[-1:] = [(pairs[-1][0] if pairs else None, output)]
        ctx.params["given"] = [(form, None if file == Path("-") else file) for form, file in pairs]
        return rest


@click.command(cls=_Reporting, short_help="Check every link and image.")
@click.argument("inputs", metavar="[PATH_OR_URL]...", nargs=-1)
@_REPORTS
@click.option(
    "--shard",
    metavar="K/N",
    help="Ask for the Kth of N parts of the links, and keep the answers in .feedtool/state-K-of-N.sqlite3: 'feedtool "
    "merge' puts the parts together. Each may be checked on another machine.",
)
@click.option(
    "--from",
    "earlier",
    metavar="STATE",
    type=click.Path(path_type=Path),
    help="With --shard: begin with what STATE remembers of the links; the same for all parts.  [default: the state of "
    "the check, if it is there]",
)
@_CHECK
@refusing(
    Needs("--from", "--shard", "only a shard begins with another state; add --shard K/N, or leave out --from"),
    Clash("--from", "--state", "each names the state that the shard begins with; leave out one of the two"),
    *(Clash("--shard", one, "a shard makes no report; give it to 'feedtool merge'") for one in ("--format", "-o")),
    *(
        Clash("--shard", one, "only the merge knows which links are findings; give it to 'feedtool merge'")
        for one in ("--strict", "--originals", "--accepted", "--fail-on")
    ),
    Clash("--shard", "--jobs", "one process asks a shard; leave out --jobs, and make more shards"),
    Clash("--shard", "--dask", "one process asks a shard; leave out one of the two"),
    Clash("--no-state", "--wait", "without a state there is no other check to wait for; leave out one of the two"),
)
def check(
    inputs: tuple[str, ...],
    given: "list[tuple[str | None, Path | None]]",
    shard: str | None,
    earlier: Path | None,
    **flags: Any,
) -> int:
    """Check every link and image of articles, pages, feeds and plain URLs.

    PATH_OR_URL is a folder, a file or a URL, by default the folder of the articles. Each link gets a verdict: ok;
    moved, with its new address; broken, which is a finding; blocked, if the server refuses robots; unreachable, if
    nothing can be said today; skipped, if nobody was asked. An image behind a proxy such as images.weserv.nl is asked
    for twice: as it is shown, and where it comes from. feedtool remembers the links: a link that has long been fine is
    asked for less often, and one that has been unreachable for days is called broken.

    \b
      feedtool check                           Check the articles in seeds/.
      feedtool check feeds/atom.xml page.html  Check a feed and a page.
      feedtool check https://example.org/ --format jsonl
      feedtool check --format text --format html -o links.html
      feedtool check --offline                 Show what would be asked.
      feedtool check --shard 2/3               Ask for a third of the links.

    Exit status: 0 there are no findings, or the shard is done; 1 there are findings; 2 wrong usage, configuration or
    input; 3 the check could not tell: there is no network, or time was up; 130 the check was interrupted.
    """
    if shard is not None:
        return run_shard(shard, inputs, flags, earlier=earlier)
    return run_check(inputs, given, flags)


@click.command(cls=_Reporting, short_help="Put the shards of a check together, and report.")
@click.argument("states", metavar="STATE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@_REPORTS
@key_options(Check, only=_OF_MERGE)
def merge(states: tuple[Path, ...], given: "list[tuple[str | None, Path | None]]", **flags: Any) -> int:
    """Put the shards of a check together into one state, and report what they found, as 'feedtool check' does.

    STATE... are the files of all N shards, as 'feedtool check --shard K/N' has written them. Redirects that led from a
    link of one shard to a site of another are followed now; then all links are judged together. What comes of it is
    remembered in the state that --state names: a new file, or the state that the shards began with.

    \b
      feedtool check --shard 1/2               Perhaps on one machine,
      feedtool check --shard 2/2               and this on another one.
      feedtool merge .feedtool/state-*-of-2.sqlite3
      feedtool merge one.sqlite3 two.sqlite3 --state links.sqlite3

    Exit status: 0 there are no findings; 1 there are findings; 2 wrong usage or configuration, or a shard is missing,
    unfinished, or of another check; 3 the check could not tell: there is no network, or time was up; 130 interrupted.
    """
    return run_merge(states, given, flags)


@click.command(cls=_Reporting, short_help="Report what the last check found, in any format.")
@_REPORTS
@key_options(Check, only=("state", "strict", "originals", "accepted"))
@click.option("--page", is_flag=True, help="Write the link-health page beside the feeds if the configuration names it.")
@key_options(Check, only=("quiet",))
@refusing(
    *(
        Clash("--page", one, "the configuration says where the page goes, and it is HTML; leave out one of the two")
        for one in ("--format", "-o")
    )
)
def report(given: "list[tuple[str | None, Path | None]]", page: bool, quiet: bool | None, **flags: Any) -> int:
    """Report what the last check found, in any format. Nobody is asked.

    \b
      feedtool report                             Show what the last check found.
      feedtool report --format html -o links.html Write the link-health page.
      feedtool report --page                      Write it beside the feeds.
      feedtool report --format csv -o links.csv   Write a table of every link.
      feedtool report --format sarif              Print it for code scanning.

    Exit status: 0 the report is made, whatever the check found; 2 wrong usage, the state cannot be read or a file
    cannot be written.
    """
    from feedtool.commands.report import report as run
    from feedtool.runs.options import check_options
    from feedtool.runs.state import is_there

    config = config_here(check={**flags, "quiet": quiet})
    if page:
        if config.link_health is None:
            say("note: no link-health page is configured; set link-health in feedtool.toml")
            return 0
        page_file = config.output / config.link_health
        if page_file.is_symlink():
            raise OutputError(f"{page_file}: a symbolic link; put a file there, or remove it")
        try:
            config.output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{config.output}: cannot be made: {error.strerror or error}") from error
        given = [("html", page_file)]
    chosen = check_options(config, given=given)
    if flags["state"] is not None and not is_there(flags["state"]):
        raise InputError(f"{flags['state']}: no such file; 'feedtool check --state {flags['state']}' makes it")
    run(chosen, screen=Terminal(quiet=config.check.quiet))
    return 0


@click.command(short_help="Show what feedtool remembers of a link.")
@click.argument("url")
@key_options(Check, only=("state",))
def history(url: str, state: Path | None) -> int:
    """Show what feedtool remembers of a link: its verdict, since when, and what was seen when the verdict changed.

    URL is the address as it stands in an article.

    Exit status: 0 the link is shown; 1 nothing is known of it; 2 wrong usage, or the state cannot be read.
    """
    from feedtool.commands.history import describe
    from feedtool.reports.masking import masked
    from feedtool.runs.options import check_options

    chosen = check_options(config_here(check={"state": state}))
    lines = describe(url, chosen, now_ms=to_epoch_ms(Terminal(quiet=False).now()), say=say)
    if lines is None:
        say(f"feedtool: nothing is known of {masked(url)}; 'feedtool check' asks for it once it finds it")
        return FINDINGS
    for line in lines:
        click.echo(visible(line))
    return 0


@click.command(short_help="Accept that links are dead, so that they are no findings.")
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
@click.option(
    "--why",
    metavar="TEXT",
    required=True,
    help="The reason why the links are accepted as dead; it is written beside them.",
)
@key_options(Check, only=("accepted",))
def accept(urls: tuple[str, ...], why: str, accepted: Path | None) -> int:
    """Accept that links are dead: feedtool goes on asking for them, lists them apart, and counts none as a finding.

    URL is an address as a report shows it. The links are written to links.accepted beside the configuration, a line
    each: the address, a tab, the reason. Commit the file; when a link answers again, the report says so, and its line
    can go.

    \b
      feedtool accept https://example.org/gone --why "closed in 2024"

    Exit status: 0 the links are written; 2 wrong usage, or the file cannot be read or written.
    """
    from feedtool.commands.accept import accept as run
    from feedtool.runs.options import accepted_of

    file = accepted_of(config_here(check={"accepted": accepted}))
    for url in run(file, urls, why):
        click.echo(visible(f"{file.as_posix()}: accepted {url}"))
    return 0


def run_check(
    inputs: tuple[str, ...],
    given: "list[GivenReport]",
    flags: "dict[str, Any]",
    *,
    also: "Tell | None" = None,
) -> int:
    """Check, and return the exit status; ``also`` is given the summary while its results can be read."""
    config = _configured(inputs, flags)
    if config.check.offline:
        _show_offline(config, inputs, given)
        return 0
    from feedtool.commands.check import check as run
    from feedtool.runs.options import check_options

    chosen = check_options(config, inputs, given=given)
    return _ended(run(chosen, screen=Terminal(quiet=config.check.quiet), also=also), chosen)


def _configured(inputs: tuple[str, ...], flags: "dict[str, Any]") -> "Config":
    """Return the configuration that a check of the inputs has. Raise UsageError for a kind of URL without any URL."""
    config = config_here(check=flags)
    if flags.get("kind") and not config.check.files_from and not any("://" in one for one in inputs):
        raise click.UsageError(
            "--kind without a URL: it says what a URL given by itself leads to; name a URL, or use --kinds to check one"
            " kind of links alone"
        )
    return config


def _show_offline(config: "Config", inputs: tuple[str, ...], given: "Sequence[GivenReport]") -> None:
    """Show how much a check would ask of whom, on the screen or in the file of a text report.

    Other cores list the files of the first input while the code is loaded that tells what is known of them.
    """
    from feedtool.articles.listing import Listing

    with Listing(Path(inputs[0]) if inputs else config.seeds) as listing:
        from feedtool.runs.offline import describe_offline  # here, since it needs little of what a check does
        from feedtool.runs.options import check_options

        chosen, terminal = check_options(config, inputs, given=given), Terminal(quiet=config.check.quiet)
        for form, _ in given:
            if form not in (None, "text"):
                what = f"nobody is asked, so there is no report in {form}; leave out offline or --format {form}"
                raise ConfigError(config.fault(("check", "offline"), what))
        reports = given or [one for one in chosen.reports if one[0] == "text"] or [("text", None)]
        text = describe_offline(chosen, screen=terminal, listing=listing) + "\n"
    for _, file in reports:
        terminal.show_text(text, file)


def run_merge(
    states: tuple[Path, ...],
    given: "list[GivenReport]",
    flags: "dict[str, Any]",
    *,
    also: "Tell | None" = None,
) -> int:
    """Merge the shards of a check, and return the exit status; ``also`` is given the summary as in `run_check`."""
    from feedtool.commands.merge import merge as run
    from feedtool.runs.options import check_options

    config = config_here(check=flags)
    if config.check.offline:
        what = "a merge asks for what no shard could; leave this out while you merge"
        raise ConfigError(config.fault(("check", "offline"), what))
    chosen = check_options(config, given=given)
    return _ended(run(states, chosen, screen=Terminal(quiet=config.check.quiet), also=also), chosen)


def run_shard(
    written: str,
    inputs: tuple[str, ...],
    flags: "dict[str, Any]",
    *,
    earlier: Path | None = None,
) -> int:
    """Check a shard, and return the exit status."""
    from feedtool.commands.shard import describe
    from feedtool.commands.shard import shard as run
    from feedtool.reports.summary import COULD_NOT_TELL
    from feedtool.runs.options import check_options
    from feedtool.runs.sharding import ShardName

    name = ShardName.read(written)
    config = _configured(inputs, flags)
    chosen, terminal = check_options(config, inputs), Terminal(quiet=config.check.quiet)
    if chosen.offline:
        raise click.UsageError("--shard: --offline asks nobody; leave out one of the two")
    sharded = run(chosen, name, screen=terminal, earlier=earlier)
    terminal.show_text("".join(f"{line}\n" for line in describe(sharded)), None)
    if sharded.interrupted:
        say("feedtool: interrupted; the same command goes on from there")
        return INTERRUPTED
    return COULD_NOT_TELL if sharded.could_not_tell else 0


def _ended(checked: "Checked", chosen: "CheckOptions") -> int:
    """Return the exit status of a check that is over, and say why there is no whole report if so."""
    if checked.failed is not None:
        if not checked.interrupted:
            raise checked.failed
        say(f"feedtool: {checked.failed}")
    if checked.interrupted:
        kept = "" if chosen.state is None else "; the next run goes on from there"
        say(f"feedtool: interrupted; what was known by then is in the report{kept}")
        return INTERRUPTED
    network = checked.summary.network
    if network is not None and ("text", None) not in chosen.reports:
        say(f"feedtool: {network.reason}: {network.detail}")
    return checked.summary.exit_status(chosen.fail_on)
