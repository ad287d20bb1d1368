"""Whether this machine's own network works, known from all hosts of a run together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.http.exchange import Exchange, Failure, Response
from feedtool.judge.judge import judge, look
from feedtool.judge.reachability import Reachability

ANSWERED = "answered"


def noted(*hosts: tuple[str, str]) -> Reachability:
    """Return what is known after hosts answered, or failed for a reason."""
    known = Reachability()
    for host, what in hosts:
        url = f"https://{host}/"
        response = Response(200, (("content-type", "text/html"),), b"<p>A page.") if what == ANSWERED else None
        failure = None if response else Failure(what)
        evidence = look(Exchange(url, url, (), response, failure))
        known.note(host, evidence, judge(evidence))
    return known


@pytest.mark.parametrize("reason", ["timeout-connect", "refused", "no-route", "dns-nxdomain", "dns-servfail", "reset"])
def test_three_hosts_that_are_silent_are_the_network_s_silence(reason: str) -> None:
    verdict = noted(*((f"h{number}.example", reason) for number in range(3))).judgement(complete=True)
    assert verdict is not None
    assert verdict.reason == "network-down"


def test_one_answer_is_enough_to_know_that_the_network_is_there() -> None:
    silent = [(f"h{number}.example", "timeout-connect") for number in range(40)]
    assert noted(*silent, ("a.example", ANSWERED)).judgement(complete=True) is None


def test_a_single_host_that_does_not_exist_says_nothing_of_the_network() -> None:
    assert noted(("gone.example", "dns-nxdomain")).judgement(complete=True) is None


def test_a_run_that_was_cut_short_needs_many_silent_hosts() -> None:
    silent = [(f"h{number}.example", "refused") for number in range(30)]
    assert noted(*silent[:29]).judgement(complete=False) is None
    assert noted(*silent).judgement(complete=False) is not None


def test_certificates_that_nobody_trusts_come_from_somebody_in_between() -> None:
    verdict = noted(*((f"h{number}.example", "tls-untrusted") for number in range(3))).judgement(complete=True)
    assert verdict is not None
    assert verdict.reason == "intercepted"


HOSTS = st.lists(
    st.tuples(
        st.sampled_from([f"h{number}.example" for number in range(6)]),
        st.sampled_from([ANSWERED, "refused", "dns-nxdomain", "tls-untrusted", "private-address"]),
    ),
    max_size=12,
)


@given(HOSTS, HOSTS)
def test_two_parts_of_a_run_know_together_what_one_run_would(
    first: list[tuple[str, str]], second: list[tuple[str, str]]
) -> None:
    joined, whole = noted(*first).joined(noted(*second)), noted(*first, *second)
    for complete in (True, False):
        assert joined.judgement(complete=complete) == whole.judgement(complete=complete)
    assert joined.nobody_answered == whole.nobody_answered
