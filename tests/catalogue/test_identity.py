import pytest

from feedtool.catalogue.identity import entry_id
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
