"""What is wrong in arguments and configuration is said before anybody is asked, with status 2."""

import json
from pathlib import Path

import pytest

from tests.commands.checking import IN_ROWS, OPENED, MakeArchive, Site
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere"], "no such file or folder"),
        (["--timeout", "0", "http://a.example/"], "--timeout: 0.0 is too small; write more than 0"),
        (["--allow-private", "http://x/", "http://a.example/"], "host name"),
        (["--ca-file", "missing.pem", "http://10.0.0.1/"], "ca-file missing.pem: no certificates"),
        (["--header", "nonsense", "http://a.example/"], "write it as 'NAME: VALUE'"),
        (["--proxy", "nonsense", "http://a.example/"], "--proxy: 'nonsense' is not an http(s) URL"),
        (["--kinds", "nonsense", "http://a.example/"], "--kinds: 'nonsense' is unknown; write article"),
        (["--files-from", "missing"], "missing"),
        (["empty.md"], "nothing to check"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    archive: MakeArchive, tmp_path: Path, words: list[str], message: str
) -> None:
    (tmp_path / "empty.md").write_text("nothing here")
    done = archive(config=None).check(*words)
    assert done.status == 2, done.out
    assert message in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--user-agent", "X\r\nEvil: 1"], "--user-agent: 'X\\r\\nEvil: 1' cannot be sent"),
        (["--user-agent", "中文"], "--user-agent: '中文' cannot be sent"),
        (["--header", "Host: x"], "--header: 'x' cannot be sent as 'Host'"),
        (["--header", "X: a\r\nEvil: 1"], "--header: 'a\\r\\nEvil: 1' cannot be sent as 'X'"),
        (["-o", "missing/report"], "no such folder"),
        (["-o", "."], "this is a folder"),
        (["-o", ""], "this is a folder"),
        (["a" * 300], "no such file or folder"),
    ],
)
def test_what_cannot_be_done_is_said_before_anyone_is_asked(
    archive: MakeArchive, web: Site, words: list[str], message: str
) -> None:
    done = archive(config=OPENED).check(web.fine(), *words)
    assert (done.status, done.out) == (2, "")
    assert message in done.err
    assert web.connections == 0


@pytest.mark.parametrize(
    ("written", "named"),
    [("per-host = 0", "2:1: check.per-host"), ("concurrency = 0", "2:1: check.concurrency"), ("retries = 9", "2:1: check.retries"),
     ("ports = [0]", "2:10: check.ports[1]"),
     ('[check.hosts."a.example"]\nper-host = 0', '3:1: check.hosts."a.example".per-host')],
)  # fmt: skip
def test_numbers_that_would_ask_nobody_are_refused(archive: MakeArchive, written: str, named: str) -> None:
    kept = archive(config=f"[check]\n{written}\n")
    done = kept.check("http://10.0.0.1/")
    assert done.status == 2
    assert done.err.startswith(f"feedtool: feedtool.toml:{named}: ")
    shown = kept.config()
    assert (shown.status, shown.out, shown.err) == (2, "", done.err)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--format", "json", "--format", "text"), "there are two reports for standard output"),
        (("--format", "json", "-o", "a", "--format", "text", "-o", "a"), "there are two reports for a;"),
        (("--format", "json", "-o", "a", "-o", "b"), "the --format before it has a file already"),
        (("--format", "pdf"), "'pdf' is not one of"),
    ],
)
def test_reports_that_would_fall_over_each_other_are_refused(
    archive: MakeArchive, tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    kept = archive(config=None)
    for done in (kept.check(*words), kept.report(*words)):
        assert done.status == 2
        assert message in done.err
    assert list(tmp_path.iterdir()) == []


def test_the_state_is_no_place_for_a_report(archive: MakeArchive, web: Site) -> None:
    for name in ("links.state", "links.sqlite3"):
        done = archive().check(web.fine(), "--state", name, "-o", name)
        assert done.status == 2
        assert f"{name}: this is the state; name another file for the report" in done.err


def test_every_option_has_a_key(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    (tmp_path / "urls").write_text(web.fine())
    kept = archive(
        config=f'{IN_ROWS}files-from = "urls"\noutput = "report"\nkind = "image"\nstate = "links.sqlite3"\nquiet = true\n'
        'all = true\nbase-url = "https://a.example/"\n'
    )
    done = kept.check()
    assert (done.status, done.out, done.err) == (1, "", "")
    assert json.loads((tmp_path / "report").read_text())["reason"] == "not-an-image"
    assert (tmp_path / "links.sqlite3").is_file()
    schema = json.loads((ROOT / "docs" / "feedtool.schema.json").read_text("utf-8"))
    flags = {f"--{key}" for key in schema["$defs"]["Check"]["properties"]}
    flags -= {"--hosts", "--headers", "--image-proxies", "--ports", "--reports"}
    shown = kept.check("--help").out
    assert [flag for flag in flags if flag not in shown] == []
