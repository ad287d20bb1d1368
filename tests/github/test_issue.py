"""The one issue: opened, changed in place, closed, reopened, and never a second one."""

from typing import Any

import pytest
from markdown_it import MarkdownIt

from feedtool.github.issue import MARK, TITLE, body_of, keep
from feedtool.judge.verdict import Judgement, Verdict
from feedtool.reports.summary import Summary
from tests.github.fake import FakeGitHub, api_of
from tests.reports.making import HOSTILE, hostile, result, summary

BROKEN = summary(result())
OTHERS = summary(result("https://other.example/"))
WELL = summary(result(verdict=Verdict.OK, reason="ok"))


def kept(fake: FakeGitHub, one: Summary) -> str:
    with api_of(fake.url) as api:
        return keep(api, one)


def issue(number: int, state: str = "open", body: str = f"{MARK}\nold", **more: Any) -> dict[str, Any]:
    return {"number": number, "state": state, "body": body, "user": {"type": "Bot"}, "title": TITLE} | more


def test_one_issue_lives_through_everything() -> None:
    with FakeGitHub([issue(n, "open" if n % 2 else "closed", "another matter") for n in range(1, 331)]) as fake:
        assert kept(fake, BROKEN) == "#331 opened"
        assert kept(fake, BROKEN) == "#331 is up to date already"
        assert kept(fake, OTHERS) == "#331 brought up to date"
        assert kept(fake, WELL) == "#331 closed"
        assert kept(fake, WELL) == "none needed"
        assert kept(fake, BROKEN) == "#331 reopened"
        assert len(fake.issues) == 331
        ours = fake.issues[331]
        assert (ours["state"], ours["title"], ours["body"]) == ("open", TITLE, body_of(BROKEN))
        assert [one["body"] for number, one in fake.issues.items() if number < 331] == ["another matter"] * 330


def test_where_all_is_well_none_is_opened() -> None:
    with FakeGitHub() as fake:
        assert kept(fake, WELL) == "none needed"
        assert fake.issues == {}


def test_what_is_strict_is_in_it() -> None:
    slow = summary(result("https://slow.example/", Verdict.UNREACHABLE, "timeout-read"), strict=True)
    with FakeGitHub() as fake:
        kept(fake, slow)
        assert "https://slow.example/" in fake.issues[1]["body"]
        kept(fake, summary(result("https://slow.example/", Verdict.UNREACHABLE, "timeout-read")))
        assert fake.issues[1]["state"] == "closed"


@pytest.mark.parametrize(
    "one",
    [
        summary(result(), complete=False),
        summary(network=Judgement(Verdict.UNREACHABLE, "network-down", "nobody"), complete=False),
    ],
)
def test_a_check_that_could_not_tell_changes_nothing(one: Summary) -> None:
    with FakeGitHub([issue(1)]) as fake:
        assert kept(fake, one).startswith("left as it is")
        assert fake.requests == []


def test_line_ends_that_were_changed_are_no_change() -> None:
    with FakeGitHub([issue(1, body=body_of(BROKEN).replace("\n", "\r\n"))]) as fake:
        assert kept(fake, BROKEN) == "#1 is up to date already"


@pytest.mark.parametrize(
    "other",
    [
        issue(1, user={"type": "User"}, author_association="NONE"),
        issue(1, user={"type": "User"}, author_association="CONTRIBUTOR"),
        issue(1, user=None),
        issue(1, pull_request={}),
        issue(1, body=f"> {MARK}\nquoted"),
        issue(1, body=None),
    ],
    ids=["stranger", "contributor", "ghost", "pull request", "quoted", "empty"],
)
def test_only_an_issue_of_ones_own_is_touched(other: dict[str, Any]) -> None:
    with FakeGitHub([dict(other)]) as fake:
        assert kept(fake, BROKEN) == "#2 opened"
        assert fake.issues[1] == other


@pytest.mark.parametrize("association", ["OWNER", "MEMBER", "COLLABORATOR"])
def test_one_opened_with_a_maintainers_token_is_ones_own(association: str) -> None:
    with FakeGitHub([issue(1, user={"type": "User"}, author_association=association)]) as fake:
        assert kept(fake, BROKEN) == "#1 brought up to date"


def test_of_two_that_are_opened_at_once_the_first_stays() -> None:
    with FakeGitHub() as fake:
        fake.on_create = lambda: fake.issues.setdefault(1, issue(1))
        assert kept(fake, BROKEN) == "#2 closed again: #1 was opened at the same time"
        assert [one["state"] for one in fake.issues.values()] == ["open", "closed"]


def test_its_body_is_never_longer_than_github_takes() -> None:
    many = summary(*(result(f"https://h{number}.example/", detail="很长" * 100) for number in range(3000)))
    body = body_of(many)
    assert len(body) <= 65_536
    assert "more links, not shown here" in body


def test_a_text_that_is_the_mark_is_text() -> None:
    for text in (*HOSTILE, MARK, f"\n{MARK}\n"):
        body = body_of(summary(*hostile(text)))
        assert body.startswith(f"{MARK}\n# Links\n")
        tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(body)
        comments = [one for token in tokens for one in (token, *(token.children or ())) if one.type.startswith("html_")]
        assert len(comments) == 1, text


def test_of_several_only_the_oldest_stays_open() -> None:
    with FakeGitHub([issue(3), issue(5), issue(8)]) as fake:
        kept(fake, BROKEN)
        assert [one["state"] for one in fake.issues.values()] == ["open", "closed", "closed"]
