"""A run in parts comes to the verdicts of one that is not divided, and asks nobody faster."""

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from itertools import pairwise

import pytest

from feedtool.http.exchange import Response
from feedtool.links.link import Kind, Reference
from feedtool.state.state import State
from tests.checker.fakes import START, FakeWeb, check, image, page, reasons, references
from tests.parts.dividing import divided

PARTS = pytest.mark.parametrize("parts", [1, 2, 3])
A, B, C = ("https://a.example/story", "https://b.example/story", "https://c.example/story")
PLACED = {"a.example": 0, "b.example": 1, "c.example": 2}
NEUTRAL = page(body=b"<title>The Gazette</title><p>News from the valley, every week since 1921.</p>")
CASINO = page(body=b"<title>Best odds</title><h1>Best odds</h1><p>" + b"Spin the wheel and win. " * 200)


def to(url: str, status: int = 302) -> Response:
    return page(status, b"", location=url)


def same(make: Callable[[], FakeWeb], of: Sequence[Reference | str], parts: int, **more: object) -> dict[str, str]:
    """Return the verdicts of a run in parts, which are those of an undivided one."""
    placed = {site: part % parts for site, part in PLACED.items()}
    whole = [one for given in of for one in ([given] if isinstance(given, Reference) else references(given))]
    alone, _ = check(make(), of=whole, **more)  # type: ignore[arg-type]  # passed on as it came
    report, _ = divided(make(), of, parts, placed, **more)  # type: ignore[arg-type]
    assert report.network == alone.network
    assert {url: row.judgement for url, row in report.rows.items()} == {
        url: row.judgement for url, row in alone.rows.items()
    }
    return reasons(report)


@PARTS
def test_every_target_is_asked_once_by_the_part_of_its_site(parts: int) -> None:
    urls = [f"https://{host}.example/{number}" for host in "abcdef" for number in range(20)]
    web = FakeWeb({f"*{host}.example": page() for host in "abcdef"})
    report, _ = divided(web, urls, parts)
    assert set(reasons(report).values()) == {"ok/ok"}
    assert sorted(url for _, url in web.asked if "invalid" not in url) == sorted(urls)


@PARTS
def test_a_redirect_to_another_site_goes_on_in_its_part(parts: int) -> None:
    web = {A: to(B, 301), B: page(), "https://c.example/1": to("https://a.example/gone"), "*a.example": page(404)}
    found = same(lambda: FakeWeb(web), [A, "https://c.example/1"], parts)
    assert found == {A: "moved/moved", "https://c.example/1": "broken/http-404"}


@PARTS
def test_a_chain_takes_its_cookies_its_hops_and_its_seconds_from_part_to_part(parts: int) -> None:
    chain = {A: page(302, b"", location=B, set_cookie="seen=1"), B: to(A + "?back=1"), A + "?back=1": to(C), C: page()}
    web = FakeWeb(chain, takes_s=0.5)
    report, _ = divided(web, [A], parts, {site: part % parts for site, part in PLACED.items()})
    (outcome,) = report.outcomes.values()
    assert [hop.url for hop in outcome.redirects] == [A, B, A + "?back=1"]
    assert outcome.elapsed_ms == 2000
    assert outcome.attempts == 1
    assert dict(web.requests[A + "?back=1"].headers)["Cookie"] == "seen=1"


@PARTS
def test_a_chain_has_as_much_time_as_in_one_process(parts: int) -> None:
    web = {A: to(B), B: to(C), C: "timeout-read", "https://d.example/": page()}
    placed = {site: part % parts for site, part in PLACED.items()}
    report, _ = divided(FakeWeb(web, takes_s=4.0), [A, "https://d.example/"], parts, placed, timeout_s=11.0)
    assert reasons(report)[A] == "unreachable/timeout-read"
    assert report.outcomes[A].elapsed_ms == 11_000


@PARTS
def test_a_loop_over_parts_is_found_and_so_is_a_chain_without_end(parts: int) -> None:
    web = {A: to(B), B: to(A)}
    assert same(lambda: FakeWeb(web), [A], parts) == {A: "broken/redirect-loop"}
    endless = {f"https://{host}.example/{n}": to(f"https://{other}.example/{n + 1}") for n in range(30)
               for host, other in ("ab", "bc", "ca")}  # fmt: skip
    first = "https://a.example/0"
    assert same(lambda: FakeWeb(endless), [first], parts) == {first: "broken/too-many-redirects"}


@PARTS
def test_what_stumbles_in_another_part_is_asked_again_from_its_beginning(parts: int) -> None:
    web = {A: to(B), B: [page(500), page(503), page()]}
    assert same(lambda: FakeWeb(web), [A], parts) == {A: "ok/ok"}
    run = FakeWeb(web)
    divided(run, [A], parts, {site: part % parts for site, part in PLACED.items()})
    assert (run.times(A), run.times(B)) == (3, 3)


@PARTS
def test_pages_at_made_up_addresses_are_asked_beside_where_a_chain_ends(parts: int) -> None:
    links = [f"https://a.example/{number}" for number in range(4)]
    web = {link: to(link.replace("a.example", "b.example")) for link in links} | {"*b.example": NEUTRAL}
    assert set(same(lambda: FakeWeb(web), [*links, C], parts).values()) == {"broken/soft-404", "broken/dns-nxdomain"}


@PARTS
def test_links_of_one_server_that_end_at_one_page_of_another_are_judged_beside_their_own_server(parts: int) -> None:
    links = [f"https://a.example/{number}" for number in range(3)]
    web = {"*a.example": to("https://b.example/win"), "https://b.example/win": CASINO}
    found = same(lambda: FakeWeb(web), links, parts, per_host=1)
    assert found == dict.fromkeys(links, "broken/soft-404")


@PARTS
def test_links_of_one_server_that_end_at_one_page_of_several_others_are_too(parts: int) -> None:
    links = [f"https://a.example/{number}" for number in range(2)]
    web = {links[0]: to("https://b.example/win"), links[1]: to("https://c.example/win"), "*a.example": to(B + "x"),
           B + "x": CASINO, "https://b.example/win": CASINO, "https://c.example/win": CASINO}  # fmt: skip
    found = same(lambda: FakeWeb(web), links, parts, per_host=1)
    assert found == dict.fromkeys(links, "broken/soft-404")


@PARTS
def test_one_page_at_two_addresses_of_another_site_is_fine_where_made_up_ones_show_another(parts: int) -> None:
    links = ["https://a.example/1", "https://a.example/2"]
    web = {link: to("https://b.example/win") for link in links} | {"https://b.example/win": CASINO,
           "*a.example": page(404), "*b.example": page(404)}  # fmt: skip
    assert same(lambda: FakeWeb(web), links, parts) == dict.fromkeys(links, "ok/ok")


@PARTS
def test_a_made_up_address_that_leads_to_another_site_is_asked_by_who_may_ask_both(parts: int) -> None:
    front = page(body=b"<title>Welcome</title><p>Welcome to the portal of the valley.</p>")
    links = ["https://a.example/1", "https://a.example/2"]
    web = {"*a.example": to("https://b.example/home"), "https://b.example/home": front} | dict.fromkeys(links, front)
    found = same(lambda: FakeWeb(web), links, parts)
    assert found == dict.fromkeys(links, "broken/soft-404")


@PARTS
def test_a_silent_host_is_set_aside_for_links_of_its_own_and_for_redirects_to_it(parts: int) -> None:
    dead = [f"https://b.example/{number}" for number in range(6)]
    away = [f"https://a.example/{number}" for number in range(4)]
    web = {"*b.example": "timeout-connect", "*c.example": page()} | {link: to(B) for link in away}
    report, run = divided(FakeWeb(web), [*dead, *away, C], parts, {one: part % parts for one, part in PLACED.items()})
    found = reasons(report)
    assert {found[url].split("/")[0] for url in (*dead, *away)} == {"unreachable"}
    assert found[C] == "ok/ok"
    assert sum("b.example" in url for _, url in run.web.asked) <= 4, "two that broke it, a probe, and a redirect's"


@PARTS
def test_a_host_that_refuses_many_requests_keeps_its_slow_pace_for_redirects_from_elsewhere(parts: int) -> None:
    own = [f"https://b.example/{number}" for number in range(8)]
    away = [f"https://a.example/{number}" for number in range(8)]
    web = FakeWeb({link: to(link.replace("a.example", "b.example") + "x") for link in away} | {"*b.example": page()})
    report, _ = divided(web, [*own, *away], parts, {one: part % parts for one, part in PLACED.items()}, rate=2.0)
    assert set(reasons(report).values()) == {"ok/ok"}
    times = sorted(moment for moment, url in web.asked if "b.example" in url)
    assert min(after - before for before, after in pairwise(times)) > 0.5 - 1e-6
    assert web.most_at_a_time["b.example"] <= 4


@PARTS
def test_an_image_proxy_is_asked_by_one_part_with_one_canary_and_a_second_apart(parts: int) -> None:
    shown = [f"https://images.weserv.nl/?url={host}.example/{n}.png" for host in "abc" for n in range(3)]
    web = {"*images.weserv.nl": image(), "*a.example": image(), "*b.example": page(404), "*c.example": image()}
    made = references(*shown, kind=Kind.IMAGE)
    found = same(lambda: FakeWeb(web), made, parts)
    assert {found[url] for url in shown if "b.example" not in url} == {"ok/ok"}
    assert {found[url] for url in shown if "b.example" in url} == {"ok/cached-origin-gone"}
    web_seen = FakeWeb(web)
    _, run = divided(web_seen, made, parts, {one: part % parts for one, part in PLACED.items()})
    times = sorted(moment for moment, url in web_seen.asked if "weserv" in url)
    assert min(after - before for before, after in pairwise(times)) > 1.0 - 1e-6
    assert run.canaries == 1


@PARTS
@pytest.mark.parametrize("reason", ["timeout-connect", "no-route", "dns-nxdomain"])
def test_no_part_alone_says_that_the_network_is_down(parts: int, reason: str) -> None:
    silent = FakeWeb({f"*{host}.example": reason for host in "abcdefg"})
    urls = [f"https://{host}.example/" for host in "abcdefg"]
    report, _ = divided(silent, urls, parts)
    assert report.network is not None
    assert report.network.reason == "network-down"
    with_one = FakeWeb({f"*{host}.example": reason for host in "abcdef"} | {"*g.example": page()})
    report, _ = divided(with_one, urls, parts)
    assert report.network is None


@PARTS
def test_a_portal_is_seen_over_all_parts_together(parts: int) -> None:
    portal = page(body=b"<title>Guest network</title><form><p>Welcome. Log in to go on.<input name=room></form>")
    urls = [f"https://{host}.example/story" for host in "abcdef"]
    report, _ = divided(FakeWeb({f"*{host}.example": portal for host in "abcdef"}), urls, parts)
    assert report.network is not None
    assert report.network.reason == "intercepted"


@PARTS
def test_other_links_of_a_server_are_looked_at_when_one_dies_in_whatever_part(parts: int) -> None:
    links = [f"https://a.example/{number}" for number in range(6)]
    fine = {"*a.example": page(), "*b.example": page()}
    with closing(State.open(None)) as state:
        for day in range(3):
            divided(
                FakeWeb(fine),
                links,
                parts,
                PLACED if parts > 2 else {},
                state=state,
                now=START + timedelta(days=day * 3),
            )
        gone = FakeWeb({"*a.example": to("https://b.example/gone"), "*b.example": page(404)})
        last = START + timedelta(days=40)
        report, _ = divided(
            gone, links, parts, {one: part % parts for one, part in PLACED.items()}, state=state, now=last
        )
    assert {row.judgement.reason for row in report.rows.values()} == {"host-changed"}


@PARTS
def test_an_address_gives_all_parts_together_what_it_gives_one_process(parts: int) -> None:
    hosts = [f"n{number}.example" for number in range(12)]
    web = FakeWeb({f"*{host}": page() for host in hosts}, 0.3, addresses=dict.fromkeys(hosts, "198.51.100.1"))
    urls = [f"https://{host}/{number}" for host in hosts for number in range(10)]
    report, _ = divided(web, urls, parts)
    assert set(reasons(report).values()) == {"ok/ok"}
    assert web.most_at_a_time["198.51.100.1"] <= 8
    times = sorted(web.asked_at["198.51.100.1"])
    assert max(sum(begin <= one < begin + 1 - 1e-9 for one in times) for begin in times) <= 40 + parts
