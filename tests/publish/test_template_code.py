"""The code of templates, kept from one run to the next."""

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from feedtool.publish.template_code import TemplateCode


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module in a folder where Python has kept code."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "__pycache__").mkdir()
    return tmp_path / "module.py"


def shown(module: Path, template: str) -> str:
    environment = Environment(loader=DictLoader({"a": template}), bytecode_cache=TemplateCode(str(module)))
    return environment.get_template("a").render(name="Ann")


def kept(module: Path) -> list[Path]:
    return sorted((module.parent / "__pycache__").iterdir())


def test_code_that_is_kept_is_not_made_again(module: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(module, "Hello {{ name }}") == "Hello Ann"
    assert len(kept(module)) == 1
    monkeypatch.setattr(Environment, "compile", None)
    assert shown(module, "Hello {{ name }}") == "Hello Ann"


def test_a_template_that_changed_is_made_anew_and_takes_the_place_of_the_old(module: Path) -> None:
    shown(module, "Hello {{ name }}")
    assert shown(module, "Bye {{ name }}") == "Bye Ann"
    assert len(kept(module)) == 1


@pytest.mark.parametrize("damaged", [b"", b"no code", None], ids=["empty", "other", "cut"])
def test_code_that_is_damaged_is_made_anew(module: Path, damaged: bytes | None) -> None:
    shown(module, "Hello {{ name }}")
    (file,) = kept(module)
    file.write_bytes(file.read_bytes()[:-40] if damaged is None else damaged)
    assert shown(module, "Hello {{ name }}") == "Hello Ann"


def test_where_nothing_can_be_kept_the_code_is_made_each_time(tmp_path: Path) -> None:
    assert shown(tmp_path / "nowhere" / "module.py", "Hello {{ name }}") == "Hello Ann"
    assert not (tmp_path / "nowhere").exists()


def test_nothing_is_kept_where_python_is_to_keep_nothing(module: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert shown(module, "Hello {{ name }}") == "Hello Ann"
    assert kept(module) == []


def test_code_that_cannot_be_written_whole_leaves_nothing(module: Path) -> None:
    blocked = TemplateCode(str(module))
    environment = Environment(loader=DictLoader({"a": "x"}), bytecode_cache=blocked)
    key = blocked.get_cache_key("a")
    (module.parent / "__pycache__" / f"{key}.{sys.implementation.cache_tag}.jinja").mkdir()
    assert environment.get_template("a").render() == "x"
    assert [file.suffix for file in kept(module)] == [".jinja"]
