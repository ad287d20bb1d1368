from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.net.guard import Guard, Refusal, is_forbidden, parse_guard
from feedtool.urls import host_of, resolve

FORBIDDEN = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1
239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16
:: ::1 ::7f00:1 ::2 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::127.0.0.1 64:ff9b::a00:1 ::ffff:0:127.0.0.1
64:ff9b:1::1 100::1 100:0:0:1::1 2001::1 2001:1ff::1 2001:db8::1 2002:7f00:1::1 2002:808:808::1 3fff::1 5f00::1 fc00::1
fd12:3456::1 fe80::1 febf::1 fec0::1 feff::1 ff02::1
""".split()
PUBLIC = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 93.184.216.34 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1
168.63.129.15 168.63.129.17 169.253.1.1 172.15.255.255 172.32.0.1 192.0.1.1 192.0.3.1 192.88.98.1 192.167.1.1 198.17.1.1
198.20.1.1 198.51.99.1 203.0.112.1 223.255.255.255
2606:4700::1111 2400:cb00::1 2001:200::1 2001:4860:4860::8888 2003::1 ::ffff:8.8.8.8 64:ff9b::808:808 2000::1 3ffe::1
""".split()


@pytest.mark.parametrize("text", FORBIDDEN)
def test_what_is_not_public_is_forbidden(text: str) -> None:
    assert is_forbidden(ip_address(text))
    assert Guard().refuses("name.example", 80, (text,)) is Refusal.PRIVATE_ADDRESS


@pytest.mark.parametrize("text", PUBLIC)
def test_what_is_public_is_open(text: str) -> None:
    assert Guard().refuses("name.example", 443, (text,)) is None


@pytest.mark.parametrize(
    "written",
    "127.0.0.1 127.1 0x7f.1 2130706433 0177.0.0.1 0x7f000001 0 127.0.0.1. [::1] [::ffff:127.0.0.1] [::ffff:7f00:1] "
    "０.0.0.0 127。0。0。1 ①②⑦.⓪.⓪.① [0:0:0:0:0:0:0:1] 10.1 0xA9FEA9FE [64:ff9b::7f00:1]".split(),
)
def test_every_way_to_write_an_address_is_that_address(written: str) -> None:
    url = resolve(f"http://{written}/", None)
    assert isinstance(url, str)
    assert Guard().refuses_name(host_of(url), 80) is Refusal.PRIVATE_ADDRESS


def test_one_bad_record_spoils_the_name() -> None:
    assert Guard().refuses("name.example", 80, ("8.8.8.8", "10.0.0.1")) is Refusal.PRIVATE_ADDRESS


def test_a_zone_id_is_refused() -> None:
    assert Guard().refuses("name.example", 80, ("fe80::1%eth0",)) is Refusal.PRIVATE_ADDRESS
    assert parse_guard(["fe80::/10"]).refuses("name.example", 80, ("fe80::1%eth0",)) is Refusal.PRIVATE_ADDRESS


@pytest.mark.parametrize(
    ("allowed", "host", "address", "open_"),
    [
        ("127.0.0.1", "localhost", "127.0.0.1", True),
        ("127.0.0.1", "localhost", "127.0.0.2", False),
        ("127.0.0.0/8", "localhost", "127.9.9.9", True),
        ("10.0.0.0/8", "name.example", "::ffff:10.1.2.3", True),
        ("10.0.0.0/8", "name.example", "::ffff:192.168.0.1", False),
        ("::1", "localhost", "::1", True),
        ("[::1]", "localhost", "::1", True),
        ("[fd00::]/8", "localhost", "fd12::1", True),
        ("::ffff:127.0.0.1", "localhost", "127.0.0.1", True),
        ("localhost", "localhost", "127.0.0.1", True),
        ("localhost", "LOCALHOST.", "127.0.0.1", True),
        ("localhost", "other.example", "127.0.0.1", False),
        ("example", "sub.example", "10.0.0.1", False),
        ("2130706433", "localhost", "127.0.0.1", True),
    ],
)
def test_what_the_user_opens_is_open_and_nothing_else(allowed: str, host: str, address: str, open_: bool) -> None:
    assert (parse_guard([allowed]).refuses(host, 80, (address,)) is None) is open_


@pytest.mark.parametrize(
    "text", ["", "127.0.0.1:80", "[::1]:80", "http://localhost/", "a b", "user@host", "10.0.0.0/99", "a/b"]
)
def test_what_cannot_be_opened_is_said(text: str) -> None:
    with pytest.raises(ValueError, match="host name"):
        parse_guard([text])


def test_unusual_ports_are_open_only_where_configured_or_opened() -> None:
    assert Guard().refuses("name.example", 22, ("8.8.8.8",)) is Refusal.PORT
    assert Guard().refuses_name("name.example", 6379) is Refusal.PORT
    assert parse_guard([], [80, 9000]).refuses("name.example", 9000, ("8.8.8.8",)) is None
    assert parse_guard(["127.0.0.1"]).refuses("localhost", 9000, ("127.0.0.1",)) is None
    assert parse_guard(["127.0.0.1"]).refuses("localhost", 9000, ("127.0.0.1", "8.8.8.8")) is Refusal.PORT
    assert parse_guard(["name.example"]).refuses_name("name.example", 9000) is None


def test_onion_names_are_never_looked_up() -> None:
    assert Guard().refuses_name("abc.onion", 80) is Refusal.ONION
    assert Guard().refuses_name("abc.onion.", 80) is Refusal.ONION


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_in_every_dress(address: IPv4Address) -> None:
    mapped = IPv6Address(int(IPv6Address("::ffff:0:0")) + int(address))
    nat64 = IPv6Address(int(IPv6Address("64:ff9b::")) + int(address))
    assert is_forbidden(mapped) == is_forbidden(nat64) == is_forbidden(address)
