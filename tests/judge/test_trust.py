"""A name that lapsed and came back is trusted once it was fine on two days, as the page that it was."""

import pytest

from feedtool.judge.trust import judge_trust, note_lapse
from feedtool.judge.verdict import Judgement, Past, Verdict

DAY_MS = 86_400_000
MORNING_MS = 20_000 * DAY_MS  # midnight, when a day begins
NOON_MS = MORNING_MS + DAY_MS // 2
FINE = Judgement(Verdict.OK, "ok", "")
MOVED = Judgement(Verdict.MOVED, "moved", "write the new one", "https://a.example/new")
GONE = Judgement(Verdict.BROKEN, "dns-nxdomain", "there is no such name")
BACK = Judgement(Verdict.OK, "came-back", "")
LAPSED = Past(Verdict.BROKEN, "dns-nxdomain", lapsed_ms=MORNING_MS - 9 * DAY_MS)


def back_since(changed_ms: int) -> Past:
    return Past(Verdict.OK, "came-back", changed_ms, lapsed_ms=MORNING_MS - 9 * DAY_MS)


def reason(judgement: Judgement, past: Past, *, title: str = "The mill by the river", known: str | None = None) -> str:
    known = title if known is None else known
    return judge_trust(judgement, past, NOON_MS, title=title, known=["", known]).reason


@pytest.mark.parametrize("answer", [FINE, MOVED], ids=["fine", "moved"])
def test_what_answers_at_a_name_that_never_lapsed_is_trusted(answer: Judgement) -> None:
    past = Past(Verdict.BROKEN, "http-404")
    assert judge_trust(answer, past, MORNING_MS, title="Casino", known=[]) is answer


@pytest.mark.parametrize("answer", [FINE, MOVED], ids=["fine", "moved"])
def test_what_answers_first_after_its_name_lapsed_came_back_whatever_it_is_called(answer: Judgement) -> None:
    judgement = judge_trust(answer, LAPSED, MORNING_MS, title="The mill", known=["The mill"])
    assert (judgement.verdict, judgement.reason, judgement.suggestion) == (Verdict.OK, "came-back", None)
    assert "look whether it is still the same" in judgement.detail


@pytest.mark.parametrize("answer", [GONE, Judgement(Verdict.OK, "empty-page", "")], ids=["broken", "with a notice"])
def test_what_is_not_plainly_fine_keeps_its_judgement(answer: Judgement) -> None:
    assert judge_trust(answer, LAPSED, MORNING_MS, title="", known=[]) is answer


def test_it_is_trusted_on_the_second_day_and_not_in_a_second_run_of_the_first() -> None:
    assert reason(FINE, back_since(MORNING_MS - 1)) == "ok"
    assert reason(FINE, back_since(MORNING_MS)) == "came-back"


def test_a_second_day_of_something_else_is_not_a_second_day_of_being_back() -> None:
    past = Past(Verdict.OK, "ok", MORNING_MS - 3 * DAY_MS, lapsed_ms=MORNING_MS - 9 * DAY_MS)
    assert reason(FINE, past) == "came-back"


@pytest.mark.parametrize(
    ("title", "known", "same"),
    [
        ("The mill by the river turned", "A RIVER and its MILL: what turned", True),
        ("The mill by the river", "River cruises from 99 euros", False),  # one word of several
        ("Kontakt", "Kontakt", True),  # all the words there are
        ("Reports", "Best odds", False),
        ("Odd one out", "Odd one out", False),  # no word of four letters
        ("Mill news from here", "News of the mill today", True),  # two are enough
        ("磨坊的人", "人的坊磨", False),  # the same letters in no word
        ("", "", False),
        ("2024 2025", "2024 2025", False),
        ("磨坊又转了起来", "河边的磨坊又转了", True),
        ("磨坊又转了起来", "在线娱乐城", False),
        ("磨", "磨", True),
    ],
)
def test_it_is_trusted_only_as_the_page_that_it_was(title: str, known: str, same: bool) -> None:
    found = reason(FINE, back_since(MORNING_MS - DAY_MS), title=title, known=known)
    assert found == ("ok" if same else "came-back")


# What is remembered.


@pytest.mark.parametrize("cause", ["dns-nxdomain", "parked"])
def test_the_first_day_of_a_lapse_is_remembered(cause: str) -> None:
    lapse = Judgement(Verdict.BROKEN, cause, "")
    assert note_lapse(Past(), lapse, 5).lapsed_ms == 5
    assert note_lapse(Past(lapsed_ms=5), lapse, 9).lapsed_ms == 5
    assert note_lapse(Past(lapsed_ms=0), lapse, 9).lapsed_ms == 0


@pytest.mark.parametrize("answer", [FINE, MOVED], ids=["fine", "moved"])
def test_a_lapse_is_forgotten_when_its_name_is_trusted_again(answer: Judgement) -> None:
    assert note_lapse(Past(lapsed_ms=5, failures=2), answer, 9) == Past(failures=2)


@pytest.mark.parametrize(
    "answer",
    [BACK, Judgement(Verdict.UNREACHABLE, "timeout-read", ""), Judgement(Verdict.BROKEN, "http-404", "")],
    ids=["came back", "silent", "gone"],
)
def test_nothing_else_ends_a_lapse_or_is_one(answer: Judgement) -> None:
    assert note_lapse(Past(lapsed_ms=5), answer, 9).lapsed_ms == 5
    assert note_lapse(Past(), answer, 9).lapsed_ms is None
