"""The commands about links: argv → command → screen and exit status."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool.cli.terminal import FINDINGS, INTERRUPTED, Terminal, choice, config_here, options, say
from feedtool.config.keys import FORMATS
from feedtool.dates import to_epoch_ms
from feedtool.errors import InputError, OutputError
from feedtool.visible import visible

if TYPE_CHECKING:
    from feedtool.commands.options import GivenReport
    from feedtool.commands.reporting import Tell

_STATE = click.option(
    "--state",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="What is remembered of links.  [default: .feedtool/state.sqlite3 beside the configuration]",
)
_CHECK = options(
    choice("--timeout", "SECONDS", "For one link, with its redirects and tries.  [default: 20]", type=float),
    choice("--retries", "NUMBER", "Tries more after a server stumbled.  [default: 2]", type=click.IntRange(0, 2)),
    choice("--concurrency", "NUMBER", "Requests at a time, in all.  [default: 256]", type=click.IntRange(1, 4096)),
    choice("--per-host", "NUMBER", "Requests at a time to one host.  [default: 4]", type=click.IntRange(1, 256)),
    choice("--rate", "NUMBER", "Requests a second to one host, 0: no limit.  [default: 20]", type=float),
    choice("--max-time", "SECONDS", "For the whole run; what is not known by then is said.", type=float),
    choice("--wait", "SECONDS", "For another check with the same state to end.  [default: 600]", type=float),
    click.option("--kinds", metavar="KIND,…", help="Only these: article, link, image, embed, enclosure."),
    choice("--include", "PATTERN", "Only URLs like this, with *; repeatable.", multiple=True),
    choice("--exclude", "PATTERN", "No URLs like this, with *; repeatable.", multiple=True),
    choice("--allow-private", "WHAT", "A private address, block or host that may be asked; repeatable.", multiple=True),
    choice("--ca-file", "PEM", "Roots to trust besides the system's.", type=click.Path(path_type=Path)),
    choice("--user-agent", "TEXT", "What to say of oneself."),
    choice("--header", "NAME: VALUE", "A header for every request; repeatable.", multiple=True),
    choice("--proxy", "URL", "An HTTP proxy; those of the environment are ignored."),
)


_REPORTS = options(
    click.option(
        "--format",
        "formats",
        metavar="FORMAT",
        type=click.Choice(FORMATS),
        multiple=True,
        help=f"Form of the report: {', '.join(FORMATS)}; repeatable, each with its own -o.  [default: text]",
    ),
    click.option(
        "-o",
        "--output",
        "outputs",
        metavar="FILE",
        type=click.Path(path_type=Path),
        multiple=True,
        help="File for the report named before it.  [default: standard output]",
    ),
)


class _Reporting(click.Command):
    """A command whose ``--format`` and ``-o`` come in pairs, which takes their order on the command line to know."""

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
                    raise click.UsageError(f"-o {output}: no --format before it that has no file yet", ctx)
                pairs[-1:] = [(pairs[-1][0] if pairs else None, output)]
        ctx.params["given"] = [(form, None if file == Path("-") else file) for form, file in pairs]
        return rest


@click.command(cls=_Reporting, short_help="Verify every link and image.")
@click.argument("inputs", metavar="[PATH_OR_URL]...", nargs=-1)
@_REPORTS
@click.option("--strict", is_flag=True, default=None, help="Unreachable links are findings too.")
@click.option("--files-from", metavar="FILE", help="Read further paths and URLs from a file, one a line; - is stdin.")
@click.option("--kind", type=click.Choice(("link", "image")), help="What plain URLs are taken for.  [default: link]")
@click.option("--base-url", metavar="URL", help="What relative links of HTML pages are resolved against.")
@click.option("--offline", is_flag=True, default=None, help="Ask nobody; show how much each host would be asked.")
@_STATE
@click.option("--no-state", is_flag=True, default=None, help="Remember nothing, and ask for everything.")
@click.option("--all", is_flag=True, default=None, help="Ask for every link, also those that are not due.")
@_CHECK
@click.option("-q", "--quiet", is_flag=True, default=None, help="Print nothing but errors: the exit status tells.")
def check(inputs: tuple[str, ...], given: "list[tuple[str | None, Path | None]]", **flags: Any) -> int:
    """Check every link and image of articles, pages, feeds and plain URLs.

    PATH_OR_URL is a folder, a file or a URL, by default the folder of the articles. Verdicts: ok, moved (the new
    address is given), broken (a finding), blocked (the server refuses robots), unreachable (could not be judged now),
    skipped. Images behind images.weserv.nl and other proxies are asked for twice: as shown, and where they come from.
    What was found is remembered: what has long been fine is asked less often, what is unreachable for long is broken.

    \b
      feedtool check                                 the articles in seeds/
      feedtool check feeds/atom.xml page.html        a feed and a page
      feedtool check https://example.org/ --format jsonl
      feedtool check --format text --format html -o links.html
      feedtool check --offline                       how much would be asked of whom

    Exit status: 0 all is well; 1 findings; 2 wrong usage, configuration or input; 3 could not tell (no network, out of
    time); 130 interrupted.
    """
    return run_check(inputs, given, flags)


@click.command(cls=_Reporting, short_help="Report what the last check found, in any format.")
@_REPORTS
@_STATE
@click.option("--strict", is_flag=True, default=None, help="Unreachable links are findings too.")
@click.option("--page", is_flag=True, help="Write the link-health page beside the feeds, if link-health is configured.")
@click.option("-q", "--quiet", is_flag=True, default=None, help="Print nothing but errors.")
def report(given: "list[tuple[str | None, Path | None]]", page: bool, quiet: bool | None, **flags: Any) -> int:
    """Make the report of the last check again, in any format, from what is stored. Nobody is asked.

    \b
      feedtool report                                what the last check found
      feedtool report --format html -o links.html    the link-health page
      feedtool report --page                         it, beside the feeds
      feedtool report --format csv -o links.csv      a table of every link
      feedtool report --format sarif                 for code scanning

    Exit status: 0 done, whatever was found; 2 wrong usage, a state that cannot be read, a file that cannot be
    written.
    """
    from feedtool.commands.options import is_quiet, options_of
    from feedtool.commands.report import report as run
    from feedtool.commands.state import is_there

    config = config_here()
    if page:
        if given:
            raise click.UsageError("--page goes without --format and -o")
        if config.link_health is None:
            say("note: no link-health page is configured; set link-health in feedtool.toml")
            return 0
        page_file = config.output / config.link_health
        if page_file.is_symlink():
            raise OutputError(f"{page_file}: a symbolic link; put a file there, or remove it")
        given = [("html", page_file)]
    check_options = options_of(config, flags, given=given)
    if flags["state"] is not None and not is_there(flags["state"]):
        raise InputError(f"{flags['state']}: no such file; 'feedtool check --state {flags['state']}' makes it")
    run(check_options, screen=Terminal(quiet=is_quiet(config, quiet)))
    return 0


@click.command(short_help="Show what is remembered of a link.")
@click.argument("url")
@_STATE
def history(url: str, state: Path | None) -> int:
    """Show what is remembered of a link: since when it is as it is, and what was seen when that changed.

    Exit status: 0 done; 1 nothing is known of it; 2 wrong usage, or a state that cannot be read.
    """
    from feedtool.commands.history import describe
    from feedtool.commands.options import options_of
    from feedtool.reports.masking import masked

    terminal = Terminal(quiet=False)
    lines = describe(
        url, options_of(config_here(), {"state": state}), now_ms=to_epoch_ms(terminal.now()), say=say
    )  # fmt: skip
    if lines is None:
        say(f"feedtool: nothing is known of {masked(url)}; it is asked when 'feedtool check' meets it")
        return FINDINGS
    for line in lines:
        click.echo(visible(line))
    return 0


def run_check(
    inputs: tuple[str, ...],
    given: "list[GivenReport]",
    flags: "dict[str, Any]",
    *,
    also: "Tell | None" = None,
) -> int:
    """Check, and return the exit status; ``also`` is given the summary while its results can be read."""
    from feedtool.commands.check import check as run
    from feedtool.commands.check import describe_offline
    from feedtool.commands.options import is_quiet, options_of

    config = config_here()
    terminal = Terminal(quiet=is_quiet(config, flags.get("quiet")))
    check_options = options_of(config, flags, inputs, given=given)
    if check_options.offline:
        file = next((file for form, file in check_options.reports if form == "text"), None)
        terminal.show_text(describe_offline(check_options, screen=terminal) + "\n", file)
        return 0
    checked = run(check_options, screen=terminal, also=also)
    if checked.failed is not None:
        if not checked.interrupted:
            raise checked.failed
        say(f"feedtool: {checked.failed}")
    if checked.interrupted:
        kept = "" if check_options.state is None else "; the next run goes on from there"
        say(f"feedtool: interrupted; what was known by then is in the report{kept}")
        return INTERRUPTED
    network = checked.summary.network
    if network is not None and ("text", None) not in check_options.reports:
        say(f"feedtool: {network.reason}: {network.detail}")
    return checked.summary.exit_status
