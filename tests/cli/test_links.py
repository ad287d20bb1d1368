"""The commands about links: arguments to a command, its result to a screen and an exit status."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from feedtool.cli import links
from feedtool.cli.main import cli
from feedtool.commands.check import Checked
from feedtool.config.keys import Config
from feedtool.errors import OutputError
from feedtool.judge.verdict import Verdict
from feedtool.reports.summary import Summary
from tests.making import mirror
from tests.reports.making import DOWN, result, summary
from tests.state.making import GONE, A, ended


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own with one article in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.md").write_text(mirror(link=A), "utf-8")
    return tmp_path


def feedtool(*words: str) -> Result:
    return CliRunner().invoke(cli, words, prog_name="feedtool", standalone_mode=False)


# -- reports come in pairs of a format and a file


@pytest.mark.parametrize(
    ("words", "pairs"),
    [
        ("", []),
        ("--format json", [("json", None)]),
        ("-o a.json", [(None, "a.json")]),
        ("--format json -o a.json", [("json", "a.json")]),
        ("-o a.json --format json", [("json", "a.json")]),
        ("--format text --format json -o a.json", [("text", None), ("json", "a.json")]),
        ("--format json -o a.json --format text", [("json", "a.json"), ("text", None)]),
        ("--format json -o a.json --format csv -o a.csv", [("json", "a.json"), ("csv", "a.csv")]),
        ("-o a.json --format json --format csv -o a.csv", [("json", "a.json"), ("csv", "a.csv")]),
        ("--format=json -oa.json", [("json", "a.json")]),
        ("--format json -o -", [("json", None)]),
    ],
)
def test_a_file_goes_with_the_format_before_it(
    words: str, pairs: list[tuple[str | None, str | None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(links, "run_check", lambda _inputs, given, _flags: seen.extend(given) or 0)
    done = feedtool("check", *words.split())
    assert done.exception is None
    assert seen == [(form, file and Path(file)) for form, file in pairs]


@pytest.mark.parametrize("words", ["-o a -o b", "--format json -o a -o b"])
def test_a_file_too_many_is_wrong_usage(words: str, here: Path) -> None:
    done = feedtool("check", *words.split())
    assert isinstance(done.exception, click.UsageError)
    assert "-o b: the --format before it has a file already" in done.exception.message
    assert not (here / "a").exists()


# -- what a check comes to


Ends = Callable[..., Result]


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Ends:
    """Let a check end in some way, asking nobody, and return what its command does."""

    def run(one: Summary, *words: str, interrupted: bool = False, failed: Exception | None = None) -> Result:
        checked = Checked(one, interrupted=interrupted, failed=failed)  # type: ignore[arg-type]
        monkeypatch.setattr("feedtool.commands.check.check", lambda _options, **_more: checked)
        return feedtool("check", *words)

    return run


@pytest.mark.parametrize(
    ("one", "status"),
    [
        (summary(), 0),
        (summary(result(verdict=Verdict.OK, reason="ok")), 0),
        (summary(result()), 1),
        (summary(complete=False), 3),
        (summary(network=DOWN), 3),
    ],
)
def test_the_exit_status_is_that_of_the_summary(ends: Ends, one: Summary, status: int) -> None:
    assert ends(one).return_value == status


def test_a_network_that_is_down_is_told_unless_the_report_on_the_screen_does(ends: Ends) -> None:
    one = summary(network=DOWN)
    assert ends(one).stderr == ""
    assert ends(one, "--format", "json", "-o", "a.json").stderr == "feedtool: network-down: no host could be reached\n"


def test_what_is_interrupted_ends_with_130_and_says_how_to_go_on(ends: Ends) -> None:
    done = ends(summary(result()), interrupted=True)
    assert done.return_value == 130
    assert done.stderr == (
        "feedtool: interrupted; what was known by then is in the report; the next run goes on from there\n"
    )
    assert "goes on" not in ends(summary(), "--no-state", interrupted=True).stderr


def test_a_report_that_failed_is_raised_but_said_where_the_check_was_interrupted(ends: Ends) -> None:
    failed = OutputError("a.csv: cannot be written")
    assert ends(summary(), failed=failed).exception is failed
    done = ends(summary(), interrupted=True, failed=failed)
    assert done.return_value == 130
    assert done.stderr.startswith("feedtool: a.csv: cannot be written\nfeedtool: interrupted")


def test_offline_shows_what_would_be_asked_and_asks_nobody(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    monkeypatch.setattr("feedtool.commands.check.check", lambda *_: pytest.fail("it is asked"))
    done = feedtool("check", "--offline")
    assert done.return_value == 0
    assert "1 link" in done.stdout
    assert feedtool("check", "--offline", "-o", "plan.txt").stdout == ""
    assert (here / "plan.txt").read_text("utf-8") == done.stdout


@pytest.mark.parametrize("form", ["html", "text"])
def test_a_file_without_a_format_gets_what_would_be_asked_whatever_is_configured(form: str, here: Path) -> None:
    (here / "feedtool.toml").write_text(f'[check]\nformat = "{form}"\n')
    assert feedtool("check", "--offline", "-o", "plan.txt").stdout == ""
    assert "1 link" in (here / "plan.txt").read_text("utf-8")


def test_a_merge_asks_and_is_refused_where_nobody_is_to_be_asked(here: Path) -> None:
    (here / "feedtool.toml").write_text("check.offline = true\n")
    assert str(feedtool("merge", "x.sqlite3").exception) == (
        "feedtool.toml:1:7: check.offline: a merge asks for what no shard could; leave this out while you merge"
    )


# -- what does not go together


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("check --from x", ("--from without --shard: only a shard begins with another state; "
         "add --shard K/N, or leave out --from")),
        ("check --shard 1/2 --from x --state y", ("--from and --state: each names the state that the shard begins with; "
         "leave out one of the two")),
        ("check --shard 1/2 --dask a:1", "--shard and --dask: one process asks a shard; leave out one of the two"),
        *((f"check --shard 1/2 {option}", (f"--shard and {option.split()[0]}: only the merge knows which links are findings; "
           "give it to 'feedtool merge'"))
          for option in ("--strict", "--originals finding", "--accepted x", "--fail-on new")),
        ("check --no-state --wait 5", ("--no-state and --wait: without a state there is no other check to wait for; "
         "leave out one of the two")),
        ("check --no-state --state x", "--state: nothing is remembered with no-state; leave out state or no-state"),
        ("check --no-state --fail-on new", ("--fail-on: no link is ever new with no-state, since nothing is remembered; "
         "leave out fail-on or no-state")),
        ("check --jobs 2 --dask a:1", ("--jobs: with dask the workers of a cluster ask, not processes of this machine; "
         "leave out jobs or dask")),
        ("check --offline --format csv -o x", ("--offline: nobody is asked, so there is no report in csv; "
         "leave out offline or --format csv")),
        ("check --kind image", ("--kind without a URL: it says what a URL given by itself leads to; name a URL, or use "
         "--kinds to check one kind of links alone")),
        ("check --shard 1/2 --kind image seeds", ("--kind without a URL: it says what a URL given by itself leads to; "
         "name a URL, or use --kinds to check one kind of links alone")),
        *((f"report --page {option}", (f"--page and {option.split()[0]}: the configuration says where the page goes, and it is "
           "HTML; leave out one of the two"))
          for option in ("--format json", "-o x")),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_wrong_usage(words: str, told: str, here: Path) -> None:
    before = sorted(here.rglob("*"))
    done = feedtool(*words.split())
    assert getattr(done.exception, "exit_code", getattr(done.exception, "exit_status", None)) == 2
    assert getattr(done.exception, "message", str(done.exception)) == told
    assert sorted(here.rglob("*")) == before


@pytest.mark.parametrize("words", ["--kind image https://a.example/", "--kind image --files-from urls", "--kinds link"])
def test_what_urls_lead_to_may_be_said_where_there_may_be_some(words: str, here: Path) -> None:
    (here / "urls").write_text("https://a.example/\n")
    assert feedtool("check", "--offline", *words.split(), "https://b.example/").exception is None


# -- a report


STATE = Path(".feedtool") / "state.sqlite3"


@pytest.fixture
def checked(here: Path) -> Path:
    """A check that is stored."""
    STATE.parent.mkdir()
    ended(here / STATE, A, a=GONE).close()
    return here


@pytest.mark.usefixtures("checked")
def test_a_report_shows_the_stored_check_and_ends_with_0_whatever_it_found() -> None:
    done = feedtool("report", "--format", "jsonl")
    assert (done.return_value, done.stderr) == (0, "")
    assert json.loads(done.stdout)["reason"] == "http-404"


def test_a_state_that_is_named_and_not_there_is_an_error() -> None:
    done = feedtool("report", "--state", "other.sqlite3")
    assert str(done.exception) == "other.sqlite3: no such file; 'feedtool check --state other.sqlite3' makes it"


def test_the_page_goes_beside_the_feeds_where_it_is_configured(checked: Path) -> None:
    done = feedtool("report", "--page")
    assert done.return_value == 0
    assert "no link-health page is configured" in done.stderr
    (checked / "feedtool.toml").write_text('link-health = "links.html"\noutput = "public/feeds"\n')
    assert feedtool("report", "--page").return_value == 0
    assert A in (checked / "public" / "feeds" / "links.html").read_text("utf-8")


def test_the_page_is_not_written_through_a_link(checked: Path) -> None:
    (checked / "feedtool.toml").write_text('link-health = "links.html"\n')
    (checked / "mine").write_text("mine")
    Config().output.mkdir()
    (Config().output / "links.html").symlink_to(checked / "mine")
    done = feedtool("report", "--page")
    assert isinstance(done.exception, OutputError)
    assert (checked / "mine").read_text() == "mine"


def test_a_folder_of_feeds_that_cannot_be_made_is_told(checked: Path) -> None:
    (checked / "feedtool.toml").write_text('link-health = "links.html"\noutput = "file/feeds"\n')
    (checked / "file").touch()
    assert "cannot be made" in str(feedtool("report", "--page").exception)


# -- a history


@pytest.mark.usefixtures("checked")
def test_the_history_of_a_link_is_shown() -> None:
    done = feedtool("history", A)
    assert done.return_value == 0
    assert done.stdout.startswith(f"{A}\n  broken (http-404) since 2026-01-01T00:00:00Z\n")


def test_of_what_nothing_is_known_that_is_said_without_its_secrets() -> None:
    done = feedtool("history", "https://never.example/?token=hunter2")
    assert (done.return_value, done.stdout) == (1, "")
    assert "nothing is known of https://never.example/?token=***" in done.stderr
