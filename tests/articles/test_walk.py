import os
from collections.abc import Callable
from pathlib import Path

import pytest

from feedtool.articles.walk import find_seeds
from feedtool.errors import InputError


def test_files_come_in_the_order_of_their_paths(seeds: Callable[..., Path]) -> None:
    folder = seeds(b="", a="", c__z="", c__a="", Z="")
    assert [seed.path for seed in find_seeds(folder)] == ["Z.md", "a.md", "b.md", "c/a.md", "c/z.md"]


def test_hidden_files_and_links_are_not_followed(seeds: Callable[..., Path], tmp_path: Path) -> None:
    folder = seeds(a="")
    (folder / ".hidden.md").write_text("x")
    (folder / ".git").mkdir()
    (folder / ".git" / "b.md").write_text("x")
    (tmp_path / "secret.md").write_text("x")
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    assert [seed.path for seed in find_seeds(folder)] == ["a.md"]


def test_a_single_file_is_its_own_folder(seeds: Callable[..., Path]) -> None:
    assert [seed.path for seed in find_seeds(seeds(a="") / "a.md")] == ["a.md"]


def test_a_missing_folder_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="name where they are"):
        find_seeds(tmp_path / "nowhere")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_is_not_opened(seeds: Callable[..., Path]) -> None:
    folder = seeds(a="")
    os.mkfifo(folder / "pipe.md")
    assert [seed.path for seed in find_seeds(folder)] == ["a.md"]
