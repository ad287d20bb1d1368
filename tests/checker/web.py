"""A web on loopback that does what no mock can show: answers byte by byte, resets, hangs, secured or not."""

import asyncio
import socket
import ssl
import struct
import threading
from collections.abc import Awaitable, Callable
from typing import Any, Self

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter, bytes], Awaitable[None]]


def answer(
    body: bytes = b"<!DOCTYPE html><title>A story</title><p>Something to read.</p>",
    status: str = "200 OK",
    headers: str = "Content-Type: text/html\r\n",
) -> bytes:
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body


def says(*pieces: bytes, pause_s: float = 0.0, close: bool = True) -> Handler:
    """Send pieces, and then close."""

    async def handle(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _head: bytes) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause_s)
        if close:
            writer.close()

    return handle


def resets(*pieces: bytes) -> Handler:
    """Send pieces, and then reset the connection."""

    async def handle(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _head: bytes) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        await asyncio.sleep(0.05)
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    return handle


def hangs() -> Handler:
    """Say nothing until the test is over."""

    async def handle(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter, _head: bytes) -> None:
        await asyncio.sleep(30)

    return handle


class Web:
    """A server on a port of 127.0.0.1; ``requests`` are the heads it got, ``connections`` how many came."""

    def __init__(self, handle: Handler | dict[str, Handler], context: ssl.SSLContext | None = None) -> None:
        self._handle = handle
        self._context = context
        self.requests: list[bytes] = []
        self.connections = 0
        self.port = 0
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)

    def url(self, path: str = "/story", scheme: str = "http", host: str = "127.0.0.1") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, ssl=self._context)
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()
        await self._over.wait()
        server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while not writer.is_closing():
                head = await reader.readuntil(b"\r\n\r\n")
                self.requests.append(head)
                path = head.split(b" ")[1].decode()
                handle: Any = self._handle
                if isinstance(handle, dict):
                    handle = handle.get(path, handle.get("*", says(answer(b"gone", "404 Not Found"), close=False)))
                await handle(reader, writer, head)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            writer.close()
