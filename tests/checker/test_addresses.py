"""What one address serves under many names shares a budget: 8 requests at a time and 40 a second."""

from itertools import pairwise

import pytest

from feedtool.schedule.manner import HostManner
from tests.checker.fakes import FakeWeb, check, page, reasons

pytestmark = pytest.mark.untraced  # thousands of links are asked for alike
Times = list[float]


def names(number: int, links: int) -> list[str]:
    return [f"https://n{one % number}.example/{one}" for one in range(number * links)]


def served(number: int, addresses: list[str], takes_s: float = 0.05, **more: object) -> FakeWeb:
    hosts = [f"n{one}.example" for one in range(number)]
    at = {host: addresses[one % len(addresses)] for one, host in enumerate(hosts)}
    return FakeWeb({f"*{host}": page() for host in hosts}, takes_s, addresses=at, **more)  # type: ignore[arg-type]


def within_a_second(times: Times) -> int:
    """Return the most moments that lie within one second."""
    times = sorted(times)
    return max(sum(begin <= one < begin + 1 - 1e-9 for one in times[at : at + 200]) for at, begin in enumerate(times))


@pytest.mark.parametrize("takes_s", [0.005, 0.5])
def test_fifty_names_on_five_addresses_get_eight_at_a_time_and_forty_a_second_of_each(takes_s: float) -> None:
    addresses = [f"198.51.100.{one}" for one in range(1, 6)]
    web = served(50, addresses, takes_s)
    report, took = check(web, *names(50, 8))
    assert set(reasons(report).values()) == {"ok/ok"}
    for address in addresses:
        assert web.most_at_a_time[address] <= 8
        assert len(web.asked_at[address]) == 80
        assert within_a_second(web.asked_at[address]) <= 40
    assert took < max(80 / 40, 80 * takes_s / 8) * 1.3


def test_the_wait_for_an_address_is_no_fault_of_a_link() -> None:
    web = served(50, ["198.51.100.1"], 0.05)
    report, took = check(web, *names(50, 8), timeout_s=1.0)
    assert set(reasons(report).values()) == {"ok/ok"}
    assert {outcome.elapsed_ms for outcome in report.outcomes.values()} <= {49, 50}, "the request alone"
    assert took > 400 / 40 > 9 * 1.0, "nine time-outs long"


def test_who_waits_for_an_address_takes_no_slot_from_other_hosts() -> None:
    web = served(50, ["198.51.100.1"], 0.5)
    fine = [f"https://c.example/{number}" for number in range(40)]
    web._answers["*c.example"] = [page()]
    _, took = check(web, *names(50, 8), *fine, concurrency=16)
    of_others = [moment for moment, url in web.asked if "c.example" in url]
    assert max(of_others) - min(of_others) < 8 < took


def test_many_names_that_wait_for_an_address_wait_with_one_request_each() -> None:
    web = served(200, ["198.51.100.1"], 0.05)
    report, _ = check(web, *names(200, 2))
    assert set(reasons(report).values()) == {"ok/ok"}
    assert web.most_at_a_time["198.51.100.1"] <= 8


def test_a_name_that_has_an_address_for_itself_is_asked_at_its_own_pace() -> None:
    web = served(1, ["198.51.100.1"], 0.01)
    _, took = check(web, *names(1, 400), rate=200.0, per_host=16)
    assert took < 3


def test_hosts_with_addresses_of_their_own_are_not_slower() -> None:
    hosts = [f"127.0.0.{one}" for one in range(1, 51)]
    urls = [f"http://{host}/{one}" for one in range(8) for host in hosts]
    took = []
    for addresses in ({}, dict(zip(hosts, hosts, strict=True))):
        web = FakeWeb({f"*{host}": page() for host in hosts}, 0.01, addresses=addresses)
        took.append(check(web, *urls)[1])
    assert took[0] == pytest.approx(took[1])


def test_a_host_that_has_a_pace_of_the_users_is_asked_as_the_user_says() -> None:
    own = {f"n{one}.example": HostManner(rate=0.0, per_host=32) for one in range(4)}
    _, took = check(served(4, ["127.0.0.1"], 0.01), *names(4, 100), hosts=own)
    assert took < 1


def test_addresses_of_a_cdn_have_no_budget() -> None:
    _, took = check(served(50, ["104.16.1.1"], 0.01), *names(50, 8))
    assert took < 1.2


def test_redirects_wait_for_their_address_too() -> None:
    into = {
        f"https://n{one % 20}.example/{one}": page(302, location=f"https://m{one % 20}.example/{one}")
        for one in range(200)
    }
    at = {f"{name}{one}.example": "198.51.100.1" for one in range(20) for name in "mn"}
    web = FakeWeb({**into, **{f"*m{one}.example": page() for one in range(20)}}, 0.01, addresses=at)
    report, _ = check(web, *into)
    assert set(reasons(report).values()) == {"ok/ok"}
    assert len(web.asked_at["198.51.100.1"]) == 400
    assert within_a_second(web.asked_at["198.51.100.1"]) <= 40
    assert web.most_at_a_time["198.51.100.1"] <= 8


def test_a_dead_address_is_given_back_by_those_that_found_nobody() -> None:
    at = {f"n{one}.example": "198.51.100.1" for one in range(20)}
    web = FakeWeb({**{f"*n{one}.example": "timeout-connect" for one in range(20)}, "*b.example": page()}, addresses=at)
    report, took = check(web, *names(20, 5), "https://b.example/", timeout_s=5.0)
    assert report.complete
    assert len(reasons(report)) == 101
    assert took < 60


def test_requests_to_an_address_keep_their_distance() -> None:
    web = served(10, ["198.51.100.1"], 0.001)
    check(web, *names(10, 10))
    later = sorted(web.asked_at["198.51.100.1"])[2:]
    assert all(second - first >= 0.025 - 1e-6 for first, second in pairwise(later))
