"""As much of a runner of GitHub Actions as this project's recipes need: steps with bash, outputs, and its own action."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT

Step = Mapping[str, Any]


@dataclass
class Runner:
    """Runs the steps of a job in a folder. ``done`` are the steps that ran, by name, with what came of them.

    Actions of others do nothing: their outputs are ``replies``, and ``given`` is what each was given last. Only those of
    the cache do what they say where there is a folder for it: an entry is found by its key and its path.
    """

    folder: Path
    tools: Path
    context: dict[str, Any]
    environment: dict[str, str]
    done: dict[str, subprocess.CompletedProcess[str]] = field(default_factory=dict)
    replies: Mapping[str, dict[str, str]] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    given: dict[str, dict[str, str]] = field(default_factory=dict)
    failed: bool = False
    cache: Path | None = None

    def run(self, steps: list[Step], inputs: Mapping[str, str] | None = None) -> dict[str, dict[str, str]]:
        """Run some steps and return their outputs by id."""
        outputs: dict[str, dict[str, str]] = {"python": {"python-path": str(self.tools / "python-given")}}
        context = self.context | {
            "inputs": inputs or {},
            "steps": {name: {"outputs": one} for name, one in outputs.items()},
        }
        for step in steps:
            condition = step.get("if", "success()")
            if (self.failed and "always()" not in condition) or not _holds(condition, context):
                continue
            found = self._step(step, context)
            if "id" in step and found is not None:
                outputs[step["id"]] = found
                context["steps"][step["id"]] = {"outputs": found}
        return outputs

    def _step(self, step: Step, context: Mapping[str, Any]) -> dict[str, str] | None:
        if "run" in step:
            return self._bash(step, context)
        name = step["uses"].partition("@")[0]
        self.used.append(name)
        if name != "OWNER/feedtool":
            self.given[name] = {key: _filled(str(value), context) for key, value in step.get("with", {}).items()}
            if self.cache is not None and name.startswith("actions/cache/"):
                _use_cache(self.cache, self.folder, name, self.given[name])
            return self.replies.get(name)
        action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
        given = {key: str(one["default"]) for key, one in action["inputs"].items()} | step.get("with", {})
        inputs = {key: _filled(value, self.context) for key, value in given.items()}
        assert set(inputs) == set(action["inputs"])
        return self.run(action["runs"]["steps"], inputs).get("check")

    def _bash(self, step: Step, context: Mapping[str, Any]) -> dict[str, str]:
        file = self.folder.parent / f"outputs-{len(self.done)}"
        file.touch()
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.folder, capture_output=True, encoding="utf-8", timeout=120,
            env=os.environ | self.environment | {"GITHUB_OUTPUT": str(file)}
            | {name: _filled(value, context) for name, value in step.get("env", {}).items()},
        )  # fmt: skip
        self.done[step["name"]] = done
        self.failed |= done.returncode != 0
        text = file.read_text("utf-8")
        plain = dict(line.split("=", 1) for line in text.splitlines() if re.match(r"[a-z-]+=", line))
        return plain | dict(re.findall(r"^([a-z-]+)<<(?:\S+)\n(.*)\n\S+$", text, re.MULTILINE))


def _use_cache(cache: Path, folder: Path, name: str, given: Mapping[str, str]) -> None:
    """Save a path in a cache under a key that is new, or restore it: by its key, else by the newest that begins so."""
    path = folder / given["path"]
    if name.endswith("/save"):
        entry = cache / given["key"]
        if path.exists() and not entry.exists():
            _copy(path, entry / given["path"])
        return
    prefix = given.get("restore-keys")
    keys = [one.name for one in sorted(cache.iterdir(), key=lambda one: one.stat().st_mtime_ns, reverse=True)]
    wanted = [given["key"], *(key for key in keys if prefix and key.startswith(prefix))]
    found = next((cache / key / given["path"] for key in wanted if (cache / key / given["path"]).exists()), None)
    if found is not None:
        _copy(found, path)


def _copy(path: Path, target: Path) -> None:
    if path.is_dir():
        shutil.copytree(path, target, dirs_exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)


def make_tools(folder: Path) -> Path:
    """Return a folder of programs: what the action makes its environment with, pip that installs nothing, feedtool."""
    folder.mkdir()
    programs = {
        "python-given": f'mkdir -p "$3/bin"; echo \'PATH="{folder}:$PATH"\' > "$3/bin/activate"',
        "python": "exit 0",
        "feedtool": f'exec "{sys.executable}" -m feedtool "$@"',
    }
    for name, text in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}\n")
        (folder / name).chmod(0o755)
    return folder


def _holds(condition: str, context: Mapping[str, Any]) -> bool:
    if condition in ("always()", "success()"):
        return True
    name, _, value = condition.partition(" == ")
    return _looked_up(name, context) == value.strip("'")


def _filled(text: str, context: Mapping[str, Any]) -> str:
    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda match: _looked_up(match[1], context), text)


def _looked_up(name: str, context: Mapping[str, Any]) -> str:
    value: Any = context
    for part in name.split("."):
        value = value.get(part, {}) if isinstance(value, Mapping) else {}
    return str(value) if value != {} else ""
