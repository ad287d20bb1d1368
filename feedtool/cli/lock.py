"""The command that shows the lock and repairs it."""

from pathlib import Path

import click

from feedtool.cli.here import config_here
from feedtool.cli.status import FINDINGS
from feedtool.terminal.terminal import say
from feedtool.text import counted
from feedtool.visible import visible


@click.command()
@click.option("--repair", is_flag=True, help="Put the file in order, and say what was repaired.")
@click.option("--lock", "file", metavar="FILE", type=click.Path(path_type=Path),
              help="Look at FILE.  [default: feeds.lock beside the configuration]")  # fmt: skip
def lock(repair: bool, file: Path | None) -> int:
    """Show what feeds.lock remembers, and repair it after a merge.

    The lock remembers what subscribers know each article by. Where Git left marks of a conflict in it, two lines for
    one entry, or a damaged line, --repair puts it in order by the rules of docs/archive.md; so does every build.

    \b
      feedtool lock
      feedtool lock --repair

    Exit status: 0 the lock is in order; 1 there is something to repair; 2 wrong usage, there is no lock, or it cannot
    be understood or written.
    """
    from feedtool.commands.lock import look_at_lock
    from feedtool.config.file import LOCK_NAME

    path = config_here(lock=file).lock or Path(LOCK_NAME)
    told = look_at_lock(path, repair=repair)
    for one in told.repairs:
        say(f"{path.as_posix()}:{one.line}: {one.message}")
    entries, gone = len(told.lock.lines), told.gone
    click.echo(visible(f"{path.as_posix()}: {counted(entries, 'entry')}, {gone} of them gone"))
    if told.written:
        click.echo(visible(f"{path.as_posix()}: written; {counted(len(told.repairs), 'repair')}"))
    if told.repairs and not repair:
        count = counted(len(told.repairs), "thing")
        say(f"feedtool: {path.as_posix()}: {count} to repair; run 'feedtool lock --repair'")
        return FINDINGS
    return 0
