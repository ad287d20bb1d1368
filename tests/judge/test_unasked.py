"""What is judged though nobody is asked."""

import pytest

from feedtool.judge.unasked import excluded, host_down, not_an_address, not_understood, put_off
from feedtool.judge.verdict import Judgement, Outcome, Verdict
from feedtool.links.link import TRUNCATED
from feedtool.urls import BadUrl, Trouble, resolve


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        *((raw, "skipped/scheme") for raw in ("mailto:a@b.example", "tel:+49", "data:,x", "javascript:void(0)", "ftp://a.example/", "magnet:?xt=x", "about:blank")),
        ("/story", "skipped/relative"),
        ("htp://a.example/", "broken/invalid-url"),
        ("https://", "broken/invalid-url"),
        ("https://a.example:99999/", "broken/invalid-url"),
        ("https://a b.example/", "broken/invalid-url"),
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_judged_by_its_trouble(written: str, expected: str) -> None:
    url = resolve(written, None)
    assert isinstance(url, BadUrl)
    judgement = not_an_address(url.trouble.value)
    assert f"{judgement.verdict.value}/{judgement.reason}" == expected


@pytest.mark.parametrize("trouble", [*(one.value for one in Trouble), TRUNCATED])
def test_every_trouble_there_is_has_a_judgement_that_says_something(trouble: str) -> None:
    assert not_an_address(trouble).detail


def test_an_address_that_was_cut_off_where_it_comes_from_is_no_fault() -> None:
    assert not_an_address(TRUNCATED).verdict is Verdict.SKIPPED


def test_an_exclusion_tells_the_reason_of_the_user() -> None:
    assert excluded("we pay for each request") == Judgement(Verdict.SKIPPED, "excluded", "we pay for each request")


def test_what_is_behind_a_server_that_is_down_is_unreachable_and_never_dead() -> None:
    judgement = host_down()
    assert (judgement.verdict, judgement.reason) == (Verdict.UNREACHABLE, "host-down")


@pytest.mark.parametrize("status", [429, 503])
def test_the_other_links_of_a_server_that_wants_patience_share_the_verdict_of_those_that_were_asked(
    status: int,
) -> None:
    verdict = Verdict.BLOCKED if status == 429 else Verdict.UNREACHABLE
    asked = Outcome(Judgement(verdict, f"http-{status}", "the server answered"), status=status)
    judgement = put_off(asked)
    assert (judgement.verdict, judgement.reason) == (verdict, f"http-{status}")
    assert "not asked" in judgement.detail
    assert "several other links" in judgement.detail
    assert str(status) in judgement.detail


def test_a_mistake_of_ours_is_no_death_and_says_what_it_was() -> None:
    judgement = not_understood(KeyError("charset"))
    assert (judgement.verdict, judgement.reason) == (Verdict.UNREACHABLE, "protocol")
    assert "KeyError: 'charset'" in judgement.detail
