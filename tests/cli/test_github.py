"""What a step of a workflow runs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from feedtool.cli import github
from feedtool.cli.main import cli
from feedtool.errors import OutputError
from feedtool.reports.summary import Summary
from tests.reports.making import result, summary


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_TOKEN", "GITHUB_REPOSITORY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def feedtool(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(cli, words, prog_name="feedtool", standalone_mode=False, env=environment)


Step = Callable[..., Result]


@pytest.fixture
def step(monkeypatch: pytest.MonkeyPatch) -> Step:
    """Run a step whose check comes to a summary, asking nobody. ``seen`` is what the check was given."""

    def run(one: Summary, *, seen: dict[str, Any] | None = None, **environment: str) -> Result:
        def checked(inputs: object, given: object, flags: object, *, also: Callable[[Summary], None]) -> int:
            if seen is not None:
                seen.update(inputs=inputs, given=given, flags=flags)
            also(one)
            return one.exit_status(environment.get("FEEDTOOL_FAIL_ON", "findings"))

        monkeypatch.setattr(github, "run_check", checked)
        return feedtool("action", **environment)

    return run


def test_the_inputs_of_a_step_are_those_of_the_check(step: Step) -> None:
    seen: dict[str, Any] = {}
    done = step(
        summary(), seen=seen, FEEDTOOL_PATHS="seeds\n page.html \n", FEEDTOOL_FILES_FROM="more.txt", FEEDTOOL_MAX_TIME="90",
        FEEDTOOL_FORMATS="html=links.html\ncsv=links.csv", FEEDTOOL_STATE="links.state",
    )  # fmt: skip
    assert done.exception is None
    assert seen == {
        "inputs": ("seeds", "page.html"),
        "given": [("text", None), ("html", Path("links.html")), ("csv", Path("links.csv"))],
        "flags": {"state": Path("links.state"), "max_time": 90.0, "files_from": "more.txt", "fail_on": "findings"},
    }


@pytest.mark.parametrize(
    ("one", "fail_on", "status"),
    [
        (summary(), "findings", 0),
        (summary(result()), "findings", 1),
        (summary(result()), "never", 0),
        (summary(complete=False), "findings", 0),
        (summary(complete=False), "unknown", 3),
    ],
)
def test_a_step_fails_on_what_it_is_told_to(step: Step, one: Summary, fail_on: str, status: int) -> None:
    assert step(one, FEEDTOOL_FAIL_ON=fail_on).return_value == status


def test_the_log_gets_annotations(step: Step) -> None:
    assert step(summary(result())).stdout.startswith("::error file=seeds/a.md,line=7,col=3,title=Link http-404::")


def test_the_workflow_and_the_page_of_the_job_are_told_behind_what_others_said(step: Step, here: Path) -> None:
    (here / "outputs").write_text("other=1\n")
    (here / "page.md").write_text("another step\n")
    step(summary(result()), GITHUB_OUTPUT=str(here / "outputs"), GITHUB_STEP_SUMMARY=str(here / "page.md"))
    assert (here / "outputs").read_text().startswith("other=1\nexit-code<<")
    assert (here / "page.md").read_text().startswith("another step\n# Links\n\n1 link: 1 broken.\n")


def test_the_page_of_a_job_that_is_nearly_full_is_not_made_too_long(step: Step, here: Path) -> None:
    (here / "page.md").write_bytes(b"x" * 1_000_000)
    step(
        summary(*(result(f"https://h{number}.example/", detail="x" * 300) for number in range(500))),
        GITHUB_STEP_SUMMARY=str(here / "page.md"),
    )
    assert 1_000_000 < (here / "page.md").stat().st_size <= 1024 * 1024
    assert "more links, not shown here" in (here / "page.md").read_text()


def test_outside_a_workflow_nothing_is_written(step: Step, here: Path) -> None:
    assert step(summary(result())).exception is None
    assert list(here.iterdir()) == []


def test_what_cannot_be_told_to_one_is_told_to_the_others_and_raised(step: Step, here: Path) -> None:
    nowhere = here / "nowhere" / "outputs"
    done = step(summary(result()), GITHUB_OUTPUT=str(nowhere), GITHUB_STEP_SUMMARY=str(here / "page.md"))
    assert isinstance(done.exception, OutputError)
    assert str(done.exception) == f"{nowhere}: cannot be written: No such file or directory"
    assert (here / "page.md").read_text().startswith("# Links")


def test_the_issue_is_kept_only_if_asked_for_and_what_was_done_is_said(
    step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Summary] = []

    def keep(one: Summary, _environment: object, **_how: object) -> str:
        kept.append(one)
        return "opened #7"

    monkeypatch.setattr("feedtool.github.action.keep_issue", keep)
    one = summary(result())
    assert "issue:" not in step(one).stderr
    assert step(one, FEEDTOOL_ISSUE="on").stderr == "issue: opened #7\n"
    assert kept == [one]
