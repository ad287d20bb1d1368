"""Judged addresses → a connected socket: tries one after the other until one answers, through a proxy if there is one.

Which addresses may be dialled is decided before, by the guard; TLS and HTTP come after, in `engine` and `connection`.
"""

import asyncio
import contextlib
import errno
import socket
from collections.abc import Iterator, Sequence

from feedtool.http.message import HEADER_BYTES, TransportError
from feedtool.urls import Endpoint

_HEAD_START_S = 0.25  # between attempts at a host's addresses (RFC 8305 section 8)
_MAX_ADDRESSES = 6
_UNREACHED = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL}

SocketAddress = tuple[int, str, int]  # family, address and port


async def dial(addresses: Sequence[SocketAddress]) -> socket.socket:
    """Return a socket connected to the first address that answers; each next one is tried a moment later (RFC 8305).

    Raise OSError if none does.
    """
    addresses = _interleaved(addresses)[:_MAX_ADDRESSES]
    if len(addresses) == 1:
        return await _connected(addresses[0])
    tasks: set[asyncio.Task[socket.socket]] = set()
    errors: list[BaseException] = []
    waiting = list(addresses)
    try:
        while waiting or tasks:
            if waiting:
                tasks.add(asyncio.create_task(_connected(waiting.pop(0))))
            done, tasks = await asyncio.wait(
                tasks, timeout=_HEAD_START_S if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            reached = [task for task in done if task.exception() is None]
            for task in reached[1:]:
                task.result().close()
            if reached:
                return reached[0].result()
            errors += [error for task in done if (error := task.exception()) is not None]
        raise min(errors, key=lambda one: isinstance(one, OSError) and one.errno in _UNREACHED)
    finally:
        for task in tasks:
            task.cancel()
            task.add_done_callback(_close_unwanted)


async def ask_for_tunnel(sock: socket.socket, endpoint: Endpoint) -> None:
    """Ask the proxy at the other end for a tunnel to a server (RFC 9110 section 9.3.6).

    Raise TransportError if it refuses, OSError if it is gone.
    """
    loop = asyncio.get_running_loop()
    name = f"{endpoint.host}:{endpoint.port}"
    await loop.sock_sendall(sock, f"CONNECT {name} HTTP/1.1\r\nHost: {name}\r\n\r\n".encode("latin-1"))
    head = b""
    while b"\r\n\r\n" not in head:
        piece = await loop.sock_recv(sock, 4096)
        head += piece
        if not piece or len(head) > HEADER_BYTES:
            raise TransportError("proxy-refused", "the proxy closed the connection")
    status = head.split(None, 2)[1:2]
    if not status or not status[0].startswith(b"2"):
        raise TransportError("proxy-refused", "the proxy refused the connection")


@contextlib.contextmanager
def closed_on_error(sock: socket.socket) -> Iterator[None]:
    """Close a socket if what is done with it fails or is cancelled; otherwise it has a new owner."""
    with contextlib.ExitStack() as stack:
        stack.callback(sock.close)
        yield
        stack.pop_all()


def dial_failure(error: OSError) -> TransportError:
    """Return our error for an error of the system."""
    if isinstance(error, ConnectionRefusedError):
        return TransportError("refused", "the connection was refused")
    if error.errno in _UNREACHED:
        return TransportError("no-route", "there is no route to the address from here")
    if isinstance(error, ConnectionError):
        return TransportError("reset", "the connection was reset while it was made")
    if error.errno == errno.ETIMEDOUT:
        return TransportError("timeout-connect", "no connection in time")
    return TransportError("no-route", error.strerror or str(error))


async def _connected(address: SocketAddress) -> socket.socket:
    family, host, port = address
    sock = socket.socket(family, socket.SOCK_STREAM)
    with closed_on_error(sock):
        sock.setblocking(False)  # noqa: FBT003 - that is its name
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.get_running_loop().sock_connect(sock, (host, port))
    return sock


def _close_unwanted(task: "asyncio.Task[socket.socket]") -> None:
    if not task.cancelled() and task.exception() is None:
        task.result().close()


def _interleaved(addresses: Sequence[SocketAddress]) -> list[SocketAddress]:
    """Return addresses with the two families in turns, the first one's first (RFC 8305 section 4)."""
    first = [one for one in addresses if one[0] == addresses[0][0]]
    others = [one for one in addresses if one[0] != addresses[0][0]]
    mixed = [one for pair in zip(first, others, strict=False) for one in pair]
    shorter = min(len(first), len(others))
    return mixed + first[shorter:] + others[shorter:]
