"""Sites whose name does not say who wrote an article."""

import pytest

from feedtool.publish.platforms import PLATFORMS, is_platform


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
