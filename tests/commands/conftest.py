"""The two things a check is told with: an archive, and a web that it may ask."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands.checking import IN_ROWS, Archive, MakeArchive, Site


@pytest.fixture
def archive(tmp_path: Path, seeds: Callable[..., Path]) -> MakeArchive:
    """Make an archive in ``tmp_path`` of a configuration, or of none if that is None, and of articles by name.

    Unless a test says otherwise its checks may ask loopback, and report rows.
    """

    def make(config: str | None = IN_ROWS, **articles: str | bytes) -> Archive:
        if config is not None:
            (tmp_path / "feedtool.toml").write_text(config, "utf-8")
        if articles:
            seeds(**articles)
        return Archive(tmp_path)

    return make


@pytest.fixture
def web() -> Iterator[Site]:
    """A web on loopback that answers by path."""
    with Site() as site:
        yield site
