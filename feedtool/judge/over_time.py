"""What earlier runs learned of a URL, what it means for today's verdict, and when to ask again. Pure.

A day is a day in UTC.
"""

import heapq
from collections.abc import Collection, Sequence
from dataclasses import replace
from hashlib import blake2b

from feedtool.dates import format_day
from feedtool.judge.verdict import Judgement, Past, Verdict

DAY_MS = 86_400_000
LONGEST_DAYS = 30  # between two checks of a link that has long been fine
STRIKES = 3  # failed runs, each on a day of its own
STRIKES_OVER_DAYS = 6  # from the first to the last of them
_GAP_DAYS = 3  # in which nobody looked: the run after more of them confirms no death
_RARE_OVER_DAYS = 14  # from the first to the last of the failed runs, where such gaps are between all of them
LONG_FINE_DAYS = 8  # between two checks of a link: from here on it is asked out of its turn now and then
_OUT_OF_TURN = (30, 20)  # one in so many long-fine links in each run, at least so many
EARLY_MS = 2 * 3_600_000  # a daily job does not start at the same minute every day
EARLIEST_MS = 1_735_689_600_000  # 2025-01-01: an earlier moment comes from a clock that was wrong
RANK = 1_000_000
_OF_OUR_PROXY = frozenset(("proxy-refused", "proxy-unknown"))  # what one's own proxy does says nothing of a link
_MINUTE_MS = 60_000
FAILING = (Verdict.UNREACHABLE, Verdict.BROKEN)  # in a set each look would call the hash of an enum, in Python
_FINE = (Verdict.OK, Verdict.MOVED)


def is_due(past: Past, now_ms: int) -> bool:
    """Return whether to ask for a link again: always if it is new or has failed, else once its answer is old."""
    if past.checked_ms is None or not past.interval_days:
        return True
    # A check a day or more in the future was dated by a clock that was wrong.
    return not past.checked_ms - DAY_MS < now_ms < past.checked_ms + past.interval_days * DAY_MS - EARLY_MS


def urgency(past: Past, now_ms: int) -> int:
    """Return the rank of a link among those that are due: the link with the smallest rank is asked first.

    Links that failed come first, then new links, then links that changed lately, then the links that were asked longest
    ago. So a link that a run has no time for comes first in the next run.
    """
    if past.checked_ms is None:
        return 2 * RANK
    if not past.interval_days:
        return RANK
    minutes = min(max(now_ms - past.checked_ms, 0) // _MINUTE_MS, RANK - 1)
    return (3 if past.interval_days <= 1 else 4) * RANK - minutes


def judge_over_time(judgement: Judgement, past: Past, now_ms: int) -> Judgement:
    """Return the judgement of a link after a look at earlier runs: unreachable for long means broken.

    That takes failed runs on several days. After one success the count starts anew. The run after a gap in which nobody
    looked confirms nothing, unless runs are always that far apart.
    """
    if judgement.verdict is not Verdict.UNREACHABLE or judgement.reason in _OF_OUR_PROXY:
        return judgement
    now = _failed(past, now_ms)
    assert now.first_failed_ms is not None
    if past.reason != "dead-for" and not _is_confirmed(past, now, now_ms):
        return judgement
    since = format_day(now.first_failed_ms)
    text = f"has failed in {now.failures} runs since {since} ({judgement.reason}); find another source"
    return Judgement(Verdict.BROKEN, "dead-for", text)


def advance(past: Past, judgement: Judgement, now_ms: int, *, parts: Collection[Judgement] = ()) -> Past:
    """Return what is remembered of a link after this run. ``parts`` are the judgements of a page's fragments."""
    same = past.verdict is judgement.verdict and past.reason == judgement.reason
    before = past.checked_ms
    failing = judgement.verdict in FAILING
    if failing or (parts and any(part.verdict in FAILING for part in parts)):
        interval = 0
    elif not same:
        interval = 1
    elif before is not None and now_ms < before + past.interval_days * DAY_MS - EARLY_MS:
        interval = max(1, past.interval_days)  # asked before it was due: that does not show how long the verdict lasts
    else:
        interval = min(max(1, 2 * past.interval_days), LONGEST_DAYS)
    changed_ms = past.changed_ms if same else now_ms
    if failing:
        known = _failed(past, now_ms)
        return replace(
            known, verdict=judgement.verdict, reason=judgement.reason, changed_ms=changed_ms, checked_ms=now_ms,
            interval_days=interval,
        )  # fmt: skip
    last_ok_ms = now_ms if judgement.verdict in _FINE else past.last_ok_ms
    return Past(
        judgement.verdict, judgement.reason, changed_ms, now_ms, interval,
        last_ok_ms=last_ok_ms, lapsed_ms=past.lapsed_ms, unlinked_day=past.unlinked_day,
    )  # fmt: skip


def out_of_turn(fine: Sequence[str], now_ms: int) -> list[str]:
    """Return which of the URLs that have long been fine are asked today though they are not due: by hash."""
    one_in, least = _OUT_OF_TURN
    day = now_ms // DAY_MS
    chosen = heapq.nsmallest(
        max(least, -(-len(fine) // one_in)),
        ((blake2b(f"{day} {url}".encode(), digest_size=8).digest(), url) for url in fine),
    )
    return [url for _, url in chosen]


def _is_confirmed(past: Past, now: Past, now_ms: int) -> bool:
    """Return whether the failed runs of a link are enough to call it dead; ``now`` is its past with today's."""
    assert now.first_failed_ms is not None
    days = now_ms // DAY_MS - now.first_failed_ms // DAY_MS
    if now.failed_days < STRIKES:
        return False
    if _after_gap(past, now_ms):
        return days >= _RARE_OVER_DAYS and _always_far_apart(past)
    return days >= STRIKES_OVER_DAYS


def _after_gap(past: Past, now_ms: int) -> bool:
    last = past.last_failed_ms
    return last is not None and now_ms // DAY_MS - last // DAY_MS > _GAP_DAYS


def _always_far_apart(past: Past) -> bool:
    """Return whether the failed runs of a link were so far apart on average that each came after a gap."""
    if past.first_failed_ms is None or past.last_failed_ms is None or past.failed_days < STRIKES - 1:
        return False
    days = past.last_failed_ms // DAY_MS - past.first_failed_ms // DAY_MS
    return days > _GAP_DAYS * (past.failed_days - 1)


def _failed(past: Past, now_ms: int) -> Past:
    first = past.first_failed_ms
    if first is not None and first < EARLIEST_MS <= now_ms:
        past = replace(past, first_failed_ms=None, last_failed_ms=None, failures=0, failed_days=0)
    elif first is not None and max(first, past.last_failed_ms or 0) > now_ms:  # dated by a clock that was wrong
        past = replace(
            past, first_failed_ms=min(first, now_ms), last_failed_ms=min(past.last_failed_ms or first, now_ms)
        )
    new_day = past.last_failed_ms is None or past.last_failed_ms // DAY_MS != now_ms // DAY_MS
    return replace(
        past,
        first_failed_ms=now_ms if past.first_failed_ms is None else past.first_failed_ms,
        last_failed_ms=now_ms,
        failures=past.failures + 1,
        failed_days=past.failed_days + new_day,
    )
