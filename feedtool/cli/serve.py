"""The command that serves the feeds on this machine."""

import contextlib
from pathlib import Path

import click

from feedtool.cli.here import config_here


def _port(_context: click.Context, _option: click.Parameter, port: int) -> int:
    if not 0 <= port <= 65535:
        raise click.BadParameter(f"{port} is too {'small' if port < 0 else 'large'}; write 0 to 65535")
    return port


@click.command()
@click.argument("output", required=False, type=click.Path(path_type=Path))
@click.option("--port", metavar="NUMBER", type=int, default=8000, callback=_port,
              help="Listen on port NUMBER; 0 takes a free port.  [default: 8000; 0 to 65535]")  # fmt: skip
def serve(output: Path | None, port: int) -> int:
    """Serve the feeds on this machine, to try them in a reader.

    OUTPUT is the folder of the feeds, by default the folder feeds. Only programs on this machine can reach the server.
    Ctrl-C stops it.

    Exit status: 0 the server was stopped; 2 wrong usage, there are no feeds, or the port cannot be used.
    """
    from feedtool.commands.serve import make_server

    config = config_here(output=output)
    with make_server(config.output, port, link_health=config.link_health) as server:
        print(f"{config.output}: {server.url}  (Ctrl-C to stop)", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever(poll_interval=0.1)
    return 0
