"""The shards of a check, merged: what one process would have said, whatever leads from one site to another."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.checking import MakeArchive
from tests.commands.shards import (
    CONFIG,
    SITES,
    Sharded,
    article_with,
    emptied,
    images_behind_a_proxy,
    links_of_every_kind,
    rows,
)
from tests.parts.town import Town

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs all addresses of loopback")


@pytest.fixture
def town() -> Iterator[Town]:
    with Town(SITES) as town:
        yield town


@pytest.fixture
def kept(archive: MakeArchive, town: Town) -> Sharded:
    """An archive with links of every kind, to be checked in three shards."""
    article = article_with(links_of_every_kind(town), images_behind_a_proxy(town))
    return Sharded(archive(config=CONFIG, a=article, b=article), 3)


@pytest.mark.parametrize("shards", [1, 2, 3, 7])
def test_shards_find_what_one_process_finds(kept: Sharded, tmp_path: Path, shards: int) -> None:
    whole = kept.archive.check()
    reasons = {row["reason"] for row in rows(whole)}
    assert reasons >= {"ok", "http-404", "moved", "soft-404", "redirect-loop", "host-down", "fragment-missing"}
    emptied(tmp_path)
    merged = Sharded(kept.archive, shards).run()
    assert rows(merged) == rows(whole)
    assert merged.status == whole.status == 1
