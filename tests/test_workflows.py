"""The shell in the workflows does what their comments say."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

WORKFLOWS = ROOT / ".github" / "workflows"
pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs bash, as the runners have")


def script_of(workflow: str, step: str) -> str:
    steps = yaml.safe_load((WORKFLOWS / workflow).read_text("utf-8"))["jobs"]["check"]["steps"]
    return str(next(one["run"] for one in steps if one.get("name") == step))


@pytest.mark.parametrize(("status", "expected"), [(0, 0), (1, 1), (2, 2), (3, 0)])
def test_the_links_job_fails_only_on_what_someone_must_look_at(tmp_path: Path, status: int, expected: int) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    report = "```\n# not a heading\n::error::not a command\n"
    for name, text in (("python", ""), ("feedtool", f"printf '%s' '{report}' > links.txt; exit {status}")):
        (tools / name).write_text(f"#!/bin/sh\n{text}\n")
        (tools / name).chmod(0o755)
    summary = tmp_path / "summary"
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script_of("links.yml", "Check the links")],
        cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60,
        env=os.environ | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "GITHUB_STEP_SUMMARY": str(summary)},
    )  # fmt: skip
    assert done.returncode == expected, done.stderr
    assert ("::warning::" in done.stdout) is (status == 3)
    assert summary.read_text() == "\n    ```\n    # not a heading\n    ::error::not a command\n"
