"""``python -m feedtool`` and the ``feedtool`` command: Ctrl-C ends even a start without a traceback."""

import os
import signal


def main() -> None:
    """Run the command line."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))  # nothing has begun: nothing to clean up
    from feedtool.cli import main as run

    signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


if __name__ == "__main__":
    main()
