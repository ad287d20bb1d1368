"""What a shard hands over: the same when it is read again, and nothing else is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.errors import InputError
from feedtool.http.chain import Chain, Cookie
from feedtool.http.exchange import Exchange, Failure, Hop, Response
from feedtool.judge.judge import Evidence, Try
from feedtool.judge.target import Target
from feedtool.judge.verdict import Judgement, Verdict
from feedtool.parts.packed import FROM_THE_BEGINNING, pack_onward, read_onward
from feedtool.schedule.handing import Onward
from feedtool.schedule.servers import Inquiry

URL, ELSEWHERE = "https://a.example/2020/story", "http://b.example:8080/news"
TARGET = Target(URL, fragments=frozenset(("one",)))
CHAIN = Chain(
    URL, ELSEWHERE, 7.5, (Hop(302, URL),), (Cookie("a.example", "session", "1"),), ((URL, ""),), 1.25, as_browser=True
)
GONE = Try(
    Evidence(Exchange(URL, URL, response=Response(404, (("content-type", "text/html"),)), elapsed_ms=12)),
    Judgement(Verdict.BROKEN, "http-404", "gone"),
)
SILENT = Try(
    Evidence(Exchange(URL, URL, failure=Failure("reset", "closed"))), Judgement(Verdict.UNREACHABLE, "reset", "later")
)


@pytest.mark.parametrize(
    "onward",
    [
        Onward(Inquiry(TARGET, "b.example:8080", 9.0, (GONE,), chain=CHAIN, changes=3)),
        Onward(Inquiry(TARGET, "a.example:443", 9.0, (SILENT, GONE), as_browser=True), 2.5, last=True),
    ],
)
def test_what_is_handed_over_is_the_same_on_the_other_side(onward: Onward) -> None:
    assert read_onward(TARGET, pack_onward(onward)) == onward


def test_what_is_asked_from_the_beginning_has_no_bytes() -> None:
    assert pack_onward(Onward(Inquiry(TARGET, "a.example:443", 9.0))) != FROM_THE_BEGINNING


@given(st.binary())
def test_other_bytes_are_told(packed: bytes) -> None:
    with pytest.raises(InputError, match=r"what a shard hands over of https://a\.example/2020/story"):
        read_onward(TARGET, packed)


def test_a_chain_that_leads_nowhere_is_told() -> None:
    chain = Chain(URL, "nowhere", 7.5)
    with pytest.raises(InputError, match="cannot be understood"):
        read_onward(TARGET, pack_onward(Onward(Inquiry(TARGET, "", 9.0, chain=chain))))
