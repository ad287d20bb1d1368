"""`feedtool action`, as a step of a workflow runs it."""

import os
import ssl
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
import trustme

from feedtool.errors import ConfigError, OutputError
from feedtool.github.action import exit_status, keep_issue
from feedtool.github.issue import MARK
from feedtool.net.guard import Guard
from tests.checker.web import Web, answer, says
from tests.commands.checking import OPENED, Done, MakeArchive, Site, feedtool
from tests.github.fake import OPEN, TOKEN, FakeGitHub
from tests.making import mirror
from tests.reports.making import result, summary

Seeds = Callable[..., Path]


@pytest.fixture
def folder(archive: MakeArchive, web: Site) -> Path:
    return archive(config=OPENED, a=mirror(f'<a href="{web.gone()}">lost</a>', link=web.fine())).folder


def step(folder: Path, **environment: str) -> Done:
    files = {"GITHUB_OUTPUT": str(folder / "outputs"), "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("FEEDTOOL", "GITHUB"))}
    with patch.dict(os.environ, clean | files | environment, clear=True):
        return feedtool(folder, "action")


def outputs(folder: Path) -> dict[str, str]:
    """Read the file as a runner does: name<<mark, lines, mark."""
    found, lines = {}, iter((folder / "outputs").read_text().splitlines())
    for line in lines:
        name, _, mark = line.partition("<<")
        value = []
        while (one := next(lines)) != mark:
            value.append(one)
        found[name] = "\n".join(value)
    return found


def test_shards_are_steps_of_their_own_and_their_merge_tells_what_a_check_would(folder: Path, web: Site) -> None:
    for number in (1, 2):
        done = step(folder, FEEDTOOL_SHARD=f"{number}/2", FEEDTOOL_ISSUE="on")
        assert (done.status, done.err) == (0, "")
        assert done.out.startswith(f"shard {number}/2: ")
    assert not (folder / "outputs").exists()
    done = step(folder, FEEDTOOL_MERGE="2")
    assert done.status == 1, done.err
    assert "::error file=seeds/a.md,line=" in done.out
    assert (outputs(folder)["broken"], outputs(folder)["ok"]) == ("1", "1")
    assert web.url("/gone") in (folder / "summary.md").read_text()


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("SHARD", "3/2", "--shard: '3/2' is not a shard; write K/N"),
        ("MERGE", "two", "merge: 'two' is not a number of shards; write the N of their names K/N"),
        ("MERGE", "0", "merge: '0' is not a number of shards"),
        ("MERGE", "2", ".feedtool/state-2-of-2.sqlite3: no such file; 'feedtool check --shard K/N' writes one"),
    ],
)
def test_what_names_no_shard_is_told(folder: Path, variable: str, value: str, told: str) -> None:
    done = step(folder, **{f"FEEDTOOL_{variable}": value})
    assert done.status == 2
    assert told in done.err


def test_a_step_that_is_to_check_a_shard_and_to_merge_is_refused(folder: Path) -> None:
    done = step(folder, FEEDTOOL_SHARD="1/2", FEEDTOOL_MERGE="2")
    told = "shard and merge: a step does one of the two; leave out FEEDTOOL_SHARD or FEEDTOOL_MERGE"
    assert (done.status, done.err) == (2, f"feedtool: {told}\n")


def test_a_step_tells_the_log_the_job_and_the_workflow(folder: Path, web: Site) -> None:
    (folder / "summary.md").write_text("what another step said\n")
    done = step(folder)
    assert (done.status, done.err) == (1, "")
    assert done.out.startswith("broken (http-404)\n")
    assert "::error file=seeds/a.md,line=" in done.out
    summary = (folder / "summary.md").read_text()
    assert summary.startswith("what another step said\n# Links\n")
    assert web.url("/gone") in summary
    assert outputs(folder) == {
        "exit-code": "1", "links": "2", "broken": "1", "unreachable": "0", "blocked": "0", "moved": "0", "skipped": "0",
        "ok": "1", "findings": "1", "new": "0", "repaired": "0",
    }  # fmt: skip


def test_a_link_that_breaks_later_is_counted_as_new(folder: Path, web: Site, seeds: Seeds) -> None:
    step(folder)
    seeds(b=mirror(f'<a href="{web.url("/gone-too")}">lost</a>', link=web.url("/fine")))
    (folder / "outputs").unlink()
    step(folder)
    assert (outputs(folder)["broken"], outputs(folder)["new"]) == ("2", "1")


def test_further_reports_are_written(folder: Path) -> None:
    step(folder, FEEDTOOL_FORMATS="sarif=links.sarif, html = links.html\n")
    assert (folder / "links.sarif").is_file()
    assert (folder / "links.html").read_text("utf-8").startswith("<!doctype html>")


def test_a_state_can_be_committed(folder: Path) -> None:
    step(folder, FEEDTOOL_STATE="links.state")
    assert "http-404" in (folder / "links.state").read_text()


def test_what_is_checked_can_be_named(folder: Path, web: Site) -> None:
    (folder / "changed.txt").write_text("seeds/a.md\n")
    for inputs in ({"FEEDTOOL_PATHS": f"\n{web.url('/fine')}\n"}, {"FEEDTOOL_FILES_FROM": "changed.txt"}):
        done = step(folder, **inputs)
        assert ("1 link: 1 ok" in done.out) is ("FEEDTOOL_PATHS" in inputs)
        assert done.status == (0 if "FEEDTOOL_PATHS" in inputs else 1)


def test_the_one_issue_is_kept(folder: Path) -> None:
    with FakeGitHub() as fake:
        api = {"GITHUB_API_URL": fake.url, "GITHUB_REPOSITORY": "octo/archive", "GITHUB_TOKEN": TOKEN}
        assert "issue: #1 opened" in step(folder, FEEDTOOL_ISSUE="on", **api).err
        (folder / "seeds" / "a.md").unlink()
        (folder / "seeds" / "b.md").write_text(mirror("", link="https://10.0.0.1/"))
        assert "issue: #1 closed" in step(folder, FEEDTOOL_ISSUE="on", **api).err
        assert len(fake.issues) == 1


def test_an_issue_that_cannot_be_kept_fails_the_step_and_loses_nothing_else(folder: Path) -> None:
    done = step(folder, FEEDTOOL_ISSUE="on", GITHUB_REPOSITORY="octo/archive")
    assert done.status == 2
    assert "feedtool: issue: no token" in done.err
    assert outputs(folder)["broken"] == "1"
    assert (folder / "summary.md").is_file()
    step(folder, FEEDTOOL_FORMATS="jsonl=x.jsonl")
    assert '"asked": false' in (folder / "x.jsonl").read_text(), "it was remembered"


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        (
            {"FEEDTOOL_FAIL_ON": "sometimes"},
            "fail-on: 'sometimes' is unknown; write one of findings, new, unknown, never",
        ),
        ({"FEEDTOOL_FORMATS": "pdf=a"}, "formats: 'pdf' is unknown; write one of text"),
        ({"FEEDTOOL_FORMATS": "html"}, "formats: 'html' has no file; write html=FILE"),
        ({"FEEDTOOL_MAX_TIME": "soon"}, "max-time: 'soon' is not a number of seconds"),
        ({"FEEDTOOL_ISSUE": "maybe"}, "issue: 'maybe'"),
        ({"FEEDTOOL_CONFIG": "none.toml"}, "none.toml: cannot be read"),
    ],
)
def test_wrong_inputs_are_one_line(folder: Path, inputs: dict[str, str], message: str) -> None:
    done = step(folder, **inputs)
    assert (done.status, done.out) == (2, "")
    assert message in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("fail_on", "ends"),
    [
        ("findings", {0: 0, 1: 1, 2: 2, 3: 0, 130: 130}),
        ("new", {0: 0, 1: 1, 2: 2, 3: 0, 130: 130}),
        ("unknown", {0: 0, 1: 1, 2: 2, 3: 3, 130: 130}),
        ("never", {0: 0, 1: 0, 2: 2, 3: 0, 130: 130}),
    ],
)
def test_a_step_fails_on_what_it_is_told_to(fail_on: str, ends: dict[int, int]) -> None:
    assert {status: exit_status(status, fail_on) for status in ends} == ends


def test_what_cannot_be_told_to_one_is_told_to_the_others(folder: Path) -> None:
    (folder / "summary.md").mkdir()
    with FakeGitHub() as fake:
        api = {"GITHUB_API_URL": fake.url, "GITHUB_REPOSITORY": "octo/archive", "GITHUB_TOKEN": TOKEN}
        done = step(folder, FEEDTOOL_ISSUE="on", FEEDTOOL_FORMATS="csv=/nowhere/links.csv", **api)
        assert done.status == 2
        done = step(folder, FEEDTOOL_ISSUE="on", FEEDTOOL_FORMATS="csv=summary.md/../links.csv", **api)
        assert (done.status, len(fake.issues)) == (2, 1)
    assert "summary.md: cannot be written" in done.err
    assert outputs(folder)["broken"] == "1"
    assert "::error file=" in done.out


def kept(url: str, *, guard: Guard = OPEN, ca_file: Path | None = None, proxy: str | None = None) -> str:
    environment = {"GITHUB_API_URL": url, "GITHUB_REPOSITORY": "octo/archive", "GITHUB_TOKEN": TOKEN}
    return keep_issue(summary(result()), environment, guard=guard, ca_file=ca_file, proxy=proxy)


def test_github_is_asked_through_the_guard() -> None:
    with FakeGitHub() as fake:
        with pytest.raises(OutputError, match=r"private-address; .* allow-private under \[check\]"):
            kept(fake.url, guard=Guard())
        assert fake.requests == []
        assert kept(fake.url) == "#1 opened"


def test_a_step_asks_a_github_on_a_private_address_only_if_that_is_opened(folder: Path) -> None:
    (folder / "feedtool.toml").write_text("")
    (folder / "seeds" / "a.md").write_text(mirror("", link="https://10.0.0.1/"))
    with FakeGitHub() as fake:
        api = {"GITHUB_API_URL": fake.url, "GITHUB_REPOSITORY": "octo/archive", "GITHUB_TOKEN": TOKEN}
        refused = step(folder, FEEDTOOL_ISSUE="on", **api)
        assert refused.status == 2
        assert "issue: GitHub could not be asked: private-address" in refused.err
        assert fake.requests == []
        (folder / "feedtool.toml").write_text(OPENED)
        assert "issue: none needed" in step(folder, FEEDTOOL_ISSUE="on", **api).err


def test_github_is_asked_through_the_configured_proxy_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with FakeGitHub() as fake:
        assert kept(fake.url) == "#1 opened"
    with Web(says(answer(b"[]"))) as proxy:
        with pytest.raises(OutputError, match="GitHub's answer is"):  # to a POST: the proxy answers all with a list
            kept("http://github.test/api/v3", proxy=f"HTTP://127.0.0.1:{proxy.port}")
        assert proxy.requests[0].startswith(b"GET http://github.test/api/v3/repos/octo/archive/issues?state=open&")
        assert proxy.requests[-1].startswith(b"POST http://github.test/api/v3/repos/octo/archive/issues HTTP/1.1\r\n")


def test_githubs_certificate_is_judged_by_the_roots_that_are_trusted(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with Web(says(answer(b"[]")), context) as web:
        with pytest.raises(OutputError, match="GitHub's answer is"):
            kept(web.url("", "https"), ca_file=tmp_path / "ca.pem")
        assert web.requests[0].startswith(b"GET /repos/octo/archive/issues?")


def test_without_a_repository_a_token_or_roots_nobody_is_asked(tmp_path: Path) -> None:
    with FakeGitHub() as fake:
        full = {"GITHUB_API_URL": fake.url, "GITHUB_REPOSITORY": "octo/archive", "GITHUB_TOKEN": TOKEN}
        for missing in ("GITHUB_REPOSITORY", "GITHUB_TOKEN"):
            environment = {name: value for name, value in full.items() if name != missing}
            with pytest.raises(ConfigError, match=missing):
                keep_issue(summary(result()), environment, guard=OPEN, ca_file=None, proxy=None)
        with pytest.raises(ConfigError, match="no certificates"):
            keep_issue(summary(result()), full, guard=OPEN, ca_file=tmp_path / "none.pem", proxy=None)
        assert fake.requests == []


@pytest.mark.parametrize(
    "told",
    [
        {},
        None,
        5,
        ["a"],
        [{"number": None, "body": MARK, "user": {"type": "Bot"}}],
        [{"number": 1, "body": MARK, "user": "x"}],
    ],
)
def test_an_answer_that_is_none_is_told_in_a_line(told: object) -> None:
    with FakeGitHub() as fake:
        fake._listed = lambda _query: told  # type: ignore[method-assign,assignment,return-value]
        with pytest.raises(OutputError, match="issue: GitHub's answer is"):
            kept(fake.url)
