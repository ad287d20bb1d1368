"""A headless Chromium that opens a page and answers questions about it (Chrome DevTools Protocol)."""

import base64
import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
import websocket

_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars --remote-debugging-port=0 --remote-allow-origins=*"
).split()
_READY_S = 30.0


class Chromium:
    """One browser with one page; its console's errors are collected in ``errors``."""

    def __init__(self, profile: Path) -> None:
        program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        if program is None:
            pytest.skip("Chromium is not installed: pages are not opened in a browser")
        self._process = subprocess.Popen(
            [program, *_FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._number = 0
        self.errors: list[str] = []
        self._socket = self._connect(profile / "DevToolsActivePort")
        targets = self._send("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        self._session = self._send("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.command(f"{domain}.enable")
        self._worked_before_s = 0.0
        self.command("Performance.enable", timeDomain="threadTicks")

    def _connect(self, ready: Path) -> websocket.WebSocket:
        deadline = time.monotonic() + _READY_S
        while True:
            try:
                port, path = ready.read_text().split("\n")[:2]
                return websocket.create_connection(f"ws://127.0.0.1:{port}{path}", timeout=_READY_S)
            except (OSError, ValueError, websocket.WebSocketException):
                if time.monotonic() > deadline or self._process.poll() is not None:
                    raise
                time.sleep(0.05)

    def _send(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        self._socket.send(json.dumps(message | ({"sessionId": session} if session else {})))
        while True:
            answer = json.loads(self._socket.recv())
            self._note(answer)
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def _note(self, event: dict[str, Any]) -> None:
        entry = event.get("params", {}).get("entry", {})
        if event.get("method") == "Log.entryAdded" and entry["level"] in ("error", "warning"):
            self.errors.append(f"{entry['text']} {entry.get('url', '')}")
        if event.get("method") == "Runtime.exceptionThrown":
            self.errors.append(json.dumps(event["params"]))

    def command(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command of the protocol to the page and return its result."""
        return self._send(method, self._session, **params)

    def open(self, url: str, *, width: int, dark: bool = False, printed: bool = False) -> None:
        """Open a page in a window of that width, in that colour scheme or as on paper, and wait until it stands."""
        self.errors.clear()
        self._worked_before_s = 0.0
        self._worked_before_s = self.worked_s()
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600
        )
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.command("Emulation.setEmulatedMedia", media="print" if printed else "", features=features)
        self.command("Page.navigate", url=url)
        deadline = time.monotonic() + _READY_S
        while self.ask("document.readyState + location.href") != f"complete{url}":
            assert time.monotonic() < deadline, url
            time.sleep(0.02)

    def worked_s(self) -> float:
        """Return the seconds that a processor has worked on the page since it was opened."""
        metrics = {one["name"]: one["value"] for one in self.command("Performance.getMetrics")["metrics"]}
        return float(metrics["TaskDuration"]) - self._worked_before_s

    def ask(self, expression: str) -> Any:
        """Return the value of a JavaScript expression in the page; a promise is awaited."""
        result = self.command("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def press_tab(self) -> None:
        """Press the tabulator key."""
        for kind in ("keyDown", "keyUp"):
            self.command("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)

    def picture(self, of: str | None = None) -> bytes:
        """Return what the window shows as PNG, or what of it an element shows, which a selector names."""
        if of is None:
            return base64.b64decode(self.command("Page.captureScreenshot")["data"])
        box = f"document.querySelector({json.dumps(of)}).getBoundingClientRect()"
        clip = self.ask(
            f"(box => ({{x: box.x, y: box.y + scrollY, width: box.width, height: box.height, scale: 1}}))({box})"
        )
        return base64.b64decode(self.command("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)["data"])

    def close(self) -> None:
        """End the browser."""
        self._socket.close()
        self._process.terminate()
        self._process.wait(_READY_S)
