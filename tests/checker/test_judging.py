"""One target of a run, from its turn to its outcome: confirmed, behind a proxy, in a task, or broken."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import closing

import pytest

from feedtool.checker.judging import Judging
from feedtool.checker.run import Checker
from feedtool.errors import OutputError
from feedtool.http.exchange import Exchange
from feedtool.judge.asked import judge_try
from feedtool.judge.judge import Evidence, Try
from feedtool.judge.target import Target
from feedtool.judge.verdict import Outcome
from feedtool.links.link import Kind
from feedtool.schedule.manner import Manner
from feedtool.schedule.servers import Inquiry
from feedtool.state.state import State
from tests.checker.fakes import START, FakeLoop, FakeWeb, check, image, page, reasons, references, wanted

A, B = "https://a.example/2020/story", "https://b.example/2020/story"


def test_each_target_is_asked_once_however_many_links_share_it() -> None:
    web = FakeWeb({A: page(body=b'<title>x</title><p id="part">' + b"word " * 500)})
    report, _ = check(web, A, A + "#part", A + "#missing", A + "#top")
    assert web.times(A) == 1
    outcome = report.outcomes[A]
    assert outcome.judgement.reason == "ok"
    assert {name: one.reason for name, one in outcome.by_fragment.items()} == {
        "part": "ok",
        "missing": "fragment-missing",
    }


@pytest.mark.parametrize(
    ("answers", "expected", "times"),
    [
        ([page()], "ok/ok", 1),
        ([page(404)], "broken/http-404", 2),
        ([page(410)], "broken/http-410", 2),
        (["dns-nxdomain"], "broken/dns-nxdomain", 2),
        ([page(404), page()], "ok/ok", 2),
        ([page(406), page()], "ok/ok", 2),
        ([page(403)], "blocked/http-403", 2),
        ([page(403), page()], "ok/ok", 2),
        ([page(503), page()], "ok/ok", 2),
        ([page(500), page(500), page()], "ok/ok", 3),
        ([page(500)], "unreachable/http-500", 3),
        (["reset", page()], "ok/ok", 2),
        (["reset"], "unreachable/reset", 3),
        (["timeout-read"], "unreachable/timeout-read", 1),
        ([page(429, retry_after="2"), page()], "ok/ok", 2),
        ([page(429, retry_after="Thu, 01 Jan 2026 00:00:03 GMT"), page()], "ok/ok", 2),
        ([page(429, retry_after="86400")], "blocked/http-429", 1),
        ([page(429)], "blocked/http-429", 2),
        ([page(503, retry_after="3600")], "unreachable/http-503", 1),
        (["tls-expired"], "broken/tls-expired", 1),
        (["private-address"], "skipped/private-address", 1),
    ],
)
def test_every_death_is_confirmed_and_every_refusal_tried_once_more(answers: list, expected: str, times: int) -> None:  # type: ignore[type-arg]
    web = FakeWeb({A: answers, B: page()})
    report, _ = check(web, A, B)
    assert (reasons(report)[A], web.times(A)) == (expected, times)
    sent = 0 if expected.startswith("skipped") else times
    assert report.outcomes[A].attempts == sent <= 4


def test_a_death_is_confirmed_after_a_pause_with_a_browsers_headers() -> None:
    web = FakeWeb({A: page(404), B: page()})
    check(web, A, B)
    (first, _), (second, _) = [one for one in web.asked if one[1] == A]
    assert second - first >= 2
    assert [browser for (_, url), browser in zip(web.asked, web.as_browser, strict=True) if url == A] == [False, True]


PROXY = "https://images.weserv.nl/?url=pics.example/a.png"
ORIGIN = "http://pics.example/a.png"


def refusal(message: str, status: int = 404):  # type: ignore[no-untyped-def]
    return page(status, f'{{"status":"error","code":{status},"message":"{message}"}}'.encode())


@pytest.mark.parametrize(
    ("proxy", "origin", "expected"),
    [
        (image(), image(), "ok/ok"),
        (image(), page(404), "ok/cached-origin-gone"),
        (image(), "dns-nxdomain", "ok/cached-origin-gone"),
        (image(), page(403), "ok/ok"),
        (refusal("The requested URL returned error: 404"), page(404), "broken/origin-gone"),
        (page(502), image(), "unreachable/proxy-error"),
        (page(429), image(), "blocked/proxy-rate-limited"),
        (page(), image(), "broken/not-an-image"),
    ],
)
def test_a_proxied_image_is_judged_by_both_its_legs(proxy: object, origin: object, expected: str) -> None:
    web = FakeWeb({PROXY: proxy, ORIGIN: origin, B: page()})  # type: ignore[dict-item]
    report, _ = check(web, PROXY, kind=Kind.IMAGE)
    row = report.rows[PROXY]
    assert f"{row.judgement.verdict.value}/{row.judgement.reason}" == expected
    assert row.proxy is not None
    assert (row.proxy.service, row.proxy.origin) == ("weserv", ORIGIN)


def test_a_link_that_leads_to_a_proxied_image_is_judged_as_the_image_that_it_opens() -> None:
    report, _ = check(FakeWeb({PROXY: image(), ORIGIN: image()}), PROXY, kind=Kind.LINK)
    assert reasons(report)[PROXY] == "ok/ok"
    report, _ = check(FakeWeb({PROXY: page(), ORIGIN: image()}), PROXY, kind=Kind.LINK)
    assert reasons(report)[PROXY] == "broken/not-an-image"


def test_where_the_proxy_fails_and_the_origin_is_fine_the_origin_is_suggested() -> None:
    message = "The hostname of the origin is unresolvable (DNS) or blocked by policy."
    report, _ = check(FakeWeb({PROXY: refusal(message), ORIGIN: image()}), PROXY, kind=Kind.IMAGE)
    assert report.outcomes[PROXY].judgement.suggestion == ORIGIN


def test_a_fallback_is_a_hidden_failure_and_is_never_asked() -> None:
    url = PROXY + "&default=https://fallback.example/none.png"
    web = FakeWeb(
        {url: page(302, location="https://fallback.example/none.png"), ORIGIN: page(404), "*fallback.example": image()}
    )
    report, _ = check(web, url, kind=Kind.IMAGE)
    assert report.outcomes[url].judgement.reason == "origin-gone"
    assert web.times("https://fallback.example/none.png") == 0


def test_an_answer_that_breaks_us_costs_only_its_own_target(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(target: Target, evidence: Evidence) -> Try:
        if target.url == A:
            raise RuntimeError("a mistake of ours")
        return judge_try(target, evidence)

    monkeypatch.setattr("feedtool.checker.judging.judge_try", broken)
    report, _ = check(FakeWeb({A: page(), B: page()}), A, B)
    assert reasons(report) == {A: "unreachable/protocol", B: "ok/ok"}
    assert "a mistake of ours" in report.outcomes[A].judgement.detail


def test_what_came_before_the_run_was_stopped_is_judged() -> None:
    async def canary(_url: str) -> bool:
        return True

    async def stopped() -> Outcome | None:
        with closing(State.open(None)) as state:
            state.begin(0)
            state.queue.add("a.md", references(A, kind=Kind.IMAGE), wanted)
            state.queue.ready(0)
            checker = Checker(state.book, FakeWeb({}).begin, Manner(), now=lambda: START, canary=canary)
            (target,) = state.queue.take("a.example:443", 1)
            checker._judging._came(Inquiry(target, "a.example:443", 20.0), Exchange(A, A, (), image()))
            await checker._judging.leave()
            checker._outcomes.save()
            return state.answers.of(A)

    with asyncio.Runner(loop_factory=FakeLoop) as runner:
        outcome = runner.run(stopped())
    assert outcome is not None
    assert outcome.judgement.reason == "ok"


@pytest.mark.parametrize("breaks", [True, False])
def test_where_an_answer_cannot_be_kept_the_run_ends_with_that(
    monkeypatch: pytest.MonkeyPatch, *, breaks: bool
) -> None:
    def put(_self: object, _rows: object) -> None:
        raise OutputError("the disk is full")

    def broken(*_: object) -> Try:
        raise RuntimeError("a mistake of ours")

    if breaks:
        monkeypatch.setattr("feedtool.checker.judging.judge_try", broken)
    monkeypatch.setattr("feedtool.state.answers.Answers.put_rows", put)
    with pytest.raises(OutputError, match="full"):
        check(FakeWeb({A: page(), B: page()}), A, B)


# -- what takes a task


def tasks_of(monkeypatch: pytest.MonkeyPatch, web: FakeWeb, *urls: str) -> int:
    """Check URLs; return how many tasks the run made for them."""
    made = 0
    later = Judging._later

    def counted(self: Judging, inquiry: Inquiry, work: Callable[[], Coroutine[None, None, None]]) -> None:
        nonlocal made
        made += 1
        later(self, inquiry, work)

    monkeypatch.setattr(Judging, "_later", counted)
    report, _ = check(web, *urls)
    assert len(report.outcomes) == len(urls)
    return made


def test_once_a_server_shows_no_page_at_a_made_up_address_its_pages_take_no_task(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    title = "The mill by the river turned again, and why it did"
    urls = [f"https://a.example/2020/{number}" for number in range(50)]
    short = {
        url: page(body=f"<title>{title}: {url}</title><p>It turned all day, and I saw it turn.".encode())
        for url in urls
    }
    assert tasks_of(monkeypatch, FakeWeb(short), *urls) < 5


def test_a_death_takes_no_task_and_a_redirect_takes_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tasks_of(monkeypatch, FakeWeb({A: page(404)}), A) == 0
    assert tasks_of(monkeypatch, FakeWeb({A: page(302, location=B), B: page(403)}), A) == 2, "as a browser once more"
