"""Documents of entries → the files of an index, by Pagefind: the one home of that program.

It is a program that comes with the extra ``search``, and works on folders; here they are temporary ones. It asks no
network. The same documents give the same files, byte for byte, since all are indexed as one language: Pagefind lists
several in no fixed order. An index has a file for each document with its text, and files of words, which a browser
fetches as it needs them. Pagefind's memory grows with the documents (2.2 GB for 4,000), and it cannot add to an index:
so a large archive has several indexes (`rendering.searching`).
"""

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from feedtool.errors import InputError, OutputError

RUNTIME = ("pagefind.js", "pagefind-worker.js", "wasm.unknown.pagefind")  # what a browser needs once, for all indexes
INSTALL = "pip install 'pagefind[bin]>=1.5,<2'"  # which is the extra `search`, whatever feedtool was installed from
_NO_LANGUAGE = "und"  # no stems of words: those of one language do harm to others
_INDEX = ("pagefind-entry.json", "pagefind.*.pf_meta", "index/*", "fragment/*")


def program() -> Path:
    """Return the file of Pagefind. Raise InputError where it is not installed."""
    try:
        from pagefind.service import get_executable

        found = get_executable()
    except (ImportError, FileNotFoundError):
        found = None
    if found is None:
        raise InputError(
            f"search = true needs Pagefind, which is not installed; install it: {INSTALL} (the extra feedtool[search])"
        )
    return Path(found)


def index_of(documents: Iterable[tuple[str, bytes]], *, runtime: bool) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the index of some documents, by path; each document has a name of its own.

    With ``runtime`` come the files, too, that a browser needs once. Raise InputError where Pagefind is not installed,
    OutputError where it fails.
    """
    with tempfile.TemporaryDirectory(prefix="feedtool-") as folder:
        site, index = Path(folder, "site"), Path(folder, "index")
        try:
            site.mkdir()
            for name, data in documents:
                (site / f"{name}.html").write_bytes(data)
        except OSError as error:
            raise OutputError(f"{folder}: cannot be written: {error.strerror or error}") from error
        _run(site, index)
        for pattern in (*_INDEX, *(RUNTIME if runtime else ())):
            for file in sorted(index.glob(pattern)):
                yield file.relative_to(index).as_posix(), file.read_bytes()


def _run(site: Path, index: Path) -> None:
    command: list[Path | str] = [
        program(),
        "--site",
        site,
        "--output-path",
        index,
        "--force-language",
        _NO_LANGUAGE,
        "--silent",
    ]
    own = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    try:  # in a folder in which no configuration of Pagefind lies
        done = subprocess.run(command, cwd=site, env=own, capture_output=True, check=False)  # noqa: S603
    except OSError as error:
        raise OutputError(f"{command[0]}: cannot be run: {error.strerror or error}") from error
    if done.returncode:
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
        raise OutputError(f"Pagefind made no search index: {said[-1] if said else f'exit status {done.returncode}'}")
