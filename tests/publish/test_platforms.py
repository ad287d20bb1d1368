"""Sites whose name does not say who wrote an article."""

import pytest

from feedtool.publish.platforms import PLATFORMS, is_platform, shown_source
from tests.making import entry


@pytest.mark.parametrize(
    "link",
    [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcQ", "https://medium.com/@writer/a",
        "https://writer.medium.com/a", "https://matters.town/@writer/1", "https://matters.news/@writer/1",
    ],
)  # fmt: skip
def test_on_a_platform_many_people_publish(link: str) -> None:
    assert is_platform(link)


@pytest.mark.parametrize(
    "link", [None, "https://www.bbc.com/a", "https://notmedium.com/a", "https://youtube.com.example/a"]
)
def test_other_sites_are_none(link: str | None) -> None:
    assert not is_platform(link)


def test_the_table_holds_hosts_in_lower_case() -> None:
    assert all(host == host.lower() and "." in host and "/" not in host for host in PLATFORMS)


@pytest.mark.parametrize(
    ("link", "source", "authors", "shown"),
    [
        ("https://youtu.be/a", "YouTube", ("张三", "李四"), "YouTube · 张三"),
        ("https://youtu.be/a", "张三", ("张三",), "张三"),
        ("https://youtu.be/a", None, (), None),
        ("https://a.example/", "a.example", ("张三",), "a.example"),
    ],
)
def test_pages_name_the_author_beside_a_platform(
    link: str, source: str | None, authors: tuple[str, ...], shown: str | None
) -> None:
    assert shown_source(entry(1, link=link, source=source, authors=authors)) == shown
