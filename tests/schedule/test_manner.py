"""How a host is asked: its own settings before those of its platform, and those before none."""

import pytest

from feedtool.schedule.manner import HostManner, Manner

VIDEOS, PROXY, HOST = "www.youtube.com", "images.weserv.nl", "news.example"


def asked(**own: object) -> Manner:
    """Return a manner in which all three hosts have settings of their own."""
    one = HostManner(**own)  # type: ignore[arg-type]
    return Manner(hosts={VIDEOS: one, PROXY: one, HOST: one})


def test_a_host_shares_the_budget_of_its_address() -> None:
    assert Manner().shares_address(HOST)


@pytest.mark.parametrize("own", [{"rate": 1.0}, {"per_host": 2}])
def test_a_host_with_a_pace_of_the_user_s_has_no_part_in_that_budget(own: dict[str, object]) -> None:
    assert not asked(**own).shares_address(HOST)
    assert asked(**own).shares_address("other.example")


def test_other_settings_of_a_host_are_no_pace() -> None:
    assert asked(user_agent="me", method="HEAD", per_run=5).shares_address(HOST)


def test_an_image_proxy_has_a_pace_of_its_own() -> None:
    assert not Manner().shares_address(PROXY)


def test_a_host_is_asked_for_all_its_links_unless_it_is_of_a_platform_or_the_user_says_how_many() -> None:
    assert Manner().most_per_run == {VIDEOS: 2000}
    assert asked(per_run=5).most_per_run == {HOST: 5, VIDEOS: 5, PROXY: 5}
    assert asked(rate=1.0).most_per_run == {VIDEOS: 2000}
