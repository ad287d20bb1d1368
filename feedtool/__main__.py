"""``python -m feedtool`` and the ``feedtool`` command: a start and an end without delay and without a traceback."""

import contextlib
import gc
import os
import signal
import sys


def main() -> None:
    """Run the command line, and end the process with its exit status."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))  # nothing has begun: nothing to clean up
    gc.set_threshold(100_000, 20, 20)  # a run makes few cycles and many values: looking for cycles cost a tenth of it
    from feedtool.cli.main import main as run

    signal.signal(signal.SIGINT, signal.default_int_handler)
    status = run()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # nobody reads any more
            stream.flush()
    os._exit(status)  # what is in memory need not be taken apart first: that takes a twentieth of a build


if __name__ == "__main__":
    main()
