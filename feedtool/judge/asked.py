"""From the tries of a target to its outcome: the second of the three steps to a verdict. Pure.

`judge` judges one exchange by itself. Here the tries of a target become its outcome, with a judgement of the target, of
it as a proxied image, and of each fragment that links want. `conclude` then looks at its origin and at its past.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from feedtool.dates import format_day, to_epoch_ms
from feedtool.http.exchange import Exchange
from feedtool.judge.judge import Evidence, Try, judge
from feedtool.judge.media import media_of
from feedtool.judge.platforms import judge_answer
from feedtool.judge.proxied import judge_proxied
from feedtool.judge.reachability import NOT_CONTACTED
from feedtool.judge.retry import MOST_PATIENT_S, is_refused, retry_after_s
from feedtool.judge.target import Target
from feedtool.judge.verdict import Judgement, Outcome, Verdict
from feedtool.links.feeds import looks_like_feed

_BEGINNING = 5000  # bytes of a document in which a feed says that it is one
_TITLE = 80  # characters of a title that are remembered
_FINE = (Verdict.OK, Verdict.MOVED)
_YEAR_S = 366 * 86_400.0


def judge_try(target: Target, evidence: Evidence) -> Try:
    """Return a try: an exchange, judged by itself as the image or the page that the target should be."""
    is_metadata = target.proxied is not None and target.proxied.answers_json
    judgement = judge(evidence, image=target.is_picture and not is_metadata)
    if target.question is not None:
        judgement = judge_answer(target.url, evidence, judgement)
    return Try(evidence, judgement)


def outcome_of(target: Target, tries: Sequence[Try], *, now: datetime) -> Outcome:
    """Return the outcome of a target: its last try decides, and the requests of all tries are counted."""
    evidence, judgement = tries[-1].evidence, tries[-1].judgement
    exchange = evidence.exchange
    if target.proxied is not None and (target.image or target.proxied.origin is not None):
        judgement = judge_proxied(target.proxied, evidence)
    final_url, redirects = exchange.final_url, exchange.redirects
    if target.question is not None:  # where the answer came from is not where the link leads
        final_url, redirects = target.url, ()
    refused_by_us = exchange.failure is not None and exchange.failure.reason in NOT_CONTACTED
    last_hop = exchange.redirects[-1].status if exchange.redirects else None
    return Outcome(
        judgement if judgement.verdict is Verdict.OK else _with_date(judgement, exchange, now),
        {}
        if target.question or not target.fragments
        else {name: judge(evidence, fragment=name) for name in sorted(target.fragments)},
        exchange.response.status if exchange.response else last_hop,
        final_url,
        redirects,
        to_epoch_ms(now),
        exchange.elapsed_ms if len(tries) == 1 else sum(one.evidence.exchange.elapsed_ms for one in tries),
        0 if refused_by_us and not exchange.redirects else len(tries),
        exchange.final_url if _is_feed(exchange) else None,
        evidence.page.title[:_TITLE] if evidence.page is not None and not target.image else "",
        media_of(evidence) if not evidence.plain and _is_itself(target) and judgement.verdict in _FINE else None,
    )


def _is_itself(target: Target) -> bool:
    """Tell whether what answers for a target is what readers get there, not a page that tells of it."""
    return target.question is None and not (target.proxied is not None and target.proxied.answers_json)


def _with_date(judgement: Judgement, exchange: Exchange, now: datetime) -> Judgement:
    """Return a judgement that says until when the server wants to be left alone, where that is beyond this run."""
    if exchange.response is None or not is_refused(judgement, exchange, now):
        return judgement
    wish_s = retry_after_s(exchange.response.header("retry-after"), now)
    if wish_s is None or wish_s <= MOST_PATIENT_S:
        return judgement
    until = format_day(to_epoch_ms(now) + round(min(wish_s, _YEAR_S) * 1000))
    return replace(judgement, detail=f"{judgement.detail}; it wants to be asked again on {until}")


def _is_feed(exchange: Exchange) -> bool:
    response = exchange.response
    if response is None or not 200 <= response.status < 300:
        return False
    media_type = response.header("content-type").lower()
    if "rss" in media_type or "atom" in media_type or "feed+json" in media_type:
        return True
    return looks_like_feed(response.body[:_BEGINNING].decode("utf-8", "replace"))
