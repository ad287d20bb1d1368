"""The stored runs → the picture of the trend and its table: what failed in each run, and what changed. Pure.

How many links were new and repaired is known of the run that is shown; of earlier runs only the numbers of links are
stored, so that a mark says whether more or fewer failed than in the run before.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from feedtool.dates import format_day, format_rfc3339, from_epoch_ms
from feedtool.judge.verdict import Run, Verdict
from feedtool.labels.words import Words, digits
from feedtool.reports.summary import FAILING, Summary

_RUNS = 60
_WIDTH, _HEIGHT = 720, 140  # of the bars, in the picture's own units; it is stretched to the page
_MARKS = 18  # the height above the bars, where the marks are


def trend_of(summary: Summary, say: Words, *, listed: Sequence[Verdict]) -> dict[str, Any] | None:
    """Return what the template shows of the last runs, or None if there are fewer than two; ``listed`` are counted."""
    runs = summary.runs[-_RUNS:]
    if len(runs) < 2:
        return None
    failing = [sum(run.verdicts.get(verdict.value, 0) for verdict in FAILING) for run in runs]
    changes = [None, *(now - before for before, now in pairwise(failing))]
    is_last = summary.has_before and runs[-1].ended_ms == summary.at_ms
    counts = summary.counts
    exact = (counts.new, counts.repaired) if is_last else None
    first, last, most = failing[0], failing[-1], max(failing)
    days = {"from_day": format_day(runs[0].ended_ms), "to_day": format_day(runs[-1].ended_ms)}
    return {
        "width": _WIDTH,
        "height": _HEIGHT + _MARKS,
        "bars": _bars(runs, most),
        "marks": _marks(changes, exact),
        "most": say("at-most", most),
        "runs": say("n-runs", len(runs)),
        **days,
        "told": say("trend-told", len(runs), first=digits(first), last=digits(last), most=digits(most), **days),
        "last": [say("n-new", exact[0]), say("n-repaired", exact[1])] if exact else [],
        "rows": [
            {
                "at": moment(run.ended_ms),
                "links": digits(sum(run.verdicts.values())),
                "complete": run.complete,
                "numbers": [digits(run.verdicts.get(verdict.value, 0)) for verdict in listed],
                "change": _signed(change),
            }
            for run, change in zip(reversed(runs), reversed(changes), strict=True)
        ],
    }


def moment(epoch_ms: int) -> dict[str, str]:
    """Return a moment for machines and for people."""
    at = from_epoch_ms(epoch_ms)
    return {"full": format_rfc3339(at), "text": f"{at:%Y-%m-%d %H:%M} UTC"}


def _bars(runs: Sequence[Run], most: int) -> list[dict[str, str]]:
    """Return the bars: for each run what was broken, and on top of it what was unreachable."""
    step, scale = _WIDTH / len(runs), _HEIGHT / max(most, 1)
    bars = []
    for number, run in enumerate(runs):
        base = float(_HEIGHT + _MARKS)
        for verdict in FAILING:
            height = run.verdicts.get(verdict.value, 0) * scale
            base -= height
            if height:
                bars.append({"kind": verdict.value, "x": f"{number * step:.1f}", "y": f"{base:.1f}",
                             "width": f"{step * 0.8:.1f}", "height": f"{height:.1f}"})  # fmt: skip
    return bars


def _marks(changes: Sequence[int | None], exact: tuple[int, int] | None) -> list[dict[str, str]]:
    """Return the marks above the bars: upwards where more fail, downwards where fewer do; of the last run both."""
    step = _WIDTH / len(changes)
    marks = []
    for number, change in enumerate(changes):
        more, fewer = (change or 0) > 0, (change or 0) < 0
        if exact is not None and number == len(changes) - 1:
            more, fewer = exact[0] > 0, exact[1] > 0
        width = min(step * (0.4 if more and fewer else 0.8), 16.0)
        if more:
            marks.append(
                {"kind": "more", "path": f"M{number * step:.1f} {_MARKS - 5}h{width:.1f}l{-width / 2:.1f} -11z"}
            )
        if fewer:
            left = number * step + (width if more else 0)
            marks.append({"kind": "fewer", "path": f"M{left:.1f} {_MARKS - 16}h{width:.1f}l{-width / 2:.1f} 11z"})
    return marks


def _signed(change: int | None) -> str:
    if not change:
        return "" if change is None else "0"
    return ("+" if change > 0 else "\u2212") + digits(abs(change))
