"""The part of GitHub's REST API that an issue needs (docs.github.com/rest/issues, version 2022-11-28).

Here are requests, retries and the meaning of answers; connections, and which addresses may be reached, are left to
`net`.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from feedtool.errors import ConfigError, OutputError
from feedtool.github.issue import State
from feedtool.github.repository import NAME
from feedtool.http.exchange import Response
from feedtool.http.message import Method, TransportError
from feedtool.net.guard import Refusal
from feedtool.net.network import Call
from feedtool.urls import serialised

_PAUSES_S = (1.0, 4.0)  # before asking again
_PER_PAGE = 100
_MOST_PAGES = 200
_TOLD_CHARACTERS = 200
_ELSEWHERE = "a token is sent to no other address; see whether GITHUB_API_URL and GITHUB_REPOSITORY are right"
_HINTS = {
    **dict.fromkeys((301, 302, 303, 307, 308), _ELSEWHERE),
    401: "the token is not valid",
    403: "give the job 'permissions: issues: write'",
    404: "give the job 'permissions: issues: write', or see whether the repository is right",
    410: "issues are turned off in the repository",
}
_REFUSED: dict[str, str] = {
    Refusal.PRIVATE_ADDRESS: "a server on a private address is asked only if allow-private under [check] opens it",
    Refusal.PORT: "a server on an unusual port is asked only if ports or allow-private under [check] opens it",
    Refusal.ONION: "onion names are never asked",
}


class GitHub:
    """The issues of one repository."""

    def __init__(
        self, call: Call, url: str, repository: str, token: str, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Take a function that makes requests, the URL of the API, and a repository as ``owner/name``.

        Raise ConfigError if the URL, the repository or the token is malformed.
        """
        token = token.strip()
        base = serialised(url)
        if not NAME.fullmatch(repository):
            raise ConfigError(f"issue: not a repository: {repository!r}; set GITHUB_REPOSITORY to owner/name")
        if not token or not token.isascii() or not token.isprintable():
            raise ConfigError("issue: no token; give the step a token that may write issues, as GITHUB_TOKEN")
        if base is None:
            raise ConfigError(f"issue: not an http(s) URL: {url!r}; set GITHUB_API_URL")
        self._call = call
        self._issues = f"{base.rstrip('/')}/repos/{repository}/issues"
        self._sleep = sleep
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }

    def issues(self, state: State) -> Iterator[Mapping[str, Any]]:
        """Yield the issues in this state, and the pull requests that GitHub counts among them, oldest first."""
        for page in range(1, _MOST_PAGES + 1):
            query = {
                "state": state,
                "per_page": str(_PER_PAGE),
                "page": str(page),
                "sort": "created",
                "direction": "asc",
            }
            found = self._ask("GET", f"{self._issues}?{urlencode(query)}")
            if not isinstance(found, list):
                raise OutputError("issue: GitHub's answer is no list of issues; see whether GITHUB_API_URL is right")
            yield from found
            if len(found) < _PER_PAGE:
                return
        raise OutputError(f"issue: more than {_MOST_PAGES * _PER_PAGE:,} {state} issues; none was opened")

    def create(self, title: str, body: str) -> int:
        """Open an issue and return its number."""
        return int(self._ask("POST", self._issues, {"title": title, "body": body})["number"])

    def change(self, number: int, fields: Mapping[str, str]) -> None:
        """Change some fields of an issue."""
        self._ask("PATCH", f"{self._issues}/{number}", fields)

    def _ask(self, method: Method, url: str, fields: Mapping[str, str] | None = None) -> Any:
        """Return the JSON that GitHub answers with, after up to two more tries if GitHub fails.

        Raise OutputError if it refuses or cannot be asked.
        """
        again = iter(_PAUSES_S if method != "POST" else ())  # an issue may be open though no answer came
        while True:
            try:
                response = self._send(method, url, fields)
            except TransportError as error:
                trouble = str(error)
                refused = _REFUSED.get(error.failure.reason)
                if refused is not None:
                    raise OutputError(f"issue: GitHub could not be asked: {trouble}; {refused}") from error
            else:
                if 200 <= response.status < 300:
                    return _read(response)
                trouble = f"{response.status}: {_message_of(response)}"
                if response.status < 500 and response.status != 429:
                    hint = _HINTS.get(response.status, "")
                    raise OutputError(f"issue: GitHub answered {trouble}" + (f"; {hint}" if hint else ""))
            pause = next(again, None)
            if pause is None:
                raise OutputError(f"issue: GitHub could not be asked: {trouble}")
            self._sleep(pause)

    def _send(self, method: Method, url: str, fields: Mapping[str, str] | None) -> Response:
        if fields is None:
            return self._call(method, url, headers=self._headers)
        headers = {**self._headers, "Content-Type": "application/json"}
        return self._call(method, url, headers=headers, content=json.dumps(dict(fields)).encode())


def _read(response: Response) -> Any:
    try:
        return json.loads(response.body)
    except (ValueError, RecursionError) as error:
        raise OutputError("issue: GitHub's answer is no JSON; see whether GITHUB_API_URL is right") from error


def _message_of(response: Response) -> str:
    """Return the reason that GitHub gives for its refusal, or the name of the status."""
    try:
        told = json.loads(response.body)
    except (ValueError, RecursionError):
        told = None
    if isinstance(told, dict):
        return str(told.get("message", ""))[:_TOLD_CHARACTERS]
    try:
        return HTTPStatus(response.status).phrase
    except ValueError:
        return "no reason given"
