from pathlib import Path

import pytest

from feedtool.commands.serve import make_server
from feedtool.errors import InputError


def test_without_feeds_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="run 'feedtool build' first"):
        make_server(tmp_path / "feeds", 0)


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with make_server(tmp_path, 0) as first, pytest.raises(InputError, match="choose another with --port"):
        make_server(tmp_path, first.server_address[1])
