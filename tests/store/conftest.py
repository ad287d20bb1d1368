from pathlib import Path

import pytest


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a state is kept."""
    return tmp_path / ".feedtool" / "state.sqlite3"
