"""The engine as a transport of httpx, so that nothing that speaks httpx goes round the guard.

httpx builds requests and reads answers; the engine connects, judges addresses, undoes content codings and keeps the
caps. An answer says in its extensions how its body ended (``body_end``).
"""

import asyncio

import httpx

from feedtool.http.faces import Send
from feedtool.http.message import Method, Request, TransportError
from feedtool.urls import serialised

MAX_BYTES = 20_000_000  # of a document fetched whole
_TIMEOUT_S = 20.0
_METHODS: dict[str, Method] = {"GET": "GET", "HEAD": "HEAD", "POST": "POST", "PATCH": "PATCH"}
# Headers that the engine writes, and those of an answer that are no longer true once it has undone codings and chunks.
_WRITTEN = frozenset((b"host", b"connection", b"accept-encoding", b"content-length", b"transfer-encoding"))
_UNDONE = frozenset(("content-encoding", "content-length", "transfer-encoding"))


class EngineTransport(httpx.AsyncBaseTransport):
    """Sends httpx's requests through an engine."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer to a GET, HEAD, POST or PATCH.

        Raise httpx.TransportError, with a TransportError of ours as its cause, if there is no answer.
        """
        method, url = _METHODS.get(request.method), serialised(str(request.url))
        if method is None or url is None:
            raise httpx.UnsupportedProtocol(f"{request.method} {request.url} is never sent", request=request)
        timeout_s = request.extensions.get("timeout", {}).get("read") or _TIMEOUT_S
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in request.headers.raw
            if name.lower() not in _WRITTEN
        )
        asked = Request(
            url,
            (*headers, ("Accept-Encoding", "gzip, deflate")),
            lambda _status, _headers: MAX_BYTES,
            method,
            content=await request.aread(),
        )
        try:
            response = await self._send(asked, asyncio.get_running_loop().time() + timeout_s)
        except TransportError as error:
            kind = httpx.ReadTimeout if error.failure.reason.startswith("timeout") else httpx.ConnectError
            raise kind(str(error), request=request) from error
        return httpx.Response(
            response.status,
            headers=[(name, value) for name, value in response.headers if name not in _UNDONE],
            content=response.body,
            extensions={"body_end": response.body_end},
            request=request,
        )
