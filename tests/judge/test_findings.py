"""What counts as a finding, and what is told apart or as news."""

import pytest

from feedtool.judge.findings import Policy
from feedtool.judge.verdict import Judgement, Result, Source, Verdict

BROKEN, FINE, SLOW, MOVED = Verdict.BROKEN, Verdict.OK, Verdict.UNREACHABLE, Verdict.MOVED
URL = "https://a.example/x"
COPY = "this archive holds the copy: leave the link, it is the entry's id"


def link(
    verdict: Verdict = BROKEN, reason: str = "", *, url: str = URL, kind: str = "link", detail: str = ""
) -> Result:
    judgement = Judgement(
        verdict, reason or verdict.value, detail, "https://a.example/new" if verdict is MOVED else None
    )
    return Result(url, judgement, kind, (Source("a.md", 7, 3, "a story"),))


def original(verdict: Verdict, detail: str = "") -> Result:
    return Policy().told(link(verdict, kind="article", detail=detail), None)


@pytest.mark.parametrize(("strict", "bad"), [(False, {BROKEN}), (True, {BROKEN, SLOW})])
def test_findings_are_broken_links_and_if_one_is_strict_unreachable_ones(strict: bool, bad: set[Verdict]) -> None:
    policy = Policy(strict)
    assert {verdict for verdict in Verdict if policy.told(link(verdict), None).finding} == bad


def test_a_link_of_which_there_is_nothing_to_tell_is_told_as_it_is() -> None:
    fine = link(FINE)
    assert Policy(accepted={"https://b.example/": "closed"}).told(fine, {}) is fine


def copy_of(one: Result) -> str:
    return f"copy of {one.url}"


@pytest.mark.parametrize("policy", [Policy(copy_of=copy_of), Policy(originals="finding", copy_of=copy_of)])
@pytest.mark.parametrize(
    ("verdict", "kind", "copy"),
    [
        (BROKEN, "article", f"copy of {URL}"), (SLOW, "article", f"copy of {URL}"), (MOVED, "article", f"copy of {URL}"),
        (FINE, "article", None), (Verdict.BLOCKED, "article", None), (BROKEN, "link", None),
    ],
)  # fmt: skip
def test_an_original_that_is_not_as_it_was_is_told_with_its_copy(
    policy: Policy, verdict: Verdict, kind: str, copy: str | None
) -> None:
    assert policy.told(link(verdict, kind=kind), None).copy == copy


# News


@pytest.mark.parametrize(
    ("now", "failed", "change"),
    [
        (BROKEN, False, "new"), (SLOW, False, "new"), (BROKEN, True, None), (SLOW, True, None),
        (FINE, True, "repaired"), (MOVED, True, "repaired"), (FINE, False, None), (MOVED, False, None),
        (Verdict.BLOCKED, True, None), (Verdict.BLOCKED, False, None), (Verdict.SKIPPED, True, None),
    ],
)  # fmt: skip
def test_news_are_what_fails_newly_and_what_fails_no_longer(now: Verdict, failed: bool, change: str | None) -> None:
    assert Policy().told(link(now), {URL: BROKEN} if failed else {}).change == change


def test_without_a_run_before_nothing_is_news() -> None:
    for policy in (Policy(), Policy(originals="finding")):
        told = policy.told(link(BROKEN), None)
        assert (told.change, policy.is_new_finding(told, None)) == (None, False)


def test_a_name_that_came_back_is_not_repaired() -> None:
    assert Policy().told(link(FINE, "came-back"), {URL: BROKEN}).change is None


@pytest.mark.parametrize(
    ("strict", "before", "new"),
    [
        (False, None, True), (False, SLOW, True), (False, BROKEN, False),
        (True, None, True), (True, SLOW, False), (True, BROKEN, False),
    ],
)  # fmt: skip
def test_a_finding_is_new_unless_the_link_was_one_in_the_run_before(
    strict: bool, before: Verdict | None, new: bool
) -> None:
    policy, failed_before = Policy(strict), {URL: before} if before else {}
    assert policy.is_new_finding(policy.told(link(BROKEN), failed_before), failed_before) is new


def test_what_is_no_finding_is_no_new_finding() -> None:
    assert not Policy().is_new_finding(Policy().told(link(SLOW), {}), {})


# An article's own link


def test_an_original_that_is_gone_is_no_finding_and_its_link_is_to_stay() -> None:
    gone = original(BROKEN, "the page is not there (404); find another source")
    assert (gone.is_original, gone.finding, gone.judgement.verdict, gone.judgement.suggestion) == (
        True, False, BROKEN, None,
    )  # fmt: skip
    assert gone.judgement.detail == f"the page is not there (404); the original is gone; {COPY}"


def test_only_the_advice_at_the_end_of_what_was_seen_gives_way() -> None:
    assert original(BROKEN, "answered 404; twice; remove it").judgement.detail.startswith("answered 404; twice; the or")
    assert original(BROKEN, "answered 404").judgement.detail == f"answered 404; the original is gone; {COPY}"


def test_a_moved_original_is_not_to_be_written_anew() -> None:
    moved = original(MOVED, "write the new one").judgement
    assert (moved.detail, moved.suggestion) == (f"the original has a new address; {COPY}", None)
    assert (moved.verdict, moved.reason) == (MOVED, "moved")


def test_an_original_that_is_neither_gone_nor_moved_keeps_its_sentence() -> None:
    slow = original(SLOW, "no answer within 20 s; it is asked again")
    assert (slow.is_original, slow.judgement.detail) == (True, "no answer within 20 s; it is asked again")


def test_originals_can_be_findings_like_other_links() -> None:
    gone = link(BROKEN, kind="article", detail="answered 404; remove it")
    told = Policy(originals="finding").told(gone, None)
    assert (told.finding, told.is_original, told.judgement) == (True, False, gone.judgement)


# Links that are accepted as dead


def test_an_accepted_link_is_no_finding_and_tells_why_whatever_became_of_it() -> None:
    policy = Policy(accepted={URL: "closed in 2024"})
    assert [(told.accepted, told.finding) for told in (policy.told(link(one), None) for one in (BROKEN, FINE))] == [
        ("closed in 2024", False)
    ] * 2
    assert policy.told(link(BROKEN, url="https://a.example/y"), None).finding


@pytest.mark.parametrize(
    ("written", "accepted"),
    [("HTTPS://A.example/磨", "https://a.example/%E7%A3%A8"), ("http://[::1/", "http://[::1/")],
    ids=["as a browser reads it", "as no browser reads it"],
)  # fmt: skip
def test_an_accepted_link_is_known_however_it_is_written(written: str, accepted: str) -> None:
    told = Policy(accepted={accepted: "gone"}).told(link(url=written), None)
    assert (told.accepted, told.finding) == ("gone", False)
