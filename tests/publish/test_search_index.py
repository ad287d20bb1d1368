import gzip
import os
import sys
import tomllib
from pathlib import Path

import pytest

from feedtool.errors import InputError, OutputError
from feedtool.publish.search_index import INSTALL, RUNTIME, index_of, program
from feedtool.publish.search_text import Searched, document_of
from tests.conftest import ROOT
from tests.searching import needs_pagefind

DOCUMENTS = [
    (f"{number:03}", document_of(Searched(f"标题{number}", "正文 text", None, None, "2024-03-05", "zh")))
    for number in range(20)
]


@needs_pagefind
def test_an_index_has_a_file_for_each_document_and_files_of_words() -> None:
    files = dict(index_of(DOCUMENTS, runtime=False))
    fragments = [gzip.decompress(data) for path, data in files.items() if path.startswith("fragment/")]
    assert len(fragments) == len(DOCUMENTS)
    assert any("标题7".encode() in fragment for fragment in fragments)
    assert any(path.startswith("index/") for path in files)
    assert "pagefind-entry.json" in files


@needs_pagefind
def test_what_a_browser_needs_once_comes_where_it_is_asked_for_and_nothing_else() -> None:
    without, files = (dict(index_of(DOCUMENTS, runtime=runtime)) for runtime in (False, True))
    assert set(files) - set(without) == set(RUNTIME)
    assert not [path for path in files if "ui" in path or "highlight" in path]


@needs_pagefind
def test_the_same_documents_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = list(index_of(DOCUMENTS, runtime=True))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("PAGEFIND_FORCE_LANGUAGE", "en")
    assert list(index_of(list(reversed(DOCUMENTS)), runtime=True)) == first


def test_what_it_says_to_install_is_the_extra() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert f"pip install '{extras['search'][0]}'" == INSTALL
    assert extras["search"][0] in extras["dev"]


def test_without_pagefind_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pagefind.service", None)
    with pytest.raises(InputError, match=r"pip install 'pagefind\[bin\]>=1.5,<2' \(the extra feedtool\[search\]\)"):
        program()


@pytest.mark.skipif(os.name == "nt", reason="a script is no program on Windows")
@needs_pagefind
@pytest.mark.parametrize(
    ("script", "told"),
    [("echo told >&2\necho why >&2\nexit 1", "made no search index: why"), ("exit 3", "exit status 3")],
)
def test_where_pagefind_fails_it_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, told: str
) -> None:
    fake = tmp_path / "pagefind"
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(fake))
    with pytest.raises(OutputError, match=told):
        list(index_of(DOCUMENTS, runtime=False))


@needs_pagefind
def test_a_program_that_cannot_be_run_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "none"))
    with pytest.raises(OutputError, match="none: cannot be run"):
        list(index_of(DOCUMENTS, runtime=False))
