"""Where the state of a check lies."""

from pathlib import Path

import pytest

from feedtool.config.keys import Check, Config
from feedtool.runs.state_file import state_of

CACHE, OWN = Path("cache"), Path("links.state")


@pytest.mark.parametrize(
    ("check", "cache", "expected"),
    [
        (Check(), CACHE, CACHE / "state.sqlite3"),
        (Check(), None, None),
        (Check(state=OWN), CACHE, OWN),
        (Check(state=OWN), None, OWN),
        (Check(state=OWN, no_state=True), CACHE, None),
    ],
)
def test_the_state_lies_in_the_cache_unless_it_is_named(
    check: Check, cache: Path | None, expected: Path | None
) -> None:
    assert state_of(Config(check=check, cache=cache)) == expected
