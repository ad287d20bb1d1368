"""A made-up archive replaced again and again, by a process that can be killed: python -m tests.archiving FOLDER FIRST."""

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from feedtool.files import Replaced, replace_documents, sole_writer


def stream(number: int) -> Iterator[tuple[str, bytes]]:
    """Yield the documents of a build. From one to the next half of the pages change, some go and others come."""
    yield "atom.xml", f"feed {number}".encode()
    for page in range(number % 7 * 5, 60):
        folder = number % 3 if page % 4 == 0 else "x"
        yield f"archive/{folder}/{page:04}.xml", f"page {number if page % 2 else 0}".encode() * 500


def build(folder: Path, number: int) -> Replaced:
    """Replace the archive by that of a build."""
    with sole_writer(folder):
        return replace_documents(folder, stream(number), unlisted=["atom.xml"])


if __name__ == "__main__":
    for number in count(int(sys.argv[2])):
        build(Path(sys.argv[1]), number)
        print(number, flush=True)
