import os
import subprocess
import sys
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.parts.partition import SHARED, Partition, partition, requests_by_site, site_of

REQUESTS = st.dictionaries(st.text("abc.", min_size=1, max_size=6), st.integers(1, 1000), max_size=30)


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("example.org", "example.org"),
        ("www.example.org", "example.org"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("co.uk", "co.uk"),
        ("localhost", "localhost"),
        ("example.org.", "example.org"),
        ("127.0.0.1", "127.0.0.1"),
        ("[2001:db8::1]", "[2001:db8::1]"),
        ("www.xn--fsqu00a.com", "xn--fsqu00a.com"),
        ("blog.xn--fsqu00a.xn--fiqs8s", "xn--fsqu00a.xn--fiqs8s"),
        ("xn--", "xn--"),
        ("a_b.example.org", "example.org"),
    ],
)
def test_a_site_is_what_stands_in_a_registry(host: str, site: str) -> None:
    assert site_of(host) == site


@pytest.mark.parametrize(("one", "other"), [("a.blogspot.com", "b.blogspot.com"), ("a.github.io", "b.github.io")])
def test_blogs_of_one_provider_are_one_site_since_they_share_addresses(one: str, other: str) -> None:
    assert site_of(one) == site_of(other)


def test_services_that_many_sites_share_count_as_one() -> None:
    hosts = ["images.weserv.nl", "wsrv.nl", "i2.wp.com", "res.cloudinary.com", "web.archive.org", "youtu.be"]
    assert {site_of(host) for host in hosts} == {SHARED}


def test_all_hosts_of_a_shared_service_are_in_its_part() -> None:
    assert site_of("weserv.nl") == site_of("images.weserv.nl")
    assert site_of("video.www.youtube.com") == site_of("www.youtube.com")


def test_requests_are_counted_by_site_over_hosts_and_ports() -> None:
    servers = [("a.example.org:443", 2), ("example.org:80", 3), ("[2001:db8::1]:8080", 1), ("wsrv.nl:443", 4)]
    assert requests_by_site(servers) == {"example.org": 5, "[2001:db8::1]": 1, SHARED: 4}


def test_the_longest_site_goes_first_onto_the_part_with_the_fewest_requests() -> None:
    assert partition({"a": 3, "b": 10, "c": 4, "d": 5}, 2).by_site == {"b": 0, "d": 1, "c": 1, "a": 1}


def test_with_one_part_it_asks_everything() -> None:
    one = partition({"a.org": 1}, 1)
    assert (one.part_of("a.org"), one.part_of("b.org")) == (0, 0)


@given(REQUESTS, st.integers(1, 8), st.randoms())
def test_the_order_of_sites_does_not_matter(requests: dict[str, int], parts: int, chance: Random) -> None:
    names = list(requests)
    chance.shuffle(names)
    assert partition({name: requests[name] for name in names}, parts) == partition(requests, parts)


@given(REQUESTS, st.integers(1, 8))
def test_no_part_has_more_than_its_share_and_one_site(requests: dict[str, int], parts: int) -> None:
    placed = partition(requests, parts).by_site
    assert placed.keys() == requests.keys()
    loads = [sum(requests[site] for site in placed if placed[site] == part) for part in range(parts)]
    assert max(loads) <= sum(requests.values()) / parts + max(requests.values(), default=0)


def test_a_site_in_nobodys_list_belongs_to_a_part_that_every_process_names_alike() -> None:
    names = [f"www.site{number}.org" for number in range(12)]
    program = f"from feedtool.parts.partition import Partition; print([*map(Partition(3, {{}}).part_of, {names})])"
    seeds = [{**os.environ, "PYTHONHASHSEED": seed} for seed in ("1", "2")]
    told = {subprocess.check_output([sys.executable, "-c", program], env=seed, text=True).strip() for seed in seeds}
    here = [Partition(3, {"other.org": 0}).part_of(name) for name in names]
    assert told == {str(here)}
    assert set(here) == {0, 1, 2}


def test_the_hosts_of_a_site_are_asked_by_one_part() -> None:
    parts = partition({"example.org": 4, "b.org": 3, "c.org": 2}, 3)
    assert parts.part_of("a.example.org") == parts.part_of("example.org")
