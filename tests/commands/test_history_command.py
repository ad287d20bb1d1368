"""`feedtool history`: what is remembered of one link."""

from pathlib import Path

import pytest

from tests.commands.checking import MakeArchive, Site


def test_the_history_of_a_link_is_told(archive: MakeArchive, web: Site) -> None:
    kept = archive()
    kept.check(web.moved(), web.fine())
    told = kept.history(web.url("/moved#part"))
    assert told.status == 0, told.err
    assert "moved (moved) since" in told.out
    assert f"301 from {web.url('/moved')}" in told.out
    assert f"ended at {web.url('/fine')}" in told.out


@pytest.mark.parametrize(("url", "status"), [("http://a.example/never", 1), ("no url", 2)])
def test_of_what_was_never_asked_there_is_no_history(
    archive: MakeArchive, tmp_path: Path, url: str, status: int
) -> None:
    told = archive(config=None).history(url)
    assert (told.status, told.out) == (status, "")
    assert list(tmp_path.iterdir()) in ([], [tmp_path / ".feedtool"])


@pytest.mark.parametrize("url", ["http://u:SECRET@h.example/?token=SECRET", "http://u:SECRET@h h/"])
def test_history_shows_no_secret(archive: MakeArchive, url: str) -> None:
    told = archive().history(url)
    assert told.status in (1, 2)
    assert "SECRET@" not in told.err
    assert "token=SECRET" not in told.err
