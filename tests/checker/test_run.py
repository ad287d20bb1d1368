from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.dates import to_epoch_ms
from feedtool.http.exchange import Response
from feedtool.http.message import Request
from feedtool.schedule.servers import Server, Servers
from feedtool.state.state import State
from tests.checker.fakes import START, FakeLoop, FakeWeb, Limit, Window, check, page, reasons

A, B = "https://a.example/2020/story", "https://b.example/2020/story"


def test_a_slow_host_delays_only_itself() -> None:
    web = FakeWeb({A: page(), B: page()}, {"a.example": 15.0})
    _, took = check(web, A, B)
    assert 15 <= took < 16
    urls = [f"https://b.example/{number}" for number in range(40)]
    web = FakeWeb({"*b.example": page(), A: page()}, {"a.example": 15.0})
    _, took = check(web, A, *urls)
    assert took < 16


@pytest.mark.untraced
@given(st.integers(1, 60), st.sampled_from([0.001, 0.05, 0.4]))
def test_a_host_is_asked_at_most_four_times_at_once_and_twenty_times_a_second(links: int, takes_s: float) -> None:
    web = FakeWeb({"*a.example": page()}, takes_s)
    check(web, *(f"https://a.example/{number}" for number in range(links)))
    times = sorted(moment for moment, url in web.asked if ".invalid" not in url)
    assert len(times) == links
    assert web.most_at_a_time["a.example"] <= 4
    assert all(later - earlier >= 1 for earlier, later in zip(times, times[20:], strict=False))


def test_a_host_that_asks_for_a_pause_gets_it() -> None:
    web = FakeWeb({"https://a.example/0": [page(429, retry_after="5"), page()], "*a.example": page()})
    check(web, *(f"https://a.example/{number}" for number in range(10)), per_host=1)
    first, second = (moment for moment, url in web.asked if url == "https://a.example/0")
    assert second - first >= 5
    assert [url for moment, url in web.asked if first < moment < first + 5] == []


def test_a_dead_host_costs_two_time_outs_and_a_probe() -> None:
    dead = [f"https://a.example/{number}" for number in range(50)]
    web = FakeWeb({"*a.example": "timeout-connect", B: page()})
    report, took = check(web, *dead, B)
    assert took < 20 + 5 + 2
    assert sum(web.times(url) for url in dead) == 3
    found = reasons(report)
    assert sorted({found[url] for url in dead}) == ["unreachable/host-down", "unreachable/timeout-connect"]


def test_a_host_that_answers_the_probe_is_asked_for_all_the_rest() -> None:
    links = [f"https://a.example/{number}" for number in range(6)]
    web = FakeWeb({links[0]: "timeout-read", links[1]: "timeout-read", "*a.example": page(), B: page()})
    report, _ = check(web, *links, B)
    found = reasons(report)
    assert [found[url] for url in links] == ["unreachable/timeout-read"] * 2 + ["ok/ok"] * 4


@pytest.mark.parametrize("reason", ["dns-nxdomain", "refused", "timeout-connect"])
def test_when_no_host_answers_the_network_is_down(reason: str) -> None:
    web = FakeWeb({f"*{name}.example": reason for name in "abc"})
    report, _ = check(web, *(f"https://{name}.example/" for name in "abc"))
    assert report.network is not None
    assert report.network.reason == "network-down"


def test_one_dead_link_alone_is_no_dead_network() -> None:
    report, _ = check(FakeWeb({}), A)
    assert (report.network, reasons(report)) == (None, {A: "broken/dns-nxdomain"})
    report, _ = check(FakeWeb({A: "no-route"}), A)
    assert report.network is not None


def test_when_every_certificate_is_untrusted_somebody_is_in_between() -> None:
    web = FakeWeb({f"*{name}.example": "tls-untrusted" for name in "abc"})
    report, _ = check(web, *(f"https://{name}.example/" for name in "abc"))
    assert report.network is not None
    assert report.network.reason == "intercepted"


def test_what_is_not_known_in_time_is_not_known() -> None:
    report, took = check(FakeWeb({A: page(), B: page()}, {"a.example": 15.0}), A, B, max_time_s=3.0)
    assert (report.complete, took) == (False, 3.0)
    assert reasons(report) == {B: "ok/ok"}


def test_a_run_out_of_time_does_not_call_the_network_down_for_a_few_hosts() -> None:
    dead = [f"https://dead{number}.example/2020/story" for number in range(4)]
    web = FakeWeb(dict.fromkeys(dead, "refused") | {A: page()}, {"a.example": 15.0})
    report, _ = check(web, *dead, A, max_time_s=5.0)
    assert (report.network, report.complete) == (None, False)


class RestlessLoop(FakeLoop):
    """A loop whose clock goes on while it is looked at, as real ones do."""

    looks = 0

    def time(self) -> float:
        type(self).looks += 1
        assert self.looks < 1_000_000, "it looks at the clock for ever"
        self._virtual += 0.0007
        return super().time()


@pytest.mark.untraced
def test_a_clock_that_goes_on_while_a_turn_is_decided_is_no_reason_to_decide_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.checker.fakes.FakeLoop", RestlessLoop)
    urls = [f"https://h{number % 150}.example/2020/{number}" for number in range(600)]
    report, _ = check(FakeWeb({f"*h{number}.example": page() for number in range(150)}, 0.01), *urls)
    assert report.complete
    assert RestlessLoop.looks > 1000


def test_a_plan_of_nothing_is_done_at_once() -> None:
    report, took = check(FakeWeb({}))
    assert (report.outcomes, took) == ({}, 0.0)


# -- servers that are down, slow, or want to be left alone


def test_a_port_that_is_closed_does_not_cost_the_links_of_another() -> None:
    closed = [f"http://a.example/{number}" for number in range(3)]
    fine = [f"https://a.example/{number}" for number in range(20)]
    web = FakeWeb({**dict.fromkeys(closed, "refused"), "*a.example": page(), B: page()})
    report, _ = check(web, *closed, *fine, B)
    assert {reasons(report)[url] for url in fine} == {"ok/ok"}
    times = sorted(moment for moment, url in web.asked if "a.example" in url)
    assert web.most_at_a_time["a.example"] <= 4, "one host's pace, at whatever port"
    assert all(later - earlier >= 1 for earlier, later in zip(times, times[20:], strict=False))


def test_three_pages_that_hang_do_not_cost_the_others_of_their_server(tmp_path: Path) -> None:
    hang = [f"https://a.example/{number}" for number in range(3)]
    fine = [f"https://a.example/fine-{number}" for number in range(20)]
    for day in range(8):
        web = FakeWeb({**dict.fromkeys(hang, "timeout-read"), "*a.example": page(), B: page()})
        with closing(State.open(tmp_path / "state.sqlite3")) as state:
            report, _ = check(web, *hang, *fine, B, state=state, now=START + timedelta(days=day))
        assert {found for url in fine if (found := reasons(report).get(url)) is not None} <= {"ok/ok"}
    assert {reasons(report)[url] for url in hang} == {"broken/dead-for"}


def test_there_are_never_more_requests_at_a_time_than_allowed_in_all() -> None:
    urls = [f"https://h{number}.example/" for number in range(60)]
    hops = {url: page(302, location=url.replace("/h", "/to-h")) for url in urls}
    web = FakeWeb({**hops, **{f"*to-h{number}.example": page() for number in range(60)}}, 0.2)
    most = 0
    send = web.send

    async def counted(request: Request, deadline: float) -> Response:
        nonlocal most
        most = max(most, sum(web.at_a_time.values()) + 1)
        return await send(request, deadline)

    web.send = counted  # type: ignore[method-assign]
    report, _ = check(web, *urls, concurrency=8)
    assert most <= 8
    assert set(reasons(report).values()) == {"ok/ok"}


@pytest.mark.parametrize("reason", ["dns-timeout", "dns-servfail", "reset"])
def test_a_server_that_never_gets_as_far_as_an_answer_is_set_aside(reason: str) -> None:
    links = [f"https://a.example/{number}" for number in range(200)]
    web = FakeWeb({"*a.example": reason, B: page()})
    report, took = check(web, *links, B)
    assert sum("a.example" in url for _, url in web.asked) <= 12
    assert took < 60
    assert reasons(report)[links[-2]] == "unreachable/host-down"


@pytest.mark.parametrize(("status", "verdict"), [(429, "blocked"), (503, "unreachable")])
@pytest.mark.parametrize("wish", ["5", "86400"])
def test_a_host_that_puts_several_off_is_left_alone(status: int, verdict: str, wish: str) -> None:
    links = [f"https://a.example/{number}" for number in range(100)]
    web = FakeWeb({"*a.example": page(status, retry_after=wish), B: page()})
    report, took = check(web, *links, B)
    assert sum("a.example" in url for _, url in web.asked) <= 12
    assert took < 120
    assert {reasons(report)[url] for url in links} == {f"{verdict}/http-{status}"}
    details = [report.outcomes[url].judgement.detail for url in links]
    assert any("not asked: " in one for one in details)
    assert any("asked again on 2026-01-02" in one for one in details) is (wish == "86400")


@pytest.mark.untraced
@pytest.mark.parametrize("most", [1, 3, 10])
@pytest.mark.parametrize("takes_s", [0.001, 0.05, 0.6])
@pytest.mark.parametrize("wish", [{}, {"retry_after": "1"}, {"retry_after": "0"}, {"retry_after": "3"}])
def test_a_host_that_allows_few_requests_a_second_loses_no_link(
    most: int, takes_s: float, wish: dict[str, str]
) -> None:
    links = [f"https://a.example/{number}" for number in range(60)]
    limit = Limit(3.0, most, refusal=page(429, **wish))
    web = FakeWeb({"*a.example": page()}, takes_s, {"a.example": limit})
    report, took = check(web, *links)
    assert Counter(reasons(report).values()) == {"ok/ok": 60}
    assert limit.refused < 20, "it finds the rate that the host allows"
    assert took < 90
    assert max(web.times(url) for url in links) <= 4


@pytest.mark.untraced
@pytest.mark.parametrize(("number", "most", "span_s"), [(61, 3, 1.0), (200, 3, 1.0), (200, 30, 10.0), (200, 60, 60.0)])
def test_a_host_that_allows_so_many_in_a_time_loses_no_link(number: int, most: int, span_s: float) -> None:
    links = [f"https://a.example/{one}" for one in range(number)]
    report, _ = check(FakeWeb({"*a.example": page()}, 0.05, {"a.example": Window(most, span_s)}), *links)
    assert Counter(reasons(report).values()) == {"ok/ok": number}


def test_a_host_that_has_enough_with_503_loses_no_link_either() -> None:
    links = [f"https://a.example/{number}" for number in range(60)]
    limit = Limit(3.0, 3, refusal=page(503, retry_after="1"))
    report, _ = check(FakeWeb({"*a.example": page()}, 0.05, {"a.example": limit}), *links)
    assert Counter(reasons(report).values()) == {"ok/ok": 60}


def test_what_was_refused_is_asked_again_after_the_hosts_other_links() -> None:
    links = [f"https://a.example/{number}" for number in range(100)]
    web = FakeWeb({links[5]: [page(429), page()], "*a.example": page()})
    report, _ = check(web, *links)
    assert set(reasons(report).values()) == {"ok/ok"}
    asked = [url for _, url in web.asked if "a.example" in url]
    assert (asked[-1], len(asked)) == (links[5], 101)


@pytest.mark.untraced
@pytest.mark.parametrize("wish", [{}, {"retry_after": "1"}])
def test_a_host_that_refuses_everything_is_soon_left_alone(wish: dict[str, str]) -> None:
    links = [f"https://a.example/{number}" for number in range(5000)]
    web = FakeWeb({"*a.example": page(429, **wish), B: page()})
    report, took = check(web, *links, B)
    assert sum("a.example" in url for _, url in web.asked) <= 14
    assert took < 40
    assert Counter(reasons(report).values()) == {"blocked/http-429": 5000, "ok/ok": 1}


def test_a_host_that_refuses_everything_from_some_moment_on_is_left_alone_too() -> None:
    links = [f"https://a.example/{number}" for number in range(1000)]
    web = FakeWeb({"*a.example": page(), B: page()}, 0.05, {"a.example": Limit(0.0, 200)})
    report, took = check(web, *links, B)
    assert Counter(reasons(report).values()) == {"blocked/http-429": 800, "ok/ok": 201}
    assert sum("a.example" in url for _, url in web.asked) < 220
    assert took < 100


def test_redirects_to_a_host_that_refuses_everything_end_soon_too() -> None:
    into = {f"https://a.example/{number}": page(301, location=f"https://b.example/{number}") for number in range(300)}
    web = FakeWeb({**into, "*b.example": page(429)})
    report, took = check(web, *into)
    assert set(reasons(report).values()) == {"blocked/http-429"}
    assert sum("b.example" in url for _, url in web.asked) < 20
    assert took < 60


def test_one_link_that_is_put_off_is_no_reason_to_leave_the_others() -> None:
    links = [f"https://a.example/{number}" for number in range(30)]
    web = FakeWeb({**dict.fromkeys(links[::3], page(503, retry_after="86400")), "*a.example": page()})
    report, _ = check(web, *links, per_host=1)
    assert Counter(reasons(report).values()) == {"unreachable/http-503": 10, "ok/ok": 20}


@pytest.mark.parametrize(
    "wish",
    ["Mon, 01 Jan 99999999999999999999 00:00:00 GMT", "Mon, 01 Jan 2026 00:00:00 +9999999999999", "-1", "soon", "0"],
)
def test_a_wish_that_is_none_costs_nobody_anything(wish: str) -> None:
    links = [f"https://a.example/{number}" for number in range(30)]
    web = FakeWeb({**dict.fromkeys(links[:2], page(503, retry_after=wish)), "*a.example": page()})
    report, _ = check(web, *links)
    assert report.complete
    assert Counter(reasons(report).values()) == {"unreachable/http-503": 2, "ok/ok": 28}
    first, second, *_ = (moment for moment, url in web.asked if url == links[0])
    assert second - first >= 0.3


@pytest.mark.untraced
def test_the_work_of_deciding_grows_with_the_links_and_not_with_their_square(monkeypatch: pytest.MonkeyPatch) -> None:
    decided = Counter[int]()
    put = Servers.put
    for links in (100, 400):

        def counted(self: Servers, server: Server, now: float, links: int = links) -> None:
            decided[links] += 1
            put(self, server, now)

        monkeypatch.setattr(Servers, "put", counted)
        check(FakeWeb({"*a.example": page(404), B: page()}), B, *(f"https://a.example/{one}" for one in range(links)))
    assert decided[400] < 5 * decided[100]


def test_where_nobody_answered_in_the_time_there_was_nothing_is_held_against_a_link(tmp_path: Path) -> None:
    urls = [f"https://{name}.example/2020/story" for name in "abcd"]
    for day in range(8):
        web = FakeWeb({**{f"*{name}.example": "refused" for name in "abc"}, "*d.example": "timeout-read"})
        with closing(State.open(tmp_path / "state.sqlite3")) as state:
            report, _ = check(web, *urls, state=state, now=START + timedelta(days=day), max_time_s=3.0)
            assert not report.complete
            assert [state.memory.history(url) for url in urls] == [None] * 4


def test_a_run_whose_time_ended_before_anybody_spoke_leaves_the_results_as_they_were(tmp_path: Path) -> None:
    with closing(State.open(tmp_path / "state.sqlite3")) as state:
        check(FakeWeb({A: page(404)}), A, state=state)
        later = START + timedelta(days=1)
        check(FakeWeb({A: page()}, {"a.example": 15.0}), A, state=state, now=later, max_time_s=3.0)
        shown = state.results.show_last()
    assert shown is not None
    assert (shown.at_ms, shown.complete, shown.untold_ms) == (to_epoch_ms(START), True, to_epoch_ms(later))


def test_a_run_does_not_outlast_its_time_for_witnesses(tmp_path: Path) -> None:
    with closing(State.open(tmp_path / "state.sqlite3")) as state:
        check(FakeWeb({"*w.example": page()}), "https://w.example/2020/story", state=state)
    dead = [f"https://{name}.example/2020/story" for name in "abcd"]
    web = FakeWeb({**{f"*{name}.example": "timeout-read" for name in "abcd"}, "*w.example": "timeout-read"})
    with closing(State.open(tmp_path / "state.sqlite3")) as state:
        _, took = check(
            web, "https://w.example/2020/story", *dead, state=state, now=START + timedelta(hours=1), max_time_s=3.0
        )
    assert took <= 3.0 + 5.0


def test_what_comes_after_the_run_has_ended_is_told_to_nobody() -> None:
    web = FakeWeb({A: page(), B: page()}, {"a.example": 0.05, "b.example": 9.0})
    report, took = check(web, A, B, max_time_s=1.0)
    assert took < 2
    assert set(report.outcomes) == {A}
    assert not report.complete
