from pathlib import Path

import pytest

from tests.commandline import feedtool


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_a_port_that_is_none_is_wrong_usage(tmp_path: Path, port: str) -> None:
    done = feedtool(tmp_path, "serve", "--port", port)
    assert done.returncode == 2
    assert "Invalid value for '--port'" in done.stderr
    assert "Traceback" not in done.stderr
