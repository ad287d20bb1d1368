"""What an answer means beside what else is known, and what a link shows that was not asked."""

import pytest

from feedtool.http.exchange import Hop
from feedtool.judge.conclude import conclude, judgement_of, last_known, not_asked
from feedtool.judge.over_time import DAY_MS, advance
from feedtool.judge.verdict import NO_PAST, Judgement, Outcome, Past, ProxyLeg, Verdict
from feedtool.links.proxies import Proxied, read_proxied

OK = Judgement(Verdict.OK, "ok", "")
GONE = Judgement(Verdict.BROKEN, "http-404", "gone; find another source")
SILENT = Judgement(Verdict.UNREACHABLE, "timeout-connect", "nobody answers")
MOVED = Judgement(Verdict.MOVED, "moved", "write the new one", "https://a.example/new")
DAY = 20_000  # 2024-10-04


def proxied(url: str) -> Proxied:
    found = read_proxied(url, {})
    assert found is not None
    return found


SHOWN = proxied("https://images.weserv.nl/?url=o.example/a.png")
WITH_FALLBACK = proxied("https://images.weserv.nl/?url=o.example/a.png&default=x")


def at(day: float, judgement: Judgement, status: int | None = 200) -> Outcome:
    return Outcome(judgement, status=status, checked_ms=int((DAY + day) * DAY_MS))


def lived(*days: tuple[float, Judgement]) -> Past:
    past = NO_PAST
    for day, judgement in days:
        past = advance(past, judgement, int((DAY + day) * DAY_MS))
    return past


def test_an_answer_that_nothing_else_is_known_of_stays_as_it_is() -> None:
    for judgement in (OK, GONE, SILENT):
        outcome = at(0, judgement)
        assert conclude(outcome, NO_PAST) is outcome


def test_what_is_unreachable_for_long_is_dead() -> None:
    past = lived((0, SILENT), (3, SILENT))
    assert conclude(at(5, SILENT), past).judgement is SILENT
    dead = conclude(at(6, SILENT), past)
    assert (dead.judgement.verdict, dead.judgement.reason) == (Verdict.BROKEN, "dead-for")
    assert (dead.status, dead.checked_ms) == (200, (DAY + 6) * DAY_MS), "the evidence stays"


@pytest.mark.parametrize(
    ("shown", "image", "origin", "expected"),
    [
        (SHOWN, at(0, OK), GONE, "ok/cached-origin-gone"),
        (SHOWN, at(0, OK), SILENT, "ok/ok"),
        (SHOWN, at(0, OK), None, "ok/ok"),
        (WITH_FALLBACK, at(0, OK, 302), GONE, "broken/origin-gone"),
        (WITH_FALLBACK, at(0, OK, 302), SILENT, "unreachable/origin-error"),
        (None, at(0, OK), GONE, "ok/ok"),
    ],
)
def test_a_proxied_image_is_judged_beside_its_origin(
    shown: Proxied | None, image: Outcome, origin: Judgement | None, expected: str
) -> None:
    found = conclude(image, NO_PAST, proxied=shown, origin=None if origin is None else at(0, origin)).judgement
    assert f"{found.verdict}/{found.reason}" == expected


def test_the_origin_counts_before_the_past() -> None:
    past = lived((0, SILENT), (3, SILENT))
    found = conclude(at(6, OK, 302), past, proxied=WITH_FALLBACK, origin=at(6, SILENT, None)).judgement
    assert (found.verdict, found.reason) == (Verdict.BROKEN, "dead-for")
    assert "(origin-error)" in found.detail


def test_a_fragment_has_a_judgement_of_its_own() -> None:
    missing = Judgement(Verdict.BROKEN, "fragment-missing", "no such part")
    outcome = Outcome(OK, {"gone": missing})
    assert [judgement_of(outcome, fragment) for fragment in ("gone", "", "other")] == [missing, OK, OK]


def test_of_a_link_never_asked_nothing_is_known() -> None:
    assert last_known(NO_PAST) is None


def test_what_is_known_of_a_link_is_what_was_seen_when_it_came_about_and_when_it_was_seen_last() -> None:
    change = Outcome(MOVED, {}, 200, "https://a.example/new", (Hop(301, "https://a.example/"),), DAY * DAY_MS)
    past = lived((0, MOVED), (1, MOVED))
    known = last_known(past, change=change)
    assert known is not None
    assert (known.judgement, known.redirects, known.checked_ms) == (MOVED, change.redirects, (DAY + 1) * DAY_MS)


def test_what_a_committed_line_says_is_known_without_evidence() -> None:
    known = last_known(lived((0, GONE)))
    assert known is not None
    assert (known.judgement.reason, known.checked_ms) == ("http-404", None)
    assert known.judgement.detail == "broken since about 2024-10-04; with --all it is asked at once"


def test_what_is_known_of_a_fragment_counts_before_what_is_known_of_its_page() -> None:
    missing = Judgement(Verdict.BROKEN, "fragment-missing", "no such part")
    assert last_known(lived((0, OK)), part=missing) == Outcome(missing, checked_ms=DAY * DAY_MS)


@pytest.mark.parametrize(
    ("origin", "expected"), [(Verdict.OK, "ok"), (Verdict.MOVED, "ok"), (Verdict.BROKEN, "cached-origin-gone"), (None, "cached-origin-gone")]
)  # fmt: skip
def test_an_image_whose_origin_is_back_is_no_longer_on_the_way_out(origin: Verdict | None, expected: str) -> None:
    lost = Judgement(Verdict.OK, "cached-origin-gone", "readers lose it")
    known = last_known(lived((0, lost)), change=at(0, lost), leg=ProxyLeg("weserv", "http://o.example/a.png", origin))
    assert known is not None
    assert known.judgement.reason == expected


def test_what_is_not_due_shows_its_last_verdict_and_when_it_is_asked_again() -> None:
    past = lived((0, OK), (1, OK))
    shown = not_asked(past, last_known(past), ended=False, later=False)
    assert (shown.judgement.verdict, shown.judgement.reason) == (Verdict.OK, "ok")
    assert shown.judgement.detail == "seen on 2024-10-05; asked again from 2024-10-07 on, or with --all"
    assert (shown.status, shown.checked_ms) == (None, (DAY + 1) * DAY_MS)


def test_what_a_run_did_not_get_to_shows_its_last_verdict_dated_and_marked() -> None:
    past = lived((0, GONE))
    shown = not_asked(past, last_known(past, change=at(0, GONE, 404)), ended=True, later=False)
    assert (shown.judgement.verdict, shown.judgement.reason) == (Verdict.BROKEN, "http-404")
    assert shown.judgement.detail == "seen on 2024-10-04, not asked in this run: gone; find another source"
    assert (shown.status, shown.checked_ms) == (404, DAY * DAY_MS)


def test_what_nobody_knows_says_why_it_was_not_asked() -> None:
    assert not_asked(NO_PAST, None, ended=True, later=False).judgement.reason == "not-asked"
    later = not_asked(NO_PAST, None, ended=False, later=True).judgement
    assert (later.verdict, later.reason) == (Verdict.SKIPPED, "not-due")
    assert "limited number of links" in later.detail
