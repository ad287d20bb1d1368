import pickle

import pytest

from feedtool.http.chain import start
from feedtool.http.exchange import Exchange, Response
from feedtool.judge.judge import Try, judge, look
from feedtool.judge.target import Target
from feedtool.schedule.handing import ALONE, onward
from feedtool.schedule.servers import Inquiry

URL = "https://a.example/story"


def tried(status: int) -> Try:
    evidence = look(Exchange(URL, URL, response=Response(status, (("retry-after", "3"),), b"<title>Gone</title>" * 99)))
    return Try(evidence, judge(evidence))


def test_who_is_alone_owns_every_server_and_hands_nothing_over() -> None:
    assert ALONE.owns("a.example:443")
    with pytest.raises(AssertionError, match="no other part"):
        ALONE.hand_over(onward(Inquiry(Target(URL), "a.example:443", 20.0)))


def test_what_is_handed_over_travels_with_its_chain_and_tries_but_without_what_servers_sent() -> None:
    before = tried(404)
    inquiry = Inquiry(Target(URL), "b.example:443", 9.0, (before,), probe=True, chain=start("https://b.example/", 5.0))
    handed = pickle.loads(pickle.dumps(onward(inquiry, 2.0)))
    (after,) = handed.inquiry.tries
    assert (after.judgement, after.evidence.exchange.response.status) == (before.judgement, 404)
    assert after.evidence.exchange.response.headers == before.evidence.exchange.response.headers
    assert len(pickle.dumps(handed)) < 2000
    assert (handed.inquiry.chain, handed.after_s, handed.inquiry.probe) == (inquiry.chain, 2.0, False)


def test_changes_of_parts_are_counted() -> None:
    inquiry = Inquiry(Target(URL), "a.example:443", 20.0)
    assert onward(onward(inquiry).inquiry).inquiry.changes == 2


def test_the_home_of_a_target_is_where_it_is_asked_first() -> None:
    asked = Inquiry(Target(URL), "b.example:443", 9.0, chain=start("https://b.example/", 5.0))
    assert (Inquiry(Target(URL), "a.example:443", 9.0).home, asked.home) == ("a.example:443", "a.example:443")
