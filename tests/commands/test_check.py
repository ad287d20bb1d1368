import asyncio
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from feedtool.config.keys import FORMATS
from feedtool.state.state import State
from tests.checker.web import Web, answer, hangs, says
from tests.conftest import ROOT
from tests.making import mirror

Seeds = Callable[..., Path]
PAGE = says(
    answer(b"<!doctype html><title>A story</title><h2 id=part>x</h2><p>" + b"Something to read. " * 120), close=False
)
GONE = says(answer(b"gone", "404 Not Found"), close=False)


def run(folder: Path, *words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "feedtool", "check", *words],
        cwd=folder, input=stdin, capture_output=True, encoding="utf-8", timeout=60, env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip


def rows(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, Any]]:
    return {row["url"]: row for row in map(json.loads, done.stdout.splitlines())}


@pytest.fixture
def web() -> Any:
    with Web(
        {"/fine": PAGE, "/moved": says(answer(b"", "301 Moved", "Location: /fine\r\n"), close=False), "*": GONE}
    ) as web:
        yield web


def test_an_archive_is_checked_from_end_to_end(seeds: Seeds, web: Web) -> None:
    body = f'<a href="{web.url("/gone")}">lost</a> <a href="{web.url("/moved")}">old</a> <a href="{web.url("/fine#nowhere")}">part</a>'
    folder = seeds(a=mirror(body, link=web.url("/fine")), b=mirror(body, link=web.url("/fine"))).parent
    done = run(folder, "--allow-private", "127.0.0.1", "--format", "jsonl")
    found = rows(done)
    assert done.returncode == 1, done.stderr
    assert {url.rpartition("/")[2]: (row["verdict"], row["reason"]) for url, row in found.items()} == {
        "fine": ("ok", "ok"),
        "gone": ("broken", "http-404"),
        "moved": ("moved", "moved"),
        "fine#nowhere": ("broken", "fragment-missing"),
    }
    gone = found[web.url("/gone")]
    assert gone["sources"] == [
        {"path": "seeds/a.md", "line": 15, "column": 1, "text": "lost"},
        {"path": "seeds/b.md", "line": 15, "column": 1, "text": "lost"},
    ]
    assert (gone["status"], gone["attempts"], gone["kind"]) == (404, 2, "link")
    assert found[web.url("/moved")]["suggestion"] == web.url("/fine")
    assert found[web.url("/moved")]["redirects"] == [{"status": 301, "url": web.url("/moved")}]
    assert found[web.url("/fine")]["kind"] == "article"
    for line in done.stdout.splitlines():
        assert list(json.loads(line)) == sorted(json.loads(line))


def test_the_text_names_verdict_place_and_what_to_do(seeds: Seeds, web: Web) -> None:
    folder = seeds(a=mirror(f'<a href="{web.url("/gone")}">lost</a>', link=web.url("/fine"))).parent
    done = run(folder, "--allow-private", "127.0.0.1")
    assert "broken (http-404)\n" in done.stdout
    assert "in seeds/a.md:15:1 'lost'\n" in done.stdout
    assert done.stdout.endswith("2 links: 1 broken, 1 ok\n")
    assert max(map(len, done.stdout.splitlines())) <= 120


def test_private_addresses_are_not_contacted_unless_opened(tmp_path: Path, web: Web) -> None:
    done = run(tmp_path, web.url("/fine"), "--format", "jsonl")
    assert (done.returncode, rows(done)[web.url("/fine")]["reason"]) == (0, "private-address")
    assert web.connections == 0


def test_urls_come_from_arguments_files_and_standard_input(tmp_path: Path, web: Web) -> None:
    (tmp_path / "list").write_text(f"{web.url('/fine')}\n\n")
    opened = ("--allow-private", "127.0.0.1", "--format", "json", "--no-state")
    for words, stdin in (
        ((web.url("/fine"),), None),
        (("--files-from", "list"), None),
        (("--files-from", "-"), web.url("/fine")),
    ):
        done = run(tmp_path, *words, *opened, stdin=stdin)
        assert [row["verdict"] for row in json.loads(done.stdout)] == ["ok"], done.stderr


def test_a_url_shown_as_an_image_must_be_one(tmp_path: Path, web: Web) -> None:
    done = run(tmp_path, web.url("/fine"), "--kind", "image", "--allow-private", "127.0.0.1", "--format", "jsonl")
    assert (done.returncode, rows(done)[web.url("/fine")]["reason"]) == (1, "not-an-image")


def test_a_feed_by_its_url_is_checked_with_what_is_in_it(tmp_path: Path) -> None:
    handlers: dict[str, Any] = {"/fine": PAGE}
    with Web(handlers) as web:
        feed = f'<rss version="2.0"><channel><item><link>{web.url("/gone")}</link></item></channel></rss>'.encode()
        handlers["/feed"] = says(answer(feed, headers="Content-Type: application/rss+xml\r\n"), close=False)
        done = run(tmp_path, web.url("/feed"), "--allow-private", "127.0.0.1", "--format", "jsonl")
    found = rows(done)
    assert found[web.url("/feed")]["verdict"] == "ok"
    assert found[web.url("/gone")]["reason"] == "http-404"


def test_bad_and_other_urls_are_one_row_each(seeds: Seeds) -> None:
    body = '<a href="http://[">x</a><a href="htps://a.example/">x</a><a href="mailto:a@b.example">x</a><a href="http://a.example:99999/">x</a>'
    folder = seeds(a=mirror(body, link="http://10.0.0.1/")).parent
    done = run(folder, "--format", "jsonl")
    assert done.returncode == 1
    assert {url: f"{row['verdict']}/{row['reason']}" for url, row in rows(done).items()} == {
        "http://10.0.0.1/": "skipped/private-address",
        "http://[": "broken/invalid-url",
        "htps://a.example/": "broken/invalid-url",
        "mailto:a@b.example": "skipped/scheme",
        "http://a.example:99999/": "broken/invalid-url",
    }


def test_what_is_excluded_or_not_included_is_not_asked(tmp_path: Path, web: Web) -> None:
    (tmp_path / "feedtool.toml").write_text(
        '[check]\nallow-private = ["127.0.0.1"]\n[check.exclude]\n"*/gone" = "known"\n'
    )
    done = run(tmp_path, web.url("/fine"), web.url("/gone"), "--format", "jsonl")
    assert (rows(done)[web.url("/gone")]["reason"], rows(done)[web.url("/gone")]["detail"]) == ("excluded", "known")
    assert done.returncode == 0
    done = run(tmp_path, web.url("/fine"), web.url("/x"), "--include", "*/fine", "--format", "jsonl")
    assert rows(done)[web.url("/x")]["verdict"] == "skipped"
    done = run(tmp_path, web.url("/fine"), "--kinds", "image")
    assert done.returncode == 2


def test_offline_asks_nobody(seeds: Seeds, web: Web) -> None:
    folder = seeds(a=mirror(link=web.url("/fine"))).parent
    done = run(folder, "--offline", "--allow-private", "127.0.0.1")
    assert (done.returncode, web.connections) == (0, 0)
    assert "127.0.0.1" in done.stdout


def test_secrets_are_masked(tmp_path: Path, web: Web) -> None:
    url = f"http://anna:secret@127.0.0.1:{web.port}/fine?token=hidden"
    done = run(tmp_path, url, "--allow-private", "127.0.0.1", "--format", "jsonl")
    assert "secret" not in done.stdout
    assert "hidden" not in done.stdout
    assert not any(b"Authorization" in head for head in web.requests)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere"], "no such file or folder"),
        (["--timeout", "0", "http://a.example/"], "--timeout: 0.0 is too small; write more than 0"),
        (["--allow-private", "http://x/", "http://a.example/"], "host name"),
        (["--ca-file", "missing.pem", "http://10.0.0.1/"], "--ca-file missing.pem: no certificates"),
        (["--header", "nonsense", "http://a.example/"], "write it as 'NAME: VALUE'"),
        (["--proxy", "nonsense", "http://a.example/"], "--proxy: 'nonsense' is not an http(s) URL"),
        (["--kinds", "nonsense", "http://a.example/"], "--kinds: 'nonsense' is unknown; write article"),
        (["--files-from", "missing"], "missing"),
        (["empty.md"], "nothing to check"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(tmp_path: Path, words: list[str], message: str) -> None:
    (tmp_path / "empty.md").write_text("nothing here")
    done = run(tmp_path, *words)
    assert done.returncode == 2, done.stdout
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_without_a_network_there_is_one_finding_and_status_3(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ports = [taken.getsockname()[1]]
    urls = [f"http://127.0.0.{number}:{ports[0]}/" for number in (1, 2, 3)]
    done = run(tmp_path, *urls, "--allow-private", "127.0.0.0/8", "--retries", "0", "--format", "jsonl")
    assert done.returncode == 3
    assert [json.loads(line)["reason"] for line in done.stdout.splitlines()] == ["network-down"]


@pytest.mark.skipif(os.name == "nt", reason="signals differ there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_is_known_is_told_when_a_run_is_stopped(tmp_path: Path, number: signal.Signals) -> None:
    with Web({"/fine": PAGE, "/slow": hangs()}) as web:
        process = subprocess.Popen(
            [sys.executable, "-m", "feedtool", "check", web.url("/fine"), web.url("/slow"), "--allow-private", "127.0.0.1",
             "--format", "jsonl"],
            cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
        until = time.monotonic() + 20
        while len(web.requests) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.1)
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert [json.loads(line)["reason"] for line in out.splitlines()] == ["ok", "not-asked"]


OPENED = ("--allow-private", "127.0.0.1", "--format", "jsonl")


def test_what_was_found_is_remembered_beside_the_configuration(tmp_path: Path, web: Web) -> None:
    (tmp_path / "feedtool.toml").write_text("")
    (tmp_path / "below").mkdir()
    first = run(tmp_path / "below", web.url("/fine"), web.url("/gone"), *OPENED)
    assert (tmp_path / ".feedtool" / "state.sqlite3").is_file()
    assert (tmp_path / ".feedtool" / ".gitignore").read_text() == "*\n"
    assert {path.name for path in (tmp_path / ".feedtool").glob("state*")} == {"state.sqlite3"}  # one file to keep
    before = len(web.requests)
    second = run(tmp_path, web.url("/fine"), web.url("/gone"), *OPENED)
    assert [row["reason"] for row in rows(first).values()] == ["ok", "http-404"]
    assert [row["reason"] for row in rows(second).values()] == ["not-due", "http-404"]
    assert len(web.requests) - before == 2  # the death is confirmed anew
    history = rows(second)[web.url("/gone")]["history"]
    assert (history["failures"], history["last_ok"]) == (2, None)
    assert history["first_failed"] == rows(first)[web.url("/gone")]["checked_at"]
    assert rows(second)[web.url("/fine")]["history"]["last_ok"] == rows(first)[web.url("/fine")]["checked_at"]


@pytest.mark.parametrize("number", ["KILL", "TERM", "INT"])
def test_a_run_stopped_at_half_goes_on_from_there(tmp_path: Path, number: str) -> None:
    if os.name == "nt":
        pytest.skip("signals differ there")
    slowly = says(answer(), pause_s=0.05, close=False)
    urls = [f"/{one}" for one in range(60)]
    with Web({"*": slowly}) as web:
        words = [*(web.url(url) for url in urls), *OPENED, "--rate", "0", "--per-host", "2"]
        process = subprocess.Popen(
            [sys.executable, "-m", "feedtool", "check", *words],
            cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 20
        while len(web.requests) < len(urls) // 2 + 10 and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(getattr(signal, f"SIG{number}"))
        process.wait(20)
        asked = len(web.requests)
        assert asked < len(urls), "it was not stopped in time to show anything"
        done = run(tmp_path, *words)
        again = len(web.requests) - asked
    assert [row["reason"] for row in rows(done).values()] == ["ok"] * len(urls)
    assert "going on with a run that was stopped" in done.stderr
    assert asked + again <= len(urls) + (15 if number == "KILL" else 5)


def test_documents_that_did_not_change_are_not_read_for_links_again(seeds: Seeds, web: Web) -> None:
    folder = seeds(a=mirror(f'<a href="{web.url("/moved")}">x</a>', link=web.url("/fine"))).parent
    first = run(folder, *OPENED, "--all")
    assert (folder / ".feedtool" / "extraction.sqlite3").is_file()
    second = run(folder, *OPENED, "--all")
    seeds(a=mirror(f'<a href="{web.url("/gone")}">x</a>', link=web.url("/fine")))
    third = run(folder, *OPENED, "--all")
    assert [row["sources"] for row in rows(second).values()] == [row["sources"] for row in rows(first).values()]
    assert list(rows(third)) == [web.url("/fine"), web.url("/gone")]


def test_a_state_can_be_lines_of_text_to_commit(tmp_path: Path, web: Web) -> None:
    words = (web.url("/fine"), web.url("/gone"), *OPENED, "--state", "links.state")
    run(tmp_path, *words)
    lines = (tmp_path / "links.state").read_text("utf-8").splitlines()
    assert [line.split("\t")[:2] for line in lines[1:]] == [[web.url("/fine"), "ok"], [web.url("/gone"), "broken"]]
    before = (tmp_path / "links.state").stat()
    again = run(tmp_path, *words)
    assert [row["reason"] for row in rows(again).values()] == ["not-due", "http-404"]
    after = (tmp_path / "links.state").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    with (tmp_path / "links.state").open("a", encoding="utf-8") as file:
        file.write("<<<<<<< ours\n")
    third = run(tmp_path, *words)
    assert f"links.state:{len(lines) + 1}: not a line of a state" in third.stderr
    assert (tmp_path / "links.state").read_text("utf-8").splitlines() == lines


def test_the_history_of_a_link_is_told(tmp_path: Path, web: Web) -> None:
    run(tmp_path, web.url("/moved"), web.url("/fine"), *OPENED)
    told = subprocess.run(
        [sys.executable, "-m", "feedtool", "history", web.url("/moved#part")],
        cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert "moved (moved) since" in told.stdout
    assert f"301 from {web.url('/moved')}" in told.stdout
    assert f"ended at {web.url('/fine')}" in told.stdout


@pytest.mark.parametrize(("url", "status"), [("http://a.example/never", 1), ("no url", 2)])
def test_of_what_was_never_asked_there_is_no_history(tmp_path: Path, url: str, status: int) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "feedtool", "history", url], cwd=tmp_path, capture_output=True, timeout=60
    )
    assert (told.returncode, told.stdout) == (status, b"")
    assert list(tmp_path.iterdir()) in ([], [tmp_path / ".feedtool"])


def test_every_option_has_a_key(tmp_path: Path, web: Web) -> None:
    (tmp_path / "urls").write_text(web.url("/fine"))
    (tmp_path / "feedtool.toml").write_text(
        '[check]\nallow-private = ["127.0.0.1"]\nfiles-from = "urls"\nformat = "jsonl"\noutput = "report"\nkind = "image"\n'
        'state = "links.sqlite3"\nquiet = true\nall = true\nbase-url = "https://a.example/"\n'
    )
    done = run(tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert json.loads((tmp_path / "report").read_text())["reason"] == "not-an-image"
    assert (tmp_path / "links.sqlite3").is_file()
    flags = {"--" + key for key in schema_of_check()} - {
        "--hosts",
        "--headers",
        "--image-proxies",
        "--ports",
        "--reports",
    }
    shown = run(tmp_path, "--help").stdout
    assert [flag for flag in flags if flag not in shown] == []


def schema_of_check() -> list[str]:
    schema = json.loads((ROOT / "docs" / "feedtool.schema.json").read_text("utf-8"))
    return list(schema["$defs"]["Check"]["properties"])


def test_offline_leaves_no_state(tmp_path: Path, web: Web) -> None:
    run(tmp_path, web.url("/fine"), "--offline")
    assert not (tmp_path / ".feedtool" / "state.sqlite3").exists()


def test_a_report_goes_to_a_file(tmp_path: Path, web: Web) -> None:
    done = run(tmp_path, web.url("/fine"), "--allow-private", "127.0.0.1", "--format", "jsonl", "-o", "report.jsonl")
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads((tmp_path / "report.jsonl").read_text("utf-8"))["verdict"] == "ok"


def test_the_users_headers_and_name_are_sent(tmp_path: Path, web: Web) -> None:
    run(tmp_path, web.url("/fine"), "--allow-private", "127.0.0.1", "--header", "X-Me: yes", "--user-agent", "mine/1")
    head = web.requests[-1].decode()
    assert "X-Me: yes\r\n" in head
    assert "User-Agent: mine/1\r\n" in head


def test_files_of_other_types_are_counted(seeds: Seeds, web: Web) -> None:
    folder = seeds(a=mirror(link=web.url("/fine")), **{"b.pdf": "x", "c.json": "{}"}).parent
    done = run(folder, "--allow-private", "127.0.0.1")
    assert "2 files of other types not read" in done.stderr


@pytest.mark.parametrize(
    ("written", "named"),
    [("per-host = 0", "2:1: check.per-host"), ("concurrency = 0", "2:1: check.concurrency"), ("retries = 9", "2:1: check.retries"),
     ("ports = [0]", "2:10: check.ports[1]"),
     ('[check.hosts."a.example"]\nper-host = 0', '3:1: check.hosts."a.example".per-host')],
)  # fmt: skip
def test_numbers_that_would_ask_nobody_are_refused(tmp_path: Path, written: str, named: str) -> None:
    (tmp_path / "feedtool.toml").write_text(f"[check]\n{written}\n")
    done = run(tmp_path, "http://10.0.0.1/")
    assert done.returncode == 2
    assert done.stderr.startswith(f"feedtool: feedtool.toml:{named}: ")
    shown = subprocess.run(
        [sys.executable, "-m", "feedtool", "config"], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert (shown.returncode, shown.stdout, shown.stderr) == (2, "", done.stderr)


def test_relative_addresses_of_local_files_are_no_findings(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("[a](docs/b.md)")
    done = run(tmp_path, "a.md", "--format", "jsonl")
    assert (done.returncode, rows(done)["docs/b.md"]["reason"]) == (0, "relative")


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
    tmp_path: Path, web: Web, words: list[str], message: str
) -> None:
    done = run(tmp_path, web.url("/fine"), "--allow-private", "127.0.0.1", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert web.connections == 0


def test_a_header_given_twice_is_sent_once(tmp_path: Path, web: Web) -> None:
    run(tmp_path, web.url("/fine"), *OPENED, "--header", "X-Me: a", "--header", "x-me: b")
    assert [line for line in web.requests[-1].split(b"\r\n") if line.lower().startswith(b"x-me")] == [b"x-me: b"]


def test_a_file_of_urls_may_begin_with_a_mark_and_end_lines_as_it_likes(tmp_path: Path, web: Web) -> None:
    (tmp_path / "urls").write_bytes(f"\ufeff{web.url('/fine')}\r\n\r\n{web.url('/gone')}".encode())
    assert list(rows(run(tmp_path, "--files-from", "urls", *OPENED))) == [web.url("/fine"), web.url("/gone")]


@pytest.mark.skipif(os.name == "nt", reason="a shell closes it here")
def test_a_closed_standard_input_is_no_matter(tmp_path: Path, web: Web) -> None:
    command = f"{sys.executable} -m feedtool check {web.url('/fine')} --allow-private 127.0.0.1 <&-"
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("1 link: 1 ok\n")


def feed_of(*urls: str) -> bytes:
    items = "".join(f"<item><link>{url}</link></item>" for url in urls)
    return f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()


def test_links_of_a_live_feed_that_all_refuse_are_no_network_down(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    urls = [f"http://127.0.0.{number}:{port}/" for number in range(2, 7)]
    feed = says(answer(feed_of(*urls), headers="Content-Type: application/rss+xml\r\n"), close=False)
    with Web({"*": feed}) as web:
        words = ("--allow-private", "127.0.0.0/8", "--retries", "0", "--format", "jsonl")
        done = run(tmp_path, web.url("/feed"), *words)
    assert done.returncode == 0, done.stderr
    assert {rows(done)[url]["reason"] for url in urls} == {"refused"}


@pytest.mark.skipif(os.name == "nt", reason="signals differ there")
def test_a_run_can_be_stopped_while_a_feed_is_fetched_again(tmp_path: Path) -> None:
    asked = 0

    async def feed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        nonlocal asked
        asked += 1
        data = answer(feed_of("http://10.0.0.1/"), headers="Content-Type: application/rss+xml\r\n")
        await (says(data, close=False) if asked == 1 else hangs())(reader, writer, head)

    with Web({"*": feed}) as web:
        process = subprocess.Popen(
            [sys.executable, "-m", "feedtool", "check", web.url("/feed"), *OPENED],
            cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        until = time.monotonic() + 20
        while asked < 2 and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)
    assert process.returncode == 130


# -- reports


def report(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "feedtool", "report", *words],
        cwd=folder, capture_output=True, encoding="utf-8", timeout=60, env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_can_be_made_again_without_asking(seeds: Seeds, web: Web, form: str) -> None:
    folder = seeds(a=mirror(f'<a href="{web.url("/gone")}">lost</a> <a href="{web.url("/moved")}">old</a>')).parent
    first = run(folder, "--allow-private", "127.0.0.1", "--format", form)
    asked = len(web.requests)
    for _ in range(2):
        again = report(folder, "--format", form)
        assert (again.returncode, again.stderr) == (0, "")
        assert again.stdout == first.stdout
    assert len(web.requests) == asked


def test_reports_in_several_formats_each_go_where_they_are_told(tmp_path: Path, web: Web) -> None:
    words = (
        "--allow-private",
        "127.0.0.1",
        "--format",
        "csv",
        "-o",
        "a.csv",
        "--format",
        "text",
        "--format=json",
        "-ob.json",
    )
    done = run(tmp_path, web.url("/gone"), *words)
    assert done.stdout.startswith("broken (http-404)\n")
    assert (tmp_path / "a.csv").read_text().startswith('"verdict"')
    assert json.loads((tmp_path / "b.json").read_text())[0]["reason"] == "http-404"


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (("-o", "a.json", "--format", "json"), {"a.json": "["}),
        (("-o", "a.txt"), {"a.txt": "broken"}),
        (("--format", "json", "-o", "-"), {}),
    ],
)
def test_a_file_may_stand_before_its_format_or_without_one(
    tmp_path: Path, web: Web, words: tuple[str, ...], files: dict[str, str]
) -> None:
    done = run(tmp_path, web.url("/gone"), "--allow-private", "127.0.0.1", *words)
    assert (done.stdout == "") is bool(files)
    for name, beginning in files.items():
        assert (tmp_path / name).read_text().startswith(beginning)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--format", "json", "--format", "text"), "two reports for standard output"),
        (("--format", "json", "-o", "a", "--format", "text", "-o", "a"), "two reports for a"),
        (("--format", "json", "-o", "a", "-o", "b"), "has a file already"),
        (("--format", "pdf"), "'pdf' is not one of"),
    ],
)
def test_reports_that_would_fall_over_each_other_are_refused(
    tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    for command in (run, report):
        done = command(tmp_path, *words)
        assert done.returncode == 2
        assert message in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_further_reports_can_be_configured(tmp_path: Path, web: Web) -> None:
    (tmp_path / "feedtool.toml").write_text('[check.reports]\nhtml = "links.html"\nsarif = "links.sarif"\n')
    done = run(tmp_path, web.url("/gone"), "--allow-private", "127.0.0.1")
    assert done.stdout.startswith("broken")
    assert (tmp_path / "links.html").read_text().startswith("<!doctype html>")
    assert json.loads((tmp_path / "links.sarif").read_text())["version"] == "2.1.0"


def test_one_report_that_cannot_be_written_does_not_cost_the_others(tmp_path: Path, web: Web) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no device that is always full")
    done = run(
        tmp_path, web.url("/gone"), "--allow-private", "127.0.0.1",
        "--format", "csv", "-o", "/dev/full", "--format", "json", "-o", "b.json",
    )  # fmt: skip
    assert done.returncode == 2
    assert "/dev/full: cannot be written" in done.stderr
    assert json.loads((tmp_path / "b.json").read_text())[0]["reason"] == "http-404"


def test_before_any_check_there_is_a_report_that_says_so(tmp_path: Path) -> None:
    done = report(tmp_path, "--format", "html", "-o", "links.html")
    assert (done.returncode, done.stderr) == (0, "note: no check is stored yet; 'feedtool check' makes one\n")
    assert "Nothing has been checked yet." in (tmp_path / "links.html").read_text()
    assert not (tmp_path / ".feedtool").exists()


def test_a_state_that_is_named_and_not_there_is_an_error(tmp_path: Path) -> None:
    done = report(tmp_path, "--state", "none.sqlite3")
    assert done.returncode == 2
    assert done.stderr.startswith("feedtool: none.sqlite3: no such file")


def test_the_page_is_written_beside_the_feeds_where_it_is_configured(tmp_path: Path, web: Web) -> None:
    run(tmp_path, web.url("/gone"), "--allow-private", "127.0.0.1")
    done = report(tmp_path, "--page")
    assert (done.returncode, done.stdout) == (0, "")
    assert "no link-health page is configured" in done.stderr
    (tmp_path / "feedtool.toml").write_text('title = "Chips"\noutput = "out"\nlink-health = "links.html"\n')
    (tmp_path / "out").mkdir()
    assert report(tmp_path, "--page").returncode == 0
    page = (tmp_path / "out" / "links.html").read_text("utf-8")
    assert "Link health: Chips" in page
    assert web.url("/gone") in page


def test_a_report_leaves_a_committed_state_as_it_is(tmp_path: Path, web: Web) -> None:
    words = (web.url("/fine"), web.url("/gone"), *OPENED)
    first = run(tmp_path, *words, "--state", "links.state")
    with (tmp_path / "links.state").open("a", encoding="utf-8") as file:
        file.write("<<<<<<< ours\n")
    before = (tmp_path / "links.state").read_bytes()
    assert report(tmp_path, "--state", "links.state", "--format", "jsonl").stdout == first.stdout
    assert (tmp_path / "links.state").read_bytes() == before


def test_of_a_committed_state_alone_there_is_no_run_to_report(tmp_path: Path, web: Web) -> None:
    run(tmp_path, web.url("/gone"), *OPENED, "--state", "links.state")
    for file in (tmp_path / ".feedtool").glob("*.sqlite3*"):
        file.unlink()
    done = report(tmp_path, "--state", "links.state")
    assert (done.returncode, done.stdout) == (0, "0 links: none\n")
    assert "no check is stored yet" in done.stderr


# -- states that are not what they seem, and runs that go wrong


@pytest.mark.parametrize("name", ["notes.md", "notes.txt", "notes.state"])
def test_a_file_of_ones_own_is_never_taken_for_a_state(tmp_path: Path, web: Web, name: str) -> None:
    (tmp_path / name).write_text("# Notes\n\nNot to be lost.\n")
    for done in (
        run(tmp_path, web.url("/fine"), *OPENED, "--state", name),
        run(tmp_path, web.url("/fine"), *OPENED, "--state", name, "--offline"),
        report(tmp_path, "--state", name) if name.endswith("md") else None,
    ):
        if done is not None:
            assert (done.returncode, done.stdout) == (2, "")
            assert "not a state of links" in done.stderr
    assert [(path.name, path.read_text()) for path in tmp_path.glob("notes*")] == [
        (name, "# Notes\n\nNot to be lost.\n")
    ]


def test_a_mark_at_the_beginning_costs_no_line_of_a_state(tmp_path: Path, web: Web) -> None:
    words = (web.url("/fine"), *OPENED, "--state", "links.state")
    run(tmp_path, *words)
    clean = (tmp_path / "links.state").read_bytes()
    for before in (b"\xef\xbb\xbf", b"<<<<<<< ours\n", b"\n"):
        (tmp_path / "links.state").write_bytes(before + clean)
        assert [row["reason"] for row in rows(run(tmp_path, *words)).values()] == ["not-due"]
        assert (tmp_path / "links.state").read_bytes() == clean


def test_lines_of_a_newer_version_are_refused(tmp_path: Path, web: Web) -> None:
    newer = "# feedtool links 2: …\nhttps://a.example/\tok\tsince=2026-W01\n"
    (tmp_path / "links.state").write_text(newer, "utf-8")
    done = run(tmp_path, web.url("/fine"), *OPENED, "--state", "links.state")
    assert done.returncode == 2
    assert "links.state: made by a newer feedtool (lines 2, this one knows 1)" in done.stderr
    assert (tmp_path / "links.state").read_text("utf-8") == newer


def test_a_report_that_cannot_be_written_does_not_cost_the_state(tmp_path: Path, web: Web) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no device that is always full")
    words = (web.url("/gone"), *OPENED, "--state", "links.state")
    assert run(tmp_path, *words, "-o", "/dev/full").returncode == 2
    assert "broken\thttp-404" in (tmp_path / "links.state").read_text()


def test_a_state_behind_a_link_is_written_where_it_is(tmp_path: Path, web: Web) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "links.state").symlink_to("real/links.state")
    run(tmp_path, web.url("/fine"), *OPENED, "--state", "links.state")
    assert (tmp_path / "links.state").is_symlink()
    assert web.url("/fine") in (tmp_path / "real" / "links.state").read_text()


def test_of_two_runs_at_once_the_second_knows_what_the_first_learned(tmp_path: Path) -> None:
    with Web({"/a": says(answer(b"gone", "404 Not Found"), close=False), "*": PAGE}) as web:
        words = (web.url("/a"), *OPENED, "--state", "links.state")
        first = subprocess.Popen(
            [sys.executable, "-m", "feedtool", "check", *words], cwd=tmp_path, stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + 20
        while not web.requests and time.monotonic() < until:
            time.sleep(0.01)
        run(tmp_path, web.url("/b"), *OPENED, "--state", "links.state")
        first.wait(20)
    state = (tmp_path / "links.state").read_text()
    assert f"{web.url('/a')}\tbroken" in state
    assert f"{web.url('/b')}\tok" in state


def test_the_state_is_no_place_for_a_report(tmp_path: Path, web: Web) -> None:
    for name in ("links.state", "links.sqlite3"):
        done = run(tmp_path, web.url("/fine"), *OPENED, "--state", name, "-o", name)
        assert done.returncode == 2
        assert f"{name}: this is the state; name another file for the report" in done.stderr


def test_a_state_that_is_removed_while_a_check_runs_is_said(tmp_path: Path) -> None:
    with Web({"*": says(answer(b"x" * 500), pause_s=1.0, close=False)}) as web:
        words = (web.url("/a"), *OPENED, "--state", "links.sqlite3")
        check = subprocess.Popen(
            [sys.executable, "-m", "feedtool", "check", *words],
            cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
        until = time.monotonic() + 20
        while not web.requests and time.monotonic() < until:
            time.sleep(0.01)
        for file in tmp_path.glob("links.sqlite3*"):
            file.unlink()
        _, told = check.communicate(timeout=20)
    assert check.returncode == 2
    assert "links.sqlite3: was removed while the check ran" in told


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE target SET verdict = 'perhaps'",
        "UPDATE target SET checked_ms = 'yesterday'",
        "UPDATE target SET url = CAST(x'ff' AS TEXT) || url, reason = CAST(x'fffe' AS TEXT)",
        "UPDATE answer SET outcome = x'c1'",
        "UPDATE change SET redirects = '{'",
        "UPDATE link SET settled = x'00'",
    ],
)
def test_a_state_with_nonsense_in_it_is_told_in_a_line(tmp_path: Path, web: Web, damage: str) -> None:
    run(tmp_path, web.url("/fine"), web.url("/moved"), "https://10.0.0.1/", *OPENED, "--state", "links.sqlite3")
    with closing(sqlite3.connect(tmp_path / "links.sqlite3")) as db, db:
        db.execute(damage)
    for done in (
        report(tmp_path, "--state", "links.sqlite3", "--format", "html"),
        run(tmp_path, web.url("/fine"), web.url("/moved"), *OPENED, "--state", "links.sqlite3"),
    ):
        assert "Traceback" not in done.stderr
        assert done.returncode in (0, 2), done.stderr
        assert len(done.stderr.splitlines()) <= 1


def test_damaged_extractions_are_made_again(seeds: Seeds, web: Web) -> None:
    folder = seeds(a=mirror(f'<a href="{web.url("/moved")}">x</a>', link=web.url("/fine"))).parent
    first = run(folder, *OPENED, "--no-state")
    run(folder, *OPENED)
    with closing(sqlite3.connect(folder / ".feedtool" / "extraction.sqlite3")) as db, db:
        db.execute("UPDATE document SET found = replace(found, 'http', x'ff')")
        db.execute("UPDATE document SET found = x'91ff'")
    again = run(folder, *OPENED)
    assert (again.returncode, list(rows(again))) == (first.returncode, list(rows(first)))


def test_a_feed_by_its_url_is_asked_whenever_it_is_named(tmp_path: Path) -> None:
    routes: dict[str, Any] = {"/a": PAGE, "*": says(answer(b"gone", "404 Not Found"), close=False)}

    async def feed(*given: Any) -> None:
        head = "Content-Type: application/rss+xml\r\n"
        await says(answer(feed_of(web.url("/a"), web.url("/gone")), headers=head), close=False)(*given)

    with Web({"/feed": feed, **routes}) as web:
        results = [run(tmp_path, web.url("/feed"), *OPENED) for _ in range(3)]
    for done in results:
        assert rows(done)[web.url("/gone")]["reason"] == "http-404"
        assert done.returncode == 1


@pytest.mark.parametrize("name", ["x" * 300, "file/below"])
def test_a_state_that_cannot_be_there_is_told_in_a_line(tmp_path: Path, web: Web, name: str) -> None:
    (tmp_path / "file").write_text("")
    for done in (run(tmp_path, web.url("/fine"), *OPENED, "--state", name), report(tmp_path, "--state", name)):
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert name[:20] in done.stderr


def test_offline_overwrites_no_report_of_another_form(tmp_path: Path, web: Web) -> None:
    (tmp_path / "links.html").write_text("a page")
    done = run(tmp_path, web.url("/fine"), "--offline", "--format", "html", "-o", "links.html")
    assert "1 link: 1 request to 1 host" in done.stdout
    assert (tmp_path / "links.html").read_text() == "a page"


def test_a_page_is_not_written_through_a_link(tmp_path: Path, web: Web) -> None:
    run(tmp_path, web.url("/gone"), "--allow-private", "127.0.0.1")
    (tmp_path / "feedtool.toml").write_text('link-health = "links.html"\n')
    (tmp_path / "feeds").mkdir()
    (tmp_path / "secret.txt").write_text("mine")
    (tmp_path / "feeds" / "links.html").symlink_to("../secret.txt")
    done = report(tmp_path, "--page")
    assert done.returncode == 2
    assert "links.html: a symbolic link" in done.stderr
    assert (tmp_path / "secret.txt").read_text() == "mine"


def test_history_shows_no_secret(tmp_path: Path) -> None:
    for url in ("http://u:SECRET@h.example/?token=SECRET", "http://u:SECRET@h h/"):
        done = subprocess.run(
            [sys.executable, "-m", "feedtool", "history", url],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert done.returncode in (1, 2)
        assert "SECRET@" not in done.stderr
        assert "token=SECRET" not in done.stderr


def test_what_is_given_wrongly_is_told_without_being_obeyed(tmp_path: Path) -> None:
    done = report(tmp_path, "\n::error::x\n##[error]y")
    assert done.returncode == 2
    assert not [line for line in done.stderr.splitlines() if line.lstrip().startswith("::") or "##[" in line]


@pytest.mark.skipif(os.name == "nt", reason="no such devices there")
def test_a_report_can_go_into_a_pipe_by_name(tmp_path: Path, web: Web) -> None:
    done = run(tmp_path, web.url("/gone"), "--allow-private", "127.0.0.1", "-o", "/dev/stdout")
    assert done.stdout.startswith("broken (http-404)"), done.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals differ there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_check_that_waits_for_another_can_be_stopped(tmp_path: Path, web: Web, number: signal.Signals) -> None:
    words = (web.url("/fine"), *OPENED, "--state", "links.sqlite3")
    run(tmp_path, *words)
    with closing(State.open(tmp_path / "links.sqlite3")):
        waiting = subprocess.Popen(
            [sys.executable, "-m", "feedtool", "check", *words], cwd=tmp_path, stderr=subprocess.PIPE, encoding="utf-8"
        )
        assert waiting.stderr is not None
        assert "another check is using it" in waiting.stderr.readline()
        waiting.send_signal(number)
        _, told = waiting.communicate(timeout=20)
    assert waiting.returncode == 130
    assert "Traceback" not in told
