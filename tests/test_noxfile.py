"""The checks of noxfile.py: each says what it does, and those that the docs name are there."""

import json
import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT

DOCS = ("CONTRIBUTING.md", ".github/PULL_REQUEST_TEMPLATE.md", ".ci/run")


@pytest.fixture(scope="module")
def sessions() -> dict[str, str]:
    """Return the sentence of every session, by its name without Python version."""
    done = subprocess.run(
        [sys.executable, "-m", "nox", "--noxfile", str(ROOT / "noxfile.py"), "--list", "--json"],
        capture_output=True, encoding="utf-8", timeout=60, check=True,
    )  # fmt: skip
    return {one["name"]: one["description"] for one in json.loads(done.stdout)}


def test_every_check_says_in_a_sentence_what_it_does(sessions: dict[str, str]) -> None:
    assert sessions
    for name, sentence in sessions.items():
        assert re.fullmatch(r"[A-Z].* .*\.", sentence), name


@pytest.mark.parametrize("path", DOCS)
def test_the_checks_that_a_file_names_are_there(sessions: dict[str, str], path: str) -> None:
    text = (ROOT / path).read_text("utf-8")
    calls = re.findall(r"\bnox (?:--no-venv )?(?:-s|--keywords) ([^#`\n]+)", text)
    named = {re.sub(r"-3\.\d+$", "", name) for call in calls for name in re.findall(r"[\w.-]+", call)} - {"not"}
    assert named
    assert named <= set(sessions)
