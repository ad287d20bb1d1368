"""Names → addresses, by the system's own resolver, in threads that nothing waits for at the end.

The event loop has six threads on two cores: six silent name servers would stop everything, and the program would wait
for them at its end. Here up to 64 lookups run at a time, and the program ends without them. Which addresses may be
contacted is left to `guard`.
"""

import asyncio
import socket
import threading
import time
from collections.abc import Awaitable, Callable
from ipaddress import ip_address

_AT_ONCE = 64  # lookups
_SILENT_S = 3.0  # a resolver that takes longer to say "try again" met silence, not a refusal

Addresses = list[tuple[int, str]]  # family and address, in the order to try them
Resolve = Callable[[str], Awaitable[Addresses]]


class ResolveError(Exception):
    """A name has no address; ``reason`` is a short stable code, ``detail`` is for people."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


class Resolver:
    """Looks each name up once, however many ask for it; failures are not remembered."""

    def __init__(self, lookup: Callable[[str], Addresses] | None = None) -> None:
        self._lookup = lookup or system_lookup
        self._known: dict[str, Addresses] = {}
        self._asked: dict[str, asyncio.Future[Addresses]] = {}
        self._turn = asyncio.Semaphore(_AT_ONCE)

    async def __call__(self, host: str) -> Addresses:
        """Return the addresses of a host, which is a name or an address. Raise ResolveError if it has none."""
        known = self._known.get(host) or _literal(host)
        if known is not None:
            return known
        asked = self._asked.get(host)
        if asked is None:
            asked = asyncio.ensure_future(self._ask(host))
            self._asked[host] = asked
            asked.add_done_callback(lambda done: self._forget(host, done))
        return await asyncio.shield(asked)

    def _forget(self, host: str, done: "asyncio.Future[Addresses]") -> None:
        self._asked.pop(host, None)
        if not done.cancelled():
            done.exception()  # it was looked at, though whoever asked may have stopped waiting

    async def _ask(self, host: str) -> Addresses:
        async with self._turn:
            try:
                found = await _in_thread(self._lookup, host)
            except (OSError, RuntimeError) as error:  # no file descriptor is left, or no thread
                raise ResolveError("dns-servfail", f"the name could not be looked up ({error})") from error
        self._known[host] = found
        return found


def system_lookup(host: str) -> Addresses:
    """Return the addresses that the system finds (RFC 3493 section 6.1): it knows its hosts file and name servers.

    Raise ResolveError if there are none.
    """
    started = time.monotonic()
    try:
        found = socket.getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        waited = time.monotonic() - started
        raise ResolveError(*_meaning(error.errno, waited)) from None
    except UnicodeError:  # a label of more than 63 characters
        raise ResolveError("dns-nxdomain", "no such name can exist") from None
    # The scope of a link-local address is the fourth item of its address.
    addresses = [
        (
            family,
            f"{address[0]}%{address[3]}"
            if len(address) > 3 and address[3] and "%" not in str(address[0])
            else str(address[0]),
        )
        for family, _, _, _, address in found
        if family in (socket.AF_INET, socket.AF_INET6)
    ]
    if not addresses:
        raise ResolveError("dns-no-address", "the name exists but has no address")
    return list(dict.fromkeys(addresses))


def _literal(host: str) -> Addresses | None:
    """Return the address that a host is, which nobody need be asked for; None for a name, and for one with a zone."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return None
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    return None if "%" in host else [(family, str(address))]


def _meaning(code: int | None, waited: float) -> tuple[str, str]:
    if code in (getattr(socket, "EAI_NODATA", None), getattr(socket, "EAI_ADDRFAMILY", None)):
        return "dns-no-address", "the name exists but has no address"
    if code == socket.EAI_NONAME:
        return "dns-nxdomain", "there is no such name"
    if waited > _SILENT_S:
        return "dns-timeout", "no name server answered"
    return "dns-servfail", "the name servers failed"


async def _in_thread(lookup: Callable[[str], Addresses], host: str) -> Addresses:
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Addresses] = loop.create_future()

    def settle(found: Addresses | None, error: Exception | None) -> None:
        if not future.done():
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(found or [])

    def work() -> None:
        found: Addresses | None = None
        failure: Exception | None = None
        try:
            found = lookup(host)
        except Exception as error:  # noqa: BLE001 - every error goes to the caller
            failure = error
        try:
            loop.call_soon_threadsafe(settle, found, failure)
        except RuntimeError:  # the loop was closed meanwhile
            return

    threading.Thread(target=work, daemon=True, name=f"resolve {host}").start()
    return await future
