"""The engine as a transport of httpx, so that nothing that speaks httpx goes round the guard."""

import asyncio

import httpx

from feedtool.net.engine import Send
from feedtool.net.message import Request, TransportError

_MAX_BYTES = 20_000_000  # of a document fetched whole: a feed
_TIMEOUT_S = 20.0
_DROPPED = frozenset(("content-encoding", "content-length", "transfer-encoding"))  # the engine has undone them


class EngineTransport(httpx.AsyncBaseTransport):
    """Sends httpx's requests through an engine. What fails is an httpx.TransportError whose text is the reason."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a GET or HEAD; other methods are none of ours."""
        if request.method not in ("GET", "HEAD"):
            raise httpx.UnsupportedProtocol(f"{request.method} is never sent", request=request)
        timeout = request.extensions.get("timeout", {}).get("read") or _TIMEOUT_S
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in request.headers.raw
            if name.lower() not in (b"host", b"connection", b"accept-encoding")
        )
        asked = Request(
            str(request.url), (*headers, ("Accept-Encoding", "gzip, deflate")), lambda _status, _headers: _MAX_BYTES,
            "HEAD" if request.method == "HEAD" else "GET",
        )  # fmt: skip
        try:
            response = await self._send(asked, asyncio.get_running_loop().time() + timeout)
        except TransportError as error:
            kind = httpx.ReadTimeout if error.failure.reason.startswith("timeout") else httpx.ConnectError
            raise kind(f"{error.failure.reason}: {error.failure.detail}", request=request) from error
        kept = [(name, value) for name, value in response.headers if name not in _DROPPED]
        return httpx.Response(response.status, headers=kept, content=response.body, request=request)
