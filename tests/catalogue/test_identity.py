import pytest

from feedtool.catalogue.identity import domains_of, entry_id
from feedtool.dates import to_epoch_ms
from tests.making import article, bare, mirror


def identity(text: str, path: str = "a.md") -> str:
    found = article(text, path)
    assert found.dates is not None
    return entry_id(found.link, found.title, to_epoch_ms(found.dates.published))


@pytest.mark.parametrize(
    "link", ["https://A.example/x", "https://a.example/x#part", "https://a.example:443/x", "https://me@a.example/x"]
)
def test_the_id_is_the_normalised_link(link: str) -> None:
    assert identity(bare(link=link)) == "https://a.example/x"


def test_http_and_https_are_two_entries() -> None:
    assert identity(bare(link="http://a.example/x")) != identity(bare(link="https://a.example/x"))


def test_the_id_survives_a_moved_file_and_a_new_title() -> None:
    assert identity(mirror(title="一"), "a.md") == identity(mirror(title="二"), "b/c.md")


def test_without_link_the_id_is_a_name_based_uuid() -> None:
    one = identity(bare(link="about:x", title="一"))
    assert one.startswith("urn:uuid:")
    assert one[len("urn:uuid:xxxxxxxx-xxxx-")] == "5"
    assert one == identity(bare(link="about:x", title="一", epoch="1733279999000"), "moved.md")
    assert one != identity(bare(link="about:x", title="二"))


@pytest.mark.parametrize(
    ("hosts", "apart"),
    [
        (["a.example.org", "b.example.org"], ["example.org", "example.org"]),
        (["a.example.co.uk", "b.other.co.uk"], ["example.co.uk", "other.co.uk"]),
        (["a.example.org", "a.example.net"], ["a.example.org", "a.example.net"]),
        (["a.blogspot.com", "b.blogspot.com"], ["a.blogspot.com", "b.blogspot.com"]),
        (["a.example.org", "a.example.org"], ["a.example.org", "a.example.org"]),
        (["1.2.3.4", "9.2.3.4", "[::1]"], ["1.2.3.4", "9.2.3.4", "[::1]"]),
    ],
)
def test_hosts_are_told_apart_by_domain_where_they_could_be_of_one(hosts: list[str], apart: list[str]) -> None:
    assert domains_of([f"https://{host}/a" for host in hosts]) == apart
