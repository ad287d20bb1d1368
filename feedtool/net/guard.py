"""Which addresses, ports and names may be contacted. Pure.

The engine asks before every connection, so that redirects and second answers of name servers are judged too.
The table is our own: Python 3.11's ``is_global`` is true for NAT64, 6to4, IPv4-compatible, ``fec0::``, multicast and
168.63.129.16. Sources: the IANA special-purpose registries (RFC 6890), RFC 6052, RFC 3056, RFC 3879.
"""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from feedtool.quick import quick
from feedtool.urls import host_in

USUAL_PORTS = frozenset((80, 443, 8080, 8443))

_FORBIDDEN_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 "
        "192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 "
        "168.63.129.16/32"
    ).split()
)
_FORBIDDEN_6 = tuple(
    IPv6Network(block)
    for block in (
        "::/96 ::ffff:0:0:0/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 "
        "5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8"
    ).split()
)
# An IPv4 address within an IPv6 one: IPv4-mapped (RFC 4291 section 2.5.5.2) and NAT64 (RFC 6052 section 2.1).
_HOLDS_IPV4 = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))

_BRACKETS = re.compile(r"\A\[([^\[\]]*)\](/\d+)?\Z", re.ASCII)

Address = IPv4Address | IPv6Address


class Refusal(StrEnum):
    """Why an address is not contacted; the reason of a skipped link."""

    PRIVATE_ADDRESS = "private-address"
    PORT = "port"
    ONION = "onion"


@quick(frozen=True, slots=True)
class Guard:
    """What may be contacted: all public addresses on the usual ports, and what the user opened.

    A host that was opened opens the addresses that it resolves to, and those only for itself.
    """

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    hosts: frozenset[str] = frozenset()
    ports: frozenset[int] = USUAL_PORTS

    def refuses_name(self, host: str, port: int) -> Refusal | None:
        """Return why a host is refused by its name and port alone, or None; its name is not looked up."""
        if host.rstrip(".").endswith(".onion"):
            return Refusal.ONION
        literal = _literal(host)
        if literal is not None:
            return self.refuses(host, port, (literal,))
        if port not in self.ports and not self.networks and not self._opened(host):
            return Refusal.PORT
        return None

    def refuses(self, host: str, port: int, addresses: Sequence[str]) -> Refusal | None:
        """Return why a host with these addresses, all from one lookup, is refused, or None.

        All of them must be allowed: DNS rebinding begins with a name that has a public and a private address.
        """
        opened = self._opened(host)
        judged = [_address(text) for text in addresses]
        private = [one for one in judged if one is None or is_forbidden(one)]
        if not opened and any(one is None or not self._open(one) for one in private):
            return Refusal.PRIVATE_ADDRESS
        if port not in self.ports and not opened and not all(one is not None and self._open(one) for one in judged):
            return Refusal.PORT
        return None

    def _opened(self, host: str) -> bool:
        return host.rstrip(".").lower() in self.hosts

    def _open(self, address: Address) -> bool:
        inner = _inner(address)
        return any(inner in network for network in self.networks if network.version == inner.version) or any(
            address in network for network in self.networks if network.version == address.version
        )


def is_forbidden(address: Address) -> bool:
    """Return whether an address is private or special, so that no public link may lead to it."""
    inner = _inner(address)
    table: Iterable[IPv4Network | IPv6Network] = _FORBIDDEN_4 if inner.version == 4 else _FORBIDDEN_6
    return any(inner in network for network in table)


def parse_guard(allowed: Iterable[str], ports: Iterable[int] = USUAL_PORTS) -> Guard:
    """Return the guard that opens addresses, CIDR blocks and exact host names; IPv6 with or without brackets.

    Raise ValueError for a text that is not one of these, or has a port.
    """
    networks: list[IPv4Network | IPv6Network] = []
    hosts: set[str] = set()
    for written in allowed:
        text = written.strip()
        bare = _BRACKETS.sub(r"\1\2", text)
        try:
            networks.append(_plain_network(ip_network(bare, strict=False)))
            continue
        except ValueError:
            pass
        host = host_in(text)
        if host is None:
            raise ValueError(f"{written!r} is not an address, a block of addresses such as 10.0.0.0/8, or a host name")
        literal = _literal(host)
        if literal is None:
            hosts.add(host.rstrip("."))
        else:
            networks.append(_plain_network(ip_network(literal)))
    return Guard(tuple(networks), frozenset(hosts), frozenset(ports))


def _plain_network(network: IPv4Network | IPv6Network) -> IPv4Network | IPv6Network:
    """Return the IPv4 block that an IPv4-mapped block means."""
    mapped = _HOLDS_IPV4[0]
    if isinstance(network, IPv6Network) and network.prefixlen >= 96 and network.subnet_of(mapped):
        return IPv4Network((int(network.network_address) & 0xFFFFFFFF, network.prefixlen - 96))
    return network


def _inner(address: Address) -> Address:
    if isinstance(address, IPv6Address) and any(address in network for network in _HOLDS_IPV4):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _literal(host: str) -> str | None:
    """Return the address that a serialised host is, without brackets, or None for a name."""
    text = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    try:
        return str(ip_address(text.rstrip(".")))
    except ValueError:
        return None


def _address(text: str) -> Address | None:
    """Return an address, or None if the text is no address or has a zone id: both are refused."""
    if "%" in text:
        return None
    try:
        return ip_address(text)
    except ValueError:
        return None
