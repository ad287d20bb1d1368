"""URLs as browsers read them (WHATWG URL Standard, by ada-url): resolve, serialise, compare."""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

import ada_url

from feedtool.expressions import expression
from feedtool.quick import quick

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


class Trouble(StrEnum):
    """Why no browser would follow a reference."""

    SCHEME = "scheme"  # another scheme than http(s), e.g. mailto: not a fault
    MISSPELT_SCHEME = "misspelt-scheme"
    NO_BASE = "no-base"
    UNPARSABLE = "unparsable"


@quick(frozen=True, slots=True)
class BadUrl:
    """A reference that is no http(s) URL, and why."""

    raw: str
    trouble: Trouble


# Schemes that mean what they say; anything else that is nearly "http" or "https" is a slip of the pen.
_OTHER_SCHEMES = frozenset(
    "about blob bitcoin cid data dat facetime feed file ftp ftps geo git gopher irc ircs ipfs ipns jar javascript "
    "magnet mailto maps market mms news nntp onenote rtmp rtsp sftp sip sips skype sms ssh tel telnet tg tor urn "
    "vbscript view-source viber webcal weixin whatsapp ws wss xmpp".split()
)
# What surely stays as it is when it is serialised: a name of plain labels or an IPv4 address of plain numbers, a port
# that is no scheme's own, segments that do not begin with a dot, and none of the characters that are percent-encoded
# somewhere (sections 3.5, 4.4 and 1.3). Most URLs of articles are so.
_BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
AS_SERIALISED = expression(
    rf"https?://(?:(?:(?!xn--)[a-z0-9][a-z0-9-]*+\.)++[a-z]{{2,}}+|(?:{_BYTE}\.){{3}}{_BYTE})"
    r"(?::(?!(?:80|443)/)[1-9][0-9]{0,3}+)?(?:/(?!\.|%2[eE])[A-Za-z0-9_.~!$&()*+,;=:@%-]*+)++"
    r"(?:\?[A-Za-z0-9_.~!$&()*+,;=:@%/?-]*+)?"
)
_EDGES = "".join(map(chr, range(0x21)))
_AT_HAND = 4096  # answers kept for URLs that are looked at several times
_LONG = 2000  # characters of a URL that is not worth keeping
_SHORTEST_ROOT = len("http://a")
_PORTS = {"http": 80, "https": 443}
# What no valid URL string holds of a path, a query or a fragment: all but "URL units" (section 4.3).
_UNFIT = expression(r"""%(?![0-9A-Fa-f]{2})|[\x00-\x20"#<>\[\\\]^`{|}]""")
_ROOT = expression(r"[a-z]+:(?://[^/?#]*)?")
_HTTP_SLIPS = 2  # edits between a misspelt scheme and http(s), e.g. "htp", "ttps", "hhttp"


def resolve(raw: str, base: str | None) -> str | BadUrl:
    """Return a reference as an absolute, serialised http(s) URL, or what is wrong with it.

    ``base`` is an absolute URL or None. Section 4.4 (URL parsing) and 4.5 (URL serializing) of the standard.
    """
    if AS_SERIALISED.fullmatch(raw):
        return raw
    try:
        url = ada_url.join_url(base, raw) if base else ada_url.normalize_url(raw)
    except ValueError:
        return BadUrl(raw, _trouble(raw, base))
    if url.startswith(("https://", "http://")):
        return url
    return BadUrl(raw, Trouble.MISSPELT_SCHEME if _misspelt(url.partition(":")[0]) else Trouble.SCHEME)


def without_edges(raw: str) -> str:
    """Return a reference without the characters at its ends that browsers leave out (section 4.4, step 1).

    These are spaces and control characters. A no-break space is none of them: it is part of the address.
    """
    return raw.strip(_EDGES)


def written_validly(url: str) -> str:
    """Return a serialised URL as a valid URL string, which leads to the same place.

    Parsers let signs through that the standard allows nobody to write (sections 4.3 and 4.4): ``[`` in a query, a
    second ``#``, ``%`` before anything. They come percent-encoded.

    >>> written_validly("http://[::1]/100%?tag[]=a#b#c")
    'http://[::1]/100%25?tag%5B%5D=a#b%23c'
    """
    if not _UNFIT.search(url):
        return url
    root = _ROOT.match(url)
    before, hash_, fragment = url[root.end() if root else 0 :].partition("#")
    return f"{root[0] if root else ''}{_UNFIT.sub(_encoded, before)}{hash_}{_UNFIT.sub(_encoded, fragment)}"


def _encoded(sign: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in sign[0].encode())


def serialised(raw: str) -> str | None:
    """Return an absolute http(s) URL as serialised, or None if the text is no such URL."""
    url = resolve(raw, None)
    return None if isinstance(url, BadUrl) else url


def without_fragment(url: str) -> str:
    """Return a serialised URL without its fragment: what is sent to a server, and what two links are compared by."""
    return url.partition("#")[0] if "#" in url else url


def without_userinfo(url: str) -> str:
    """Return a serialised http(s) URL without user name and password."""
    if "@" not in url or "@" not in url.partition("://")[2].partition("/")[0]:
        return url
    parsed = ada_url.URL(url)
    parsed.username = ""
    parsed.password = ""
    return str(parsed.href)


def host_of(url: str) -> str:
    """Return the host of a serialised URL as ASCII, without port; raise ValueError for no URL."""
    slash = url.find("/", _SHORTEST_ROOT)
    return _root(url if slash < 0 else url[:slash])[1]


def host_in(text: str) -> str | None:
    """Return the host that a text is, as ASCII in lower case, or None where it is more or less than a host."""
    if not text or set(text) & set(" /?#@\\%\t\n\r") or (":" in text and not text.startswith("[")) or "]:" in text:
        return None
    try:
        return str(ada_url.URL(f"http://{text}/").hostname)
    except ValueError:
        return None


class Endpoint(NamedTuple):
    """Where a request goes and what it asks for: ``authority`` is the Host header's value, ``target`` path and query.

    ``host`` is ASCII, an IPv6 address in brackets.
    """

    scheme: str
    host: str
    port: int
    authority: str
    target: str


def endpoint_of(url: str) -> Endpoint:
    """Return where a serialised http(s) URL leads (RFC 9112 sections 3.2 and 7.2); raise ValueError for no URL."""
    slash = url.find("/", _SHORTEST_ROOT)
    if slash < 0:
        return _parted(url)
    scheme, host, port, authority = _root(url[:slash])[:4]
    return Endpoint(scheme, host, port, authority, without_fragment(url[slash:]))


def root_and_target(url: str) -> tuple[str, str]:
    """Return a serialised URL up to its path, and its path and query: what is asked of its server.

    All URLs of a server that are written alike have the same root.
    """
    slash = url.find("/", _SHORTEST_ROOT)
    if slash < 0:
        return url, _parted(url).target
    return url[:slash], url[slash:] if "#" not in url else without_fragment(url[slash:])


def _parted(url: str) -> Endpoint:
    """Cut a URL into its parts: where it is serialised, each of them stands in its place (WHATWG URL, section 4.5)."""
    scheme, _, rest = without_fragment(url).partition("://")
    authority, _, target = rest.partition("/")
    authority = authority.rpartition("@")[2]
    host = authority[: authority.find("]") + 1] or authority.partition(":")[0]
    port = authority[len(host) + 1 :]
    if ":" not in url or (scheme in _PORTS and not host):
        raise ValueError(f"no URL: {url[:100]!r}")
    return Endpoint(scheme, host, int(port) if port else _PORTS.get(scheme, 80), authority, f"/{target}")


def server_of(url: str) -> str:
    """Return the host and the port that a serialised URL leads to, e.g. ``example.org:443``: what may be down."""
    slash = url.find("/", _SHORTEST_ROOT)
    return _root(url if slash < 0 else url[:slash])[4]


def host_and_server(url: str) -> tuple[str, str]:
    """Return both `host_of` and `server_of` a serialised URL."""
    slash = url.find("/", _SHORTEST_ROOT)
    root = _root(url if slash < 0 else url[:slash])
    return root[1], root[4]


_Root = tuple[str, str, int, str, str, str]  # of a URL up to its path: scheme, host, port, authority, server and site


def _root(url: str) -> _Root:
    """Return the parts of a URL without its path: many have the same."""
    return _known_root(url) if len(url) < _LONG else _known_root.__wrapped__(url)


@lru_cache(_AT_HAND)
def _known_root(url: str) -> _Root:
    endpoint = _parted(url)
    return *endpoint[:4], f"{endpoint.host}:{endpoint.port}", endpoint.host.removeprefix("www.")


def front_page_of(url: str) -> str:
    """Return the front page of a serialised URL's site, e.g. ``https://www.voachinese.com/``."""
    return f"{ada_url.URL(url).origin}/"


def site_of(url: str) -> str:
    """Return the host of a serialised URL without a leading ``www.``: the name of the source."""
    slash = url.find("/", _SHORTEST_ROOT)
    return _root(url if slash < 0 else url[:slash])[5]


def registrable_domain(host: str) -> str:
    """Return the part of a host that somebody registered: ``a.example.co.uk`` → ``example.co.uk``.

    By the Public Suffix List (publicsuffix.org), with its private part: two blogs of one provider are two domains. A
    host that has no such part, such as an IP address, is its own.
    """
    return _registered(host, lambda name: _suffixes_in(name.rpartition(".")[2]))


def registry_domain(host: str) -> str:
    """Return the part of a host that stands in a registry: ``a.blogspot.com`` → ``blogspot.com``.

    By the ICANN part of the Public Suffix List alone: all blogs of one provider are one domain. A host that has no such
    part, such as an IP address, is its own.
    """
    return _registered(host.rstrip("."), lambda _name: _registries())


def _registered(host: str, suffixes: "Callable[[str], PublicSuffixList]") -> str:
    if host.startswith("[") or host.rpartition(".")[2].isdigit():
        return host
    try:
        written = host.encode().decode("idna") if "xn--" in host else host
        domain = suffixes(written).privatesuffix(written) or written
        return domain.encode("idna").decode() if written != host else domain
    except UnicodeError:
        return host


@cache
def _suffixes_in(top: str) -> "PublicSuffixList":
    """Return the public suffixes in a top-level domain. All of them would take ten times as long to read."""
    from publicsuffixlist import PSLFILE, PublicSuffixList  # for few links

    with open(PSLFILE, encoding="utf-8") as file:
        lines = [line for line in file if line.rstrip().endswith(top)]
    return PublicSuffixList(lines, accept_encoded_idn=False)


@cache
def _registries() -> "PublicSuffixList":
    """Return the suffixes of all registries, without those of private providers: two thirds of them, read in 11 ms."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(only_icann=True, accept_encoded_idn=False)


def _trouble(raw: str, base: str | None) -> Trouble:
    scheme, colon, _ = without_edges(raw).partition(":")
    if colon and scheme.isascii() and scheme[:1].isalpha() and scheme.replace("+", "").isalnum():
        if scheme.lower() not in ("http", "https") and _misspelt(scheme):
            return Trouble.MISSPELT_SCHEME
        return Trouble.UNPARSABLE if scheme.lower() in ("http", "https") else Trouble.SCHEME
    return Trouble.UNPARSABLE if base else Trouble.NO_BASE


def _misspelt(scheme: str) -> bool:
    scheme = scheme.lower()
    return scheme not in _OTHER_SCHEMES and any(_edits(scheme, right) <= _HTTP_SLIPS for right in ("http", "https"))


def _edits(a: str, b: str) -> int:
    """Return the Levenshtein distance of two short words."""
    if abs(len(a) - len(b)) > _HTTP_SLIPS:
        return _HTTP_SLIPS + 1
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (x != y))
    return row[-1]
