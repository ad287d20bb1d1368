"""A check as a whole: what it finds, whom it asks, and what it sends."""

import gc
import json

from tests.commands.checking import IN_ROWS, OPENED, MakeArchive, Site
from tests.making import mirror


def test_an_archive_is_checked_from_end_to_end(archive: MakeArchive, web: Site) -> None:
    body = f'<a href="{web.gone()}">lost</a> <a href="{web.moved()}">old</a> <a href="{web.fine()}#nowhere">part</a>'
    article = mirror(body, link=web.fine())
    done = archive(config=None, a=article, b=article).check("--allow-private", "127.0.0.1", "--format", "jsonl")
    assert done.status == 1, done.err
    assert {url.rpartition("/")[2]: (row["verdict"], row["reason"]) for url, row in done.rows.items()} == {
        "fine": ("ok", "ok"),
        "gone": ("broken", "http-404"),
        "moved": ("moved", "moved"),
        "fine#nowhere": ("broken", "fragment-missing"),
    }
    gone, moved = done.rows[web.url("/gone")], done.rows[web.url("/moved")]
    assert gone["sources"] == [
        {"path": "seeds/a.md", "line": 15, "column": 1, "text": "lost"},
        {"path": "seeds/b.md", "line": 15, "column": 1, "text": "lost"},
    ]
    assert (gone["status"], gone["attempts"], gone["kind"]) == (404, 2, "link")
    assert moved["suggestion"] == web.url("/fine")
    assert moved["redirects"] == [{"status": 301, "url": web.url("/moved")}]
    assert done.rows[web.url("/fine")]["kind"] == "article"
    for line in done.out.splitlines():
        assert list(json.loads(line)) == sorted(json.loads(line))


def test_the_text_names_verdict_place_and_what_to_do(archive: MakeArchive, web: Site) -> None:
    article = mirror(f'<a href="{web.gone()}">lost</a>', link=web.fine())
    done = archive(config=OPENED, a=article).check()
    assert "broken (http-404)\n" in done.out
    assert "in seeds/a.md:15:1 'lost'\n" in done.out
    assert done.out.endswith("2 links: 1 broken, 1 ok\n")
    assert max(map(len, done.out.splitlines())) <= 120


def test_without_a_network_there_is_one_finding_and_status_3(archive: MakeArchive, web: Site) -> None:
    done = archive().check(*web.silent(3), "--allow-private", "127.0.0.0/8", "--retries", "0")
    assert (done.status, done.reasons) == (3, ["network-down"])


# -- whom it asks


def test_private_addresses_are_not_contacted_unless_opened(archive: MakeArchive, web: Site) -> None:
    done = archive(config=None).check(web.fine(), "--format", "jsonl")
    assert (done.status, done.reasons) == (0, ["private-address"])
    assert web.connections == 0


def test_what_is_excluded_or_not_included_is_not_asked(archive: MakeArchive, web: Site) -> None:
    kept = archive(config=IN_ROWS + '[check.exclude]\n"*/gone" = "known"\n')
    done = kept.check(web.fine(), web.gone())
    gone = done.rows[web.url("/gone")]
    assert (done.status, gone["reason"], gone["detail"]) == (0, "excluded", "known")
    done = kept.check(web.fine(), web.url("/x"), "--include", "*/fine")
    assert done.rows[web.url("/x")]["verdict"] == "skipped"
    assert kept.check(web.fine(), "--kinds", "image").status == 2


def test_the_users_headers_and_name_are_sent(archive: MakeArchive, web: Site) -> None:
    archive().check(web.fine(), "--header", "X-Me: yes", "--user-agent", "mine/1")
    head = web.requests[-1].decode()
    assert "X-Me: yes\r\n" in head
    assert "User-Agent: mine/1\r\n" in head


def test_a_header_given_twice_is_sent_once(archive: MakeArchive, web: Site) -> None:
    archive().check(web.fine(), "--header", "X-Me: a", "--header", "x-me: b")
    assert [line for line in web.requests[-1].split(b"\r\n") if line.lower().startswith(b"x-me")] == [b"x-me: b"]


def test_secrets_are_masked(archive: MakeArchive, web: Site) -> None:
    done = archive().check(f"http://anna:secret@127.0.0.1:{web.port}/fine?token=hidden")
    assert "secret" not in done.out
    assert "hidden" not in done.out
    assert web.requests
    assert not any(b"Authorization" in head for head in web.requests)


def test_the_garbage_collector_looks_as_often_as_before_once_the_run_is_over(archive: MakeArchive, web: Site) -> None:
    before = gc.get_threshold()
    archive(config=OPENED).check(web.fine())
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)
