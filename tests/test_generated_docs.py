"""What in docs/ is made from the code is up to date, and its examples are what feedtool reads and says."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

from feedtool.config.declaration import declared
from feedtool.config.file import load_config
from feedtool.config.keys import TABLES, Config
from feedtool.config.values import Reader
from feedtool.errors import ConfigError
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "configuration.md").read_text("utf-8")


def test_what_is_made_from_the_code_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    documents = generate.documents()
    assert {path.name for path in documents} == {
        "articles.md",
        "configuration.md",
        "checking.md",
        "feeds.md",
        "feedtool.schema.json",
    }
    for path, text in documents.items():
        assert path.read_text("utf-8") == text, "run: python docs/generate.py"


def test_every_key_has_a_row() -> None:
    for table in TABLES:
        section = re.search(rf"<!-- keys of {table.__name__}, .*?<!-- end of keys -->", PAGE, re.DOTALL)
        assert section is not None
        rows = re.findall(r"^\| `([a-z-]+)` \|", section[0], re.MULTILINE)
        assert rows == [one.name for one in declared(table) if one.name not in ("check", "folders")]


def test_examples_are_configurations() -> None:
    examples = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        reader = Reader(Path())
        assert reader.table(Config, tomllib.loads(example))
        assert reader.faults == []


def test_the_faults_it_shows_are_told_in_these_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feedtool.toml").write_text('\n\ntitel = "x"\n\n\n[check]\nper-host = 0\n')
    with pytest.raises(ConfigError) as error:
        load_config(tmp_path, {})
    assert "".join(f"feedtool: {line}\n" for line in error.value.args) in PAGE
