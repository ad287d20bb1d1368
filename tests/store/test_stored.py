"""Values as the state's file holds them."""

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.errors import InputError
from feedtool.http.exchange import Hop
from feedtool.judge.verdict import NO_PAST, Judgement, Outcome, Past, Verdict
from feedtool.store.stored import (
    PAST,
    PAST_OF,
    SET_PAST,
    DamagedError,
    is_moment,
    pack,
    past_of,
    past_values,
    proxied_of,
    read_counts,
    read_judgement,
    read_outcome,
    read_redirects,
    read_verdict,
    was_heard,
    written_redirects,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MOMENT = st.none() | st.integers(0, 2**52)
JUDGEMENTS = st.builds(Judgement, st.sampled_from(Verdict), TEXT, TEXT, st.none() | TEXT)
HOPS = st.lists(st.builds(Hop, st.integers(100, 999), TEXT), max_size=3).map(tuple)
OUTCOMES = st.builds(
    Outcome, JUDGEMENTS, st.dictionaries(TEXT, JUDGEMENTS, max_size=2), st.none() | st.integers(100, 999),
    st.none() | TEXT, HOPS, MOMENT, MOMENT, st.integers(0, 4), st.none() | TEXT,
)  # fmt: skip
PASTS = st.builds(
    Past, st.sampled_from(Verdict), TEXT, MOMENT, MOMENT, st.integers(0, 30), MOMENT, MOMENT, st.integers(0, 99),
    st.integers(0, 99), MOMENT,
)  # fmt: skip


@given(OUTCOMES)
def test_what_is_packed_is_read_as_it_was(outcome: Outcome) -> None:
    assert read_outcome(pack(outcome)) == outcome
    assert read_judgement(pack(outcome.judgement)) == outcome.judgement
    assert read_redirects(written_redirects(outcome.redirects)) == outcome.redirects


@given(PASTS)
def test_a_past_is_read_from_its_columns_as_it_was(past: Past) -> None:
    assert past_of(past_values(past)) == past


def test_columns_values_and_names_of_a_past_stand_in_one_order() -> None:
    past = Past(Verdict.OK, "ok", 1, 2, 3, 4, 5, 6, 7, 8)
    assert past_values(past) == tuple(getattr(past, name) for name in PAST)
    assert ", ".join(f"target.{name}" for name in PAST) == PAST_OF
    assert SET_PAST.count("?") == len(PAST) == len(past_values(past))
    assert SET_PAST.split(", ")[1] == "reason = ?"


def test_what_was_never_asked_has_no_past() -> None:
    assert past_of([None] * len(PAST)) is NO_PAST


@pytest.mark.parametrize(
    "wrong", [b"", b"\xc1", b"\x93\x01\x02\x03", msgspec.msgpack.encode({"verdict": "ok"}), b"text"]
)
def test_what_nobody_packed_is_damage(wrong: bytes) -> None:
    for read in (read_outcome, read_judgement):
        with pytest.raises(DamagedError):
            read(wrong)


def test_a_verdict_that_there_is_not_is_damage() -> None:
    assert read_verdict("broken") is Verdict.BROKEN
    for written in ("dead", "", None, 7):
        with pytest.raises(DamagedError):
            read_verdict(written)
    packed = pack(Judgement(Verdict.OK, "ok", "")).replace(b"\xa2ok", b"\xa2no", 1)
    with pytest.raises(DamagedError):
        read_judgement(packed)


@pytest.mark.parametrize("written", ["{", "7", '["a"]', "[[301]]", "[[301, 2, 3]]", '{"a": 1}'])
def test_redirects_of_another_form_are_damage(written: str) -> None:
    with pytest.raises(DamagedError):
        read_redirects(written)


def test_no_redirects_are_written_are_none() -> None:
    assert read_redirects(None) == read_redirects("") == read_redirects("[]") == ()


def test_counts_are_read_from_json() -> None:
    assert read_counts('{"ok": 7, "broken": 1}') == {"ok": 7, "broken": 1}
    for wrong in ("", "[]", '{"ok": "many"}', '{"ok": null}', "7"):
        with pytest.raises(DamagedError):
            read_counts(wrong)


@pytest.mark.parametrize("number", range(2, len(PAST)))
def test_a_column_of_a_past_that_is_no_number_is_damage(number: int) -> None:
    row = past_values(replace(Past(Verdict.OK, "ok"), changed_ms=1, checked_ms=1))
    for wrong in ("1", 1.5, b"1", True):
        with pytest.raises(DamagedError):
            past_of([*row[:number], wrong, *row[number + 1 :]])


def test_damage_is_told_in_a_sentence_that_says_what_to_do() -> None:
    assert isinstance(DamagedError(), InputError)
    assert "the state is damaged" in str(DamagedError())
    assert "move it away" in str(DamagedError())


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, True),
        (1_767_225_600_000, True),
        (253_402_300_799_999, True),  # the last millisecond of the year 9999
        (253_402_300_800_000, False),
        (-1, False),
        (None, False),
        (1.0, False),
        ("1", False),
        (True, False),
    ],
)
def test_a_moment_is_one_that_a_report_can_show(value: object, expected: bool) -> None:
    assert is_moment(value) is expected


def test_a_stored_url_is_looked_at_as_a_proxied_image() -> None:
    url = "https://p.example/?url=o.example/a.png"
    assert proxied_of(url, {}) is None
    found = proxied_of(url, {"p.example": "weserv"})
    assert found is not None
    assert found.origin == "http://o.example/a.png"
    with pytest.raises(DamagedError):
        proxied_of("no url", {})


@pytest.mark.parametrize(
    ("verdict", "status", "heard"),
    [
        (Verdict.OK, 200, True),
        (Verdict.BROKEN, 404, True),
        (Verdict.UNREACHABLE, 503, True),
        (Verdict.BLOCKED, None, True),
        (Verdict.BROKEN, None, False),
        (Verdict.UNREACHABLE, None, False),
        (Verdict.SKIPPED, None, None),
        (Verdict.SKIPPED, 302, True),
    ],
)
def test_somebody_was_heard_if_there_was_an_answer(verdict: Verdict, status: int | None, heard: bool | None) -> None:
    assert was_heard(Outcome(Judgement(verdict, "x", ""), status=status)) is heard
