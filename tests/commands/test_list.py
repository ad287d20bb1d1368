from collections.abc import Callable
from pathlib import Path

import pytest

from feedtool import cores
from feedtool.commands.list import read_folded, read_rows
from feedtool.config.keys import Config
from feedtool.errors import InputError
from tests.making import NOW, bare, mirror

Seeds = Callable[..., Path]


def test_many_cores_list_the_same_as_one(seeds: Seeds, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = seeds(**{f"a{number}": bare(f"https://a.example/{number}") for number in range(9)}, b="no article")
    alone = list(read_rows([folder], Config(), now=NOW))
    monkeypatch.setattr(cores, "WORTH_A_CORE", 1)
    monkeypatch.setattr(cores, "CHUNK", 2)
    assert list(read_rows([folder], Config(), now=NOW)) == alone


def test_editions_are_those_of_a_folder(seeds: Seeds) -> None:
    with pytest.raises(InputError, match="name the folder"):
        read_folded(seeds(a=mirror()) / "a.md", Config(), now=NOW)
