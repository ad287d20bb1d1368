from pathlib import Path

import pytest

from tests.state.making import A, B, C, ended


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a state is kept."""
    return tmp_path / ".feedtool" / "state.sqlite3"


@pytest.fixture
def files(file: Path) -> tuple[Path, Path, Path]:
    """An earlier state in which all is fine, and those of two shards that began with it."""
    ended(file, A, B, C).close()
    return file, file.with_name("one.sqlite3"), file.with_name("two.sqlite3")
