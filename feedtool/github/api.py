"""GitHub's REST API, as much of it as an issue takes (docs.github.com/rest/issues, version 2022-11-28)."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx

from feedtool import __version__
from feedtool.errors import ConfigError, OutputError
from feedtool.github.issue import State
from feedtool.urls import serialised

_TIMEOUT_S = 30.0
_PAUSES_S = (1.0, 4.0)  # before asking again
_PER_PAGE = 100
_MOST_PAGES = 200
_TOLD_CHARACTERS = 200
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*/(?!\.{1,2}\Z)[A-Za-z0-9._-]+", re.ASCII)
_HINTS = {
    401: "the token is not valid",
    403: "give the job 'permissions: issues: write'",
    404: "give the job 'permissions: issues: write', or see whether the repository is right",
    410: "issues are turned off in the repository",
}


class GitHub:
    """The issues of one repository; to be closed when done."""

    def __init__(self, url: str, repository: str, token: str, *, sleep: Callable[[float], None] = time.sleep) -> None:
        """``url`` is of the API, ``repository`` is ``owner/name``. What is no such thing raises ConfigError."""
        token = token.strip()
        if not _REPOSITORY.fullmatch(repository):
            raise ConfigError(f"issue: no repository: {repository!r}; set GITHUB_REPOSITORY to owner/name")
        if not token or not token.isascii() or not token.isprintable():
            raise ConfigError("issue: no token; give the step one that may write issues, as GITHUB_TOKEN")
        if serialised(url) is None:
            raise ConfigError(f"issue: no http(s) URL: {url!r}; set GITHUB_API_URL")
        self._path = f"/repos/{repository}/issues"
        self._sleep = sleep
        self._client = httpx.Client(
            base_url=url.rstrip("/"),
            timeout=_TIMEOUT_S,
            trust_env=False,
            headers={
                "Authorization": f"Bearer {token}",
                "Accept": "application/vnd.github+json",
                "X-GitHub-Api-Version": "2022-11-28",
                "User-Agent": f"feedtool/{__version__}",
            },
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

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
            found = self._ask("GET", self._path, params=query)
            if not isinstance(found, list):
                raise OutputError("issue: GitHub's answer is no list of issues; see whether GITHUB_API_URL is right")
            yield from found
            if len(found) < _PER_PAGE:
                return
        raise OutputError(f"issue: more than {_MOST_PAGES * _PER_PAGE:,} {state} issues; none was opened")

    def create(self, title: str, body: str) -> int:
        """Open an issue and return its number."""
        return int(self._ask("POST", self._path, json={"title": title, "body": body})["number"])

    def change(self, number: int, fields: Mapping[str, str]) -> None:
        """Change some fields of an issue."""
        self._ask("PATCH", f"{self._path}/{number}", json=dict(fields))

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        again = iter(_PAUSES_S if method != "POST" else ())  # what was opened may be open though no answer came
        while True:
            trouble = ""
            try:
                response = self._client.request(method, path, **more)
            except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
                trouble = f"{type(error).__name__}: {error}"
            else:
                if response.is_success:
                    return self._read(response)
                trouble = f"{response.status_code}: {_message_of(response)}"
                if response.status_code < 500 and response.status_code != 429:
                    hint = _HINTS.get(response.status_code, "")
                    raise OutputError(f"issue: GitHub answered {trouble}" + (f"; {hint}" if hint else ""))
            pause = next(again, None)
            if pause is None:
                raise OutputError(f"issue: GitHub could not be asked: {trouble}")
            self._sleep(pause)

    def _read(self, response: httpx.Response) -> Any:
        try:
            return response.json()
        except (ValueError, RecursionError) as error:
            raise OutputError("issue: GitHub's answer is no JSON; see whether GITHUB_API_URL is right") from error


def _message_of(response: httpx.Response) -> str:
    try:
        told = response.json()
    except ValueError:
        return response.reason_phrase
    return str(told.get("message", ""))[:_TOLD_CHARACTERS] if isinstance(told, dict) else response.reason_phrase
