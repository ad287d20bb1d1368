"""Which addresses are a CDN's."""

import pytest

from feedtool.net.cdns import is_cdn


@pytest.mark.parametrize("address", ["104.16.1.1", "172.67.9.9", "151.101.1.69", "13.225.1.1", "2606:4700::6810:1"])
def test_an_address_of_a_cdn_is_known_by_the_table(address: str) -> None:
    assert is_cdn(address)


@pytest.mark.parametrize(
    "address",
    ["185.199.108.153", "162.159.152.4", "162.159.153.4", "142.250.1.121", "127.0.0.1", "::1", "fe80::1%eth0", "no"],
)
def test_a_platform_that_serves_its_users_names_from_an_address_is_no_cdn(address: str) -> None:
    assert not is_cdn(address)
