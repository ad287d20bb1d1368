"""The workflow that checks links in shards, as `feedtool init --github --shards` writes it: its jobs, run one by one."""

import os
import shutil
from pathlib import Path

import pytest
import yaml

from tests.commands.checking import OPENED, Site, feedtool
from tests.conftest import ROOT
from tests.making import mirror
from tests.runner import Runner, make_tools

BASH = pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs bash, as the runners have")


class InShards:
    """An archive whose links GitHub checks in two shards, each job on a machine of its own."""

    def __init__(self, folder: Path, web: Site) -> None:
        self.folder, self.cache, self.tools = folder, folder / "cache", make_tools(folder / "tools")
        self.cache.mkdir()
        archive = folder / "archive"
        archive.mkdir()
        done = feedtool(archive, "init", "--github", "--shards", "2", "--install", ".")
        assert done.status == 0, done.err
        file = archive / "feedtool.toml"
        file.write_text(file.read_text("utf-8").replace("[check]  #", f"{OPENED}#"), "utf-8")
        (archive / "seeds").mkdir()
        article = mirror(f'<a href="{web.gone()}">lost</a><a href="{web.moved()}">old</a>', link=web.fine())
        (archive / "seeds" / "a.md").write_text(article)
        self.jobs = yaml.safe_load((archive / ".github" / "workflows" / "links.yml").read_text("utf-8"))["jobs"]

    def job(self, name: str, run: int, attempt: int = 1, **matrix: int) -> Runner:
        """Run a job on a machine that has nothing but a checkout."""
        machine = self.folder / f"{name}-{run}-{attempt}-{'-'.join(map(str, matrix.values()))}"
        machine.mkdir()
        shutil.copytree(self.folder / "archive", machine / "checkout")
        context = {"github": {"run_id": run, "run_attempt": attempt, "token": "t0ken"}, "matrix": matrix}
        runner = Runner(
            machine / "checkout", self.tools, context,
            {"PATH": f"{self.tools}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1",
             "GITHUB_STEP_SUMMARY": str(machine / "summary.md")},
            cache=self.cache,
        )  # fmt: skip
        runner.run(self.jobs[name]["steps"])
        return runner

    def shards(self, run: int) -> None:
        for number in self.jobs["shard"]["strategy"]["matrix"]["shard"]:
            done = self.job("shard", run, shard=number)
            assert not done.failed, done.done


@BASH
def test_the_links_of_an_archive_are_checked_in_shards_by_jobs_that_share_nothing_but_the_cache(
    tmp_path: Path, web: Site
) -> None:
    archive = InShards(tmp_path, web)
    archive.shards(1)
    merged = archive.job("merge", 1)
    done = merged.done["Merge the shards"]
    assert (merged.failed, done.returncode) == (True, 1), done.stderr  # there is a finding
    assert "3 links: 1 broken, 1 moved, 1 ok" in done.stdout
    assert sorted(path.name for path in (merged.folder / ".feedtool").iterdir()) == [".gitignore", "state.sqlite3"]

    asked = len(web.requests)
    archive.shards(2)
    again = archive.job("merge", 2).done["Merge the shards"]
    assert "Since the run before: 0 new, 0 repaired." in again.stdout
    assert [head.split(b" ")[1] for head in web.requests[asked:]] == [b"/gone", b"/gone"]  # only that is due


@BASH
def test_a_shard_that_failed_is_run_again_and_the_others_are_still_there(tmp_path: Path, web: Site) -> None:
    archive = InShards(tmp_path, web)
    archive.job("shard", 1, shard=2)
    archive.job("shard", 1, 2, shard=1)
    assert archive.job("merge", 1, 2).done["Merge the shards"].returncode == 1
