from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commandline import feedtool
from tests.making import mirror

Seeds = Callable[..., Path]


def test_all_that_is_wrong_with_a_configuration_is_told_a_line_each(tmp_path: Path) -> None:
    (tmp_path / "feedtool.toml").write_text('titel = "x"\n[check]\nper-host = 0\n[folders."a\\nb"]\nx = 1\n')
    done = feedtool(tmp_path, "config", "--max-entries", "0")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "feedtool: feedtool.toml:1:1: titel: there is no such key; did you mean 'title'?",
        "feedtool: feedtool.toml:3:1: check.per-host: 0 is too small; write 1 to 256",
        'feedtool: feedtool.toml:5:1: folders."a\\u000ab".x: there is no such key; known are language, author, source',
        "feedtool: --max-entries: 0 is too small; write 1 or more",
    ]


def test_build_and_config_note_an_address_from_the_docs(seeds: Seeds) -> None:
    folder = seeds(a=mirror()).parent
    (folder / "feedtool.toml").write_text('base-url = "https://example.org/feeds/"\n')
    note = "note: feedtool.toml:1:1: base-url: 'https://example.org/feeds/' is an example from the docs; "
    assert note in feedtool(folder, "build").stdout
    assert feedtool(folder, "build", "--quiet").stdout == ""
    shown = feedtool(folder, "config")
    assert (shown.returncode, shown.stderr.startswith(note)) == (0, True)


@pytest.mark.parametrize(("words", "named"), [("--title x", "--title"), ("-o x", "--output"), ("articles", "SEEDS")])
def test_the_schema_goes_with_nothing_else(tmp_path: Path, words: str, named: str) -> None:
    done = feedtool(tmp_path, "config", "--schema", *words.split())
    told = f"Error: --schema and {named}: the schema is the same whatever is set; leave out {named}"
    assert (done.returncode, done.stdout, done.stderr.splitlines()[-1]) == (2, "", told)
    assert feedtool(tmp_path, "config", "--schema").returncode == 0
