"""GitHub's API as it is asked: tries, refusals, and that a token goes to one address only."""

import pytest

from feedtool.errors import ConfigError, OutputError
from feedtool.github.api import GitHub
from feedtool.http.exchange import Response
from feedtool.http.message import Method, TransportError
from tests.checker.web import Web, answer, says
from tests.github.fake import TOKEN, FakeGitHub, api_of


class Calls:
    """Answers calls in turn, the last one for ever; a text is the reason of a failure."""

    def __init__(self, *answers: int | str) -> None:
        self._answers = list(answers)
        self.methods: list[str] = []
        self.slept: list[float] = []
        self.api = GitHub(self._call, "https://api.github.com", "octo/archive", TOKEN, sleep=self.slept.append)

    def _call(self, method: Method, _url: str, **_more: object) -> Response:
        self.methods.append(method)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, str):
            raise TransportError(answer, "10.0.0.1")
        return Response(answer, (), b"[]" if method == "GET" else b'{"number": 7}')


@pytest.mark.parametrize("stumble", [500, 502, 503, 429, "reset", "timeout-read", "dns-servfail", "protocol"])
def test_a_stumble_is_tried_again_after_a_pause(stumble: int | str) -> None:
    calls = Calls(stumble, stumble, 200)
    assert list(calls.api.issues("open")) == []
    assert (calls.methods, calls.slept) == (["GET"] * 3, [1.0, 4.0])
    calls = Calls(stumble)
    with pytest.raises(OutputError, match=f"GitHub could not be asked: {stumble}"):
        calls.api.change(7, {"state": "closed"})
    assert (calls.methods, calls.slept) == (["PATCH"] * 3, [1.0, 4.0])


@pytest.mark.parametrize("stumble", [502, "reset", "timeout-read"])
def test_what_may_have_been_opened_is_not_opened_again(stumble: int | str) -> None:
    calls = Calls(stumble, 201)
    with pytest.raises(OutputError, match=f"could not be asked: {stumble}"):
        calls.api.create("title", "body")
    assert calls.methods == ["POST"]


@pytest.mark.parametrize(
    ("reason", "hint"), [("private-address", "allow-private under"), ("port", "ports or allow-private under"), ("onion", "never")]
)  # fmt: skip
def test_an_address_that_the_guard_refuses_is_not_tried_again(reason: str, hint: str) -> None:
    calls = Calls(reason)
    with pytest.raises(OutputError, match=rf"could not be asked: {reason}: 10\.0\.0\.1; .*{hint}"):
        list(calls.api.issues("open"))
    assert (calls.methods, calls.slept) == (["GET"], [])


def test_every_issue_is_listed_however_many_pages_there_are() -> None:
    with FakeGitHub([{"number": number, "state": "open"} for number in range(1, 251)]) as fake, api_of(fake.url) as api:
        assert [one["number"] for one in api.issues("open")] == list(range(1, 251))
        assert list(api.issues("closed")) == []
        assert len(fake.requests) == 4


def test_an_issue_is_opened_and_changed_with_every_character_as_it_is() -> None:
    with FakeGitHub() as fake, api_of(fake.url) as api:
        assert api.create("破损 \u2028 'é\"", "a\r\nb\0" + "很长" * 30_000) == 1
        assert fake.issues[1]["title"] == "破损 \u2028 'é\""
        assert fake.issues[1]["body"] == "a\r\nb\0" + "很长" * 30_000
        api.change(1, {"state": "closed"})
        assert fake.issues[1]["state"] == "closed"


@pytest.mark.parametrize(
    ("broken", "token", "message"),
    [
        ([403], TOKEN, "GitHub answered 403: out of order; give the job 'permissions: issues: write'"),
        ([410], TOKEN, "issues are turned off"),
        ([500, 500, 500], TOKEN, "GitHub could not be asked: 500"),
        ([], "wrong", "GitHub answered 401: Bad credentials; the token is not valid"),
    ],
)
def test_what_fails_is_told_in_a_line(broken: list[int], token: str, message: str) -> None:
    with FakeGitHub(broken=broken) as fake, api_of(fake.url, token) as api, pytest.raises(OutputError) as caught:
        list(api.issues("open"))
    assert message in str(caught.value)
    assert token not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html>", "500: Internal Server Error"),
        (b'"x"', "500: Internal Server Error"),
        (b'{"message": 5}', "500: 5"),
        (b"[" * 100_000, "500: Internal Server Error"),
    ],
)
def test_what_a_refusal_says_is_told_as_far_as_it_says_anything(body: bytes, message: str) -> None:
    with Web(says(answer(body, "500 Oops"))) as web, api_of(web.url("")) as api, pytest.raises(OutputError) as caught:
        list(api.issues("open"))
    assert str(caught.value) == f"issue: GitHub could not be asked: {message}"


@pytest.mark.parametrize("body", [b"<html>", b"", b"[" * 100_000, b"\xff"])
def test_an_answer_that_is_no_json_is_told_in_a_line(body: bytes) -> None:
    with Web(says(answer(body))) as web, api_of(web.url("")) as api, pytest.raises(OutputError, match="is no JSON"):
        list(api.issues("open"))


def test_a_server_that_is_not_there_is_told_in_a_line() -> None:
    with api_of("http://127.0.0.1:9") as api, pytest.raises(OutputError, match="GitHub could not be asked: refused"):
        list(api.issues("open"))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH"])
def test_a_token_is_sent_to_no_other_address(method: str, status: int) -> None:
    with Web(says(answer(b"[]"))) as other:
        to = f"Location: {other.url('/repos/octo/archive/issues')}\r\n"
        refused = pytest.raises(OutputError, match=rf"answered {status}: .*; a token is sent to no other address")
        with Web(says(answer(b"", f"{status} Moved", to))) as web, api_of(web.url("")) as api, refused:
            {"GET": lambda: list(api.issues("open")), "POST": lambda: api.create("a", "b"),
             "PATCH": lambda: api.change(1, {})}[method]()  # fmt: skip
        assert [f"Authorization: Bearer {TOKEN}".encode() in head for head in web.requests] == [True]
        assert other.connections == 0


@pytest.mark.parametrize(
    ("url", "repository", "token", "message"),
    [
        ("http://127.0.0.1:9", "", TOKEN, "not a repository"),
        ("http://127.0.0.1:9", "octo", TOKEN, "not a repository"),
        ("http://127.0.0.1:9", "a/b/../c", TOKEN, "not a repository"),
        ("http://127.0.0.1:9", "octo/archive", "", "no token"),
        ("http://127.0.0.1:9", "octo/archive", "a\nb", "no token"),
        ("http://127.0.0.1:9", "octo/archive", "é", "no token"),
        ("http://h:notaport", "octo/archive", TOKEN, "not an http"),
        ("file:///etc/passwd", "octo/archive", TOKEN, "not an http"),
    ],
)
def test_without_an_address_a_repository_or_a_token_nobody_is_asked(
    url: str, repository: str, token: str, message: str
) -> None:
    def call(*_: object, **__: object) -> Response:
        raise AssertionError("somebody was asked")

    with pytest.raises(ConfigError, match=message):
        GitHub(call, url, repository, token)
