"""A name that lapsed and came back may be anybody's: when a page there counts as the one that was linked. Pure.

A domain whose registration ended is often bought for its links. So what answers there again is told as `came-back`
until it was fine on two days, and its title shares words with what was there before, or with the text of the link.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from feedtool.judge.over_time import DAY_MS
from feedtool.judge.verdict import Judgement, Past, Verdict

LAPSES = frozenset(("dns-nxdomain", "parked"))
CAME_BACK = "came-back"
_CHINESE = "\u3040-\u30ff\u3400-\u9fff"  # and Japanese
_SHARED = 2  # words, or all there are


def judge_trust(judgement: Judgement, past: Past, now_ms: int, *, title: str, known: Iterable[str]) -> Judgement:
    """Return the judgement of a link that is fine, in the light of whether its name lapsed before.

    ``title`` is what the page is called now, ``known`` what it was called before and the texts of the links to it.
    """
    if past.lapsed_ms is None or judgement.verdict not in (Verdict.OK, Verdict.MOVED):
        return judgement
    if judgement.verdict is Verdict.OK and judgement.reason != Verdict.OK:
        return judgement
    seen_before = (
        past.reason == CAME_BACK and past.changed_ms is not None and past.changed_ms // DAY_MS < now_ms // DAY_MS
    )
    if seen_before and any(_shares_words(title, other) for other in known):
        return judgement
    text = "it answers again after its name was gone or for sale; look whether it is still the same"
    return Judgement(Verdict.OK, CAME_BACK, text)


def note_lapse(past: Past, judgement: Judgement, now_ms: int) -> Past:
    """Return what is remembered of a link with the day its name lapsed, or without it where that is over."""
    if judgement.reason in LAPSES:
        return replace(past, lapsed_ms=now_ms if past.lapsed_ms is None else past.lapsed_ms)
    is_over = judgement.verdict in (Verdict.OK, Verdict.MOVED) and judgement.reason != CAME_BACK
    return replace(past, lapsed_ms=None) if is_over and past.lapsed_ms is not None else past


def _shares_words(title: str, other: str) -> bool:
    first, second = _words(title), _words(other)
    return len(first & second) >= min(_SHARED, len(first), len(second)) > 0


def _words(text: str) -> set[str]:
    """Return the words of a text; of Chinese and Japanese, which write none, the pairs of letters."""
    found = set()
    for word, chinese in _word_pattern().findall(text.lower()):
        if chinese:
            found |= {chinese[at : at + 2] for at in range(max(1, len(chinese) - 1))}
        else:
            found.add(word)
    return found


@cache  # it takes two milliseconds, and most runs need no words
def _word_pattern() -> re.Pattern[str]:
    """Return what finds words, and in its second group what is written without them."""
    return re.compile(rf"([^\W\d_{_CHINESE}]{{4,}})|([{_CHINESE}]+)")
