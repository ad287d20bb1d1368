"""The command line, run in this process: from its arguments to its exit status, and what it writes.

Starting an interpreter and importing everything again costs as much as hundreds of tests, so this is the usual way.
`started` runs the program itself, for what only a process can show: its encoding, its pipes, its signals, its end.
"""

import logging
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

from feedtool.cli import main
from tests.conftest import ROOT


def feedtool(folder: Path, *words: str, stdin: str = "", **environment: str) -> CompletedProcess[str]:
    """Run a command in a folder, in this process.

    What is logged stands in ``stderr``, as it does where nobody has set up logging. An error that the command line does
    not know is raised.
    """
    out, err = (TextIOWrapper(BytesIO(), "utf-8", "backslashreplace", newline="") for _ in range(2))
    log = logging.StreamHandler(err)
    log.setLevel(logging.WARNING)
    logging.getLogger().addHandler(log)
    try:
        with (
            chdir(folder),
            redirect_stdout(out),
            redirect_stderr(err),
            patch.dict(os.environ, environment),
            patch.object(sys, "stdin", TextIOWrapper(BytesIO(stdin.encode()), "utf-8")),
            patch.object(sys, "argv", ["__main__.py", *words]),
            patch.object(sys.modules["__main__"], "__package__", "feedtool"),  # the program's name, as click finds it
        ):
            status = main._run()
    finally:
        logging.getLogger().removeHandler(log)
    return CompletedProcess(words, status, *(_written(stream) for stream in (out, err)))


def _written(stream: TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def started(folder: Path, *words: str, **environment: str) -> CompletedProcess[str]:
    """Run a command in a folder as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "feedtool", *words],
        cwd=folder,
        env=os.environ | {"PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
