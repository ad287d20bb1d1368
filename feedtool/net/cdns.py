"""Which addresses are those of a CDN: each is thousands of machines behind one number. Pure.

A CDN serves other people's hosts from all of its addresses, so an address says nothing of a machine that could get too
much. The table holds what the CDNs publish: Cloudflare (cloudflare.com/ips), Fastly (api.fastly.com/public-ip-list) and
CloudFront (ip-ranges.amazonaws.com). Akamai publishes none. Not in it are addresses where one platform serves the names
of its users: GitHub Pages (185.199.108.0/22), and Medium's two within Cloudflare.
"""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

_CDNS = tuple(
    ip_network(block)
    for block in (
        # Cloudflare
        "103.21.244.0/22 103.22.200.0/22 103.31.4.0/22 104.16.0.0/13 104.24.0.0/14 108.162.192.0/18 131.0.72.0/22 "
        "141.101.64.0/18 162.158.0.0/15 172.64.0.0/13 173.245.48.0/20 188.114.96.0/20 190.93.240.0/20 197.234.240.0/22 "
        "198.41.128.0/17 2400:cb00::/32 2405:8100::/32 2405:b500::/32 2606:4700::/32 2803:f800::/32 2a06:98c0::/29 "
        "2c0f:f248::/32 "
        # Fastly
        "23.235.32.0/20 43.249.72.0/22 103.244.50.0/24 103.245.222.0/23 103.245.224.0/24 104.156.80.0/20 "
        "140.248.64.0/18 140.248.128.0/17 146.75.0.0/17 151.101.0.0/16 157.52.64.0/18 167.82.0.0/17 167.82.128.0/20 "
        "167.82.160.0/20 167.82.224.0/20 172.111.64.0/18 185.31.16.0/22 199.27.72.0/21 199.232.0.0/16 2a04:4e40::/32 "
        "2a04:4e42::/32 "
        # CloudFront
        "3.160.0.0/14 13.32.0.0/15 13.35.0.0/16 13.224.0.0/14 13.249.0.0/16 18.64.0.0/14 18.154.0.0/15 18.160.0.0/15 "
        "18.164.0.0/15 18.172.0.0/15 18.238.0.0/15 18.244.0.0/15 52.84.0.0/15 52.222.128.0/17 54.182.0.0/16 "
        "54.192.0.0/16 54.230.0.0/17 54.230.128.0/18 54.230.200.0/21 54.230.208.0/20 54.230.224.0/19 54.239.128.0/18 "
        "54.240.128.0/18 65.8.0.0/16 65.9.0.0/17 65.9.128.0/18 70.132.0.0/18 71.152.0.0/17 99.84.0.0/16 99.86.0.0/16 "
        "108.138.0.0/15 108.156.0.0/14 130.176.0.0/17 130.176.128.0/18 143.204.0.0/16 204.246.164.0/22 "
        "204.246.168.0/22 204.246.172.0/24 205.251.200.0/21 205.251.208.0/20 216.137.32.0/19 2600:9000::/28"
    ).split()
)
_ONE_PLATFORM = (ip_network("162.159.152.0/23"),)  # Medium


def is_cdn(address: str) -> bool:
    """Return whether a text is an address of a CDN."""
    try:
        number = ip_address(address)
    except ValueError:
        return False

    def within(networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
        return any(number in network for network in networks)

    return within(_CDNS) and not within(_ONE_PLATFORM)
