"""How long a run will take, before anybody is asked."""

import pytest

from feedtool.schedule.estimate import estimate, helpful_jobs
from feedtool.schedule.manner import HostManner, Manner


def seconds(requests: dict[str, int], **manner: object) -> tuple[float, str]:
    found = estimate(requests, Manner(**manner))  # type: ignore[arg-type]  # passed on as it came
    assert found is not None
    return found.seconds, found.host


def test_a_run_takes_as_long_as_the_host_that_takes_the_longest() -> None:
    took, host = seconds({"a.example": 1000, "b.example": 3000, "c.example": 10})
    assert host == "b.example"
    assert took == pytest.approx(3000 / 20 * 1.1)


def test_a_platform_and_a_public_proxy_have_their_own_paces() -> None:
    assert seconds({"www.youtube.com": 2000, "a.example": 5000}) == (pytest.approx(1100), "www.youtube.com")
    assert seconds({"images.weserv.nl": 500, "a.example": 5000}) == (pytest.approx(500), "images.weserv.nl")


def test_the_users_rates_count() -> None:
    assert seconds({"a.example": 1000}, rate=100.0)[0] == pytest.approx(50), "4 at a time, 0.2 s each"
    assert seconds({"a.example": 1000}, rate=2.0)[0] == pytest.approx(550)
    assert seconds({"a.example": 1000}, hosts={"a.example": HostManner(rate=1.0)})[0] == pytest.approx(1100)
    assert seconds({"a.example": 1000}, rate=0.0, per_host=1)[0] == pytest.approx(200)


def test_very_many_hosts_take_as_long_as_there_are_slots() -> None:
    many = {f"h{number}.example": 1 for number in range(40_000)}
    assert seconds(many, concurrency=256)[0] == pytest.approx(40_000 * 1.2 / 256)
    assert seconds(many, concurrency=8)[0] == pytest.approx(40_000 * 1.2 / 8)


def test_of_hosts_that_take_as_long_the_first_by_name_is_told() -> None:
    assert seconds({"b.example": 9, "a.example": 9})[1] == "a.example"


def test_where_nobody_is_asked_nothing_takes_time() -> None:
    assert estimate({}, Manner()) is None
    assert estimate({"a.example": 0}, Manner()) is None


# -- how many processes help


def jobs(requests: dict[str, int], most: int = 8, **manner: object) -> int:
    return helpful_jobs(requests, Manner(**manner), most=most)  # type: ignore[arg-type]  # passed on as it came


def test_one_process_is_enough_if_few_are_asked_or_nobody() -> None:
    assert jobs({}) == 1
    assert jobs({f"h{number}.example": 1 for number in range(4000)}, concurrency=4096) == 1


def test_one_process_is_enough_where_a_slow_host_sets_the_time() -> None:
    assert jobs({"a.example": 20_000} | {f"h{number}.example": 10 for number in range(2000)}) == 1


def test_more_processes_help_where_one_would_be_too_slow_for_its_slots_but_no_more_than_there_are_cores() -> None:
    many = {f"h{number}.example": 50 for number in range(4000)}
    assert jobs(many, concurrency=4096) > 2
    assert jobs(many, concurrency=4096, most=2) == 2
    assert jobs(many, concurrency=64) == 1
