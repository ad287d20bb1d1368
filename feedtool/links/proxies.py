"""Image proxies: a proxied image is a service, an origin URL, parameters and perhaps a fallback.

Forms by service are in `docs/checking.md`. Hosts match exactly; a proxy within a proxy is unwrapped at most three deep.
"""

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from feedtool.quick import quick
from feedtool.urls import BadUrl, host_of, resolve

PROXIES_DEEP = 3  # images behind images behind images


@quick(frozen=True, slots=True)
class Proxied:
    """An image as a proxy is asked for it. ``origin`` is a serialised URL without fragment, or None if it is missing.

    ``answers_json`` tells that the proxy sends metadata instead of an image. ``nested`` says the same of the origin,
    if that is a proxy too.
    """

    service: str
    origin: str | None
    parameters: Mapping[str, str]
    fallback: str | None = None
    answers_json: bool = False
    nested: "Proxied | None" = None

    @property
    def innermost(self) -> "Proxied":
        """The proxy that is nearest to the picture."""
        return self.nested.innermost if self.nested else self


def read_proxied(url: str, own: Mapping[str, str] | None = None) -> Proxied | None:
    """Return the image that a serialised URL asks a proxy for, or None if its host is not an image proxy.

    ``own`` are further proxies, by exact host: the service whose form they have, e.g. ``weserv``.
    """
    return _read(url, own or {}, PROXIES_DEEP)


def may_be_proxied(own: Mapping[str, str]) -> Callable[[str], bool]:
    """Return what tells at once of most URLs that they are no proxied images; ``own`` are further proxies, by host."""
    hosts = frozenset((*_HOSTS, *own))

    def may_be(url: str) -> bool:
        authority = url.partition("//")[2].partition("/")[0]
        return authority in hosts or "[" in authority or authority.rpartition("@")[2].partition(":")[0] in hosts

    return may_be


def _read(url: str, own: Mapping[str, str], depth: int) -> Proxied | None:
    host = host_of(url)
    form = own.get(host) or _HOSTS.get(host)
    if form is None or depth == 0:
        return None
    proxied = _FORMS[form](url.partition("#")[0])
    if proxied is None or proxied.origin is None:
        return proxied
    nested = _read(proxied.origin, own, depth - 1)
    return Proxied(proxied.service, proxied.origin, proxied.parameters, proxied.fallback, proxied.answers_json, nested)


def _weserv(url: str) -> Proxied | None:
    """``?url=`` up to the next raw ``&``, percent-decoded exactly once; without a scheme the origin is http."""
    _, _, query = url.partition("?")
    parameters: dict[str, str] = {}
    for part in query.split("&"):
        name, _, value = part.partition("=")
        parameters.setdefault(unquote(name), value)
    if "url" not in parameters and url.partition("?")[0].rstrip("/").count("/") > 2:
        return None  # another page of the service: its documentation, its quota
    written = unquote(parameters.pop("url", ""))
    fallback = parameters.get("default") or parameters.get("errorredirect")
    return Proxied(
        "weserv",
        _origin(_weserv_scheme(written)) if written else None,
        {name: unquote(value) for name, value in parameters.items()},
        _fallback(unquote(fallback), written) if fallback else None,
        answers_json=parameters.get("output") == "json",
    )


def _weserv_scheme(written: str) -> str:
    for prefix, scheme in (("ssl:", "https://"), ("//", "https://")):
        if written.startswith(prefix):
            return scheme + written.removeprefix(prefix).lstrip("/")
    return written if _SCHEME.match(written) else "http://" + written


def _fallback(written: str, origin: str) -> str | None:
    """``default=1`` means the origin itself; another value is the address of the fallback."""
    return _origin(_weserv_scheme(origin if written == "1" else written))


def _photon(url: str) -> Proxied | None:
    """``/host/path``; with ``ssl=1`` the origin is https. ``q=`` carries the origin's own query."""
    rest, _, query = url.partition("?")
    path = rest.split("/", 3)[3] if rest.count("/") > 2 else ""
    parameters = _parameters(query)
    if not path:
        return None
    scheme = "https" if parameters.get("ssl") == "1" else "http"
    own_query = f"?{parameters['q']}" if parameters.get("q") else ""
    return Proxied("photon", _origin(f"{scheme}://{path}{own_query}"), parameters)


def _cloudinary(url: str) -> Proxied | None:
    """``/<cloud>/image/fetch/<transformations>/<URL>``: the URL is what begins with its scheme, raw or encoded."""
    _, fetch, rest = url.partition("/image/fetch/")
    start = _SCHEME_ANYWHERE.search(rest)
    if not fetch or start is None:
        return None
    written = rest[start.start() :]
    written = written if "://" in written[:9] else unquote(written)
    return Proxied("cloudinary", _origin(written), {"transformations": rest[: start.start()].strip("/")})


def _statically(url: str) -> Proxied | None:
    """``/img/<options>/host/path``; the origin is https. Options hold ``=`` or ``,``, host names a dot."""
    _, image, rest = url.partition("/img/")
    if not image:
        return None
    parts = rest.split("/")
    options: list[str] = []
    while parts and ("=" in parts[0] or "," in parts[0] or "." not in parts[0]):
        options.append(parts.pop(0))
    if not parts:
        return None
    return Proxied("statically", _origin("https://" + "/".join(parts)), {"options": ",".join(options)})


def _parameters(query: str) -> dict[str, str]:
    parameters: dict[str, str] = {}
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if name:
            parameters.setdefault(unquote(name), unquote(value))
    return parameters


def _origin(written: str) -> str | None:
    url = resolve(written.strip(), None)
    return None if isinstance(url, BadUrl) else url.partition("#")[0]


_SCHEME = re.compile(r"https?:", re.IGNORECASE)
_SCHEME_ANYWHERE = re.compile(r"https?(?::|%3A)(?:/|%2F)", re.IGNORECASE)
_FORMS: dict[str, Callable[[str], Proxied | None]] = {
    "weserv": _weserv,
    "photon": _photon,
    "cloudinary": _cloudinary,
    "statically": _statically,
}
_HOSTS = {
    "images.weserv.nl": "weserv",
    "wsrv.nl": "weserv",
    "i0.wp.com": "photon",
    "i1.wp.com": "photon",
    "i2.wp.com": "photon",
    "i3.wp.com": "photon",
    "res.cloudinary.com": "cloudinary",
    "cdn.statically.io": "statically",
}
FORMS = tuple(_FORMS)
PROXY_HOSTS = tuple(_HOSTS)


def is_proxy(host: str) -> bool:
    """Return whether a host is a public image proxy."""
    return host in _HOSTS
