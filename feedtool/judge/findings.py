"""Which links are findings: what counts against a check, and what is only told. Pure.

A dead original is the point of an archive, and its address is the entry's id in the feed: it is told apart from the
links that an article makes to others. A link that somebody accepted as dead is told apart too, until it comes back.
"""

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import Literal

from feedtool.judge.over_time import FAILING
from feedtool.judge.trust import CAME_BACK
from feedtool.judge.verdict import Change, Judgement, Result, Verdict
from feedtool.links.link import Kind
from feedtool.quick import quick
from feedtool.urls import serialised

Originals = Literal["apart", "finding"]

CopyOf = Callable[[Result], str | None]  # an article's own link → the address of its archived copy, if that is known

_COPY = "this archive holds the copy: leave the link, it is the entry's id"
_ARTICLE = Kind.ARTICLE.value
_FINE = (Verdict.OK, Verdict.MOVED)
_BROKEN = frozenset((Verdict.BROKEN,))
_NOT_AS_IT_WAS = (*FAILING, Verdict.MOVED)


def no_copy(_result: Result) -> str | None:
    """Return None: the address of no copy is known."""
    return None


@quick(frozen=True, slots=True)
class Policy:
    """What counts as a finding: broken links, with ``strict`` unreachable ones too.

    ``originals`` are findings only if so named. ``accepted`` are links known to be dead, by serialised URL, each with
    the reason why that is accepted. ``copy_of`` tells where the copy of an original stands that is not as it was.
    """

    strict: bool = False
    originals: Originals = "apart"
    accepted: Mapping[str, str] = field(default_factory=dict)
    copy_of: CopyOf = no_copy

    @property
    def bad(self) -> frozenset[Verdict]:
        """The verdicts of findings."""
        return frozenset(FAILING) if self.strict else _BROKEN

    def told(self, result: Result, failed_before: Mapping[str, Verdict] | None) -> Result:
        """Return a result as reports tell it: whether it is a finding, and what changed since the run before."""
        is_article = result.kind == _ARTICLE
        original = is_article and self.originals == "apart"
        accepted = self._why_accepted(result.url) if self.accepted else None
        change = None if failed_before is None else _change(result, failed_before)
        finding = result.judgement.verdict in self.bad and not original and accepted is None
        copy = self.copy_of(result) if is_article and result.judgement.verdict in _NOT_AS_IT_WAS else None
        if not (original or accepted is not None or change or finding or copy):
            return result  # most links
        return Result(
            result.url,
            _of_original(result.judgement) if original else result.judgement,
            result.kind,
            result.sources,
            result.seen,
            result.proxy,
            result.past,
            result.asked,
            result.failed_days,
            change,
            finding,
            accepted,
            original,
            copy,
        )

    def is_new_finding(self, result: Result, failed_before: Mapping[str, Verdict] | None) -> bool:
        """Return whether a link, as told, became a finding since the run before; what was unreachable was none."""
        return result.finding and failed_before is not None and failed_before.get(result.url) not in self.bad

    def _why_accepted(self, url: str) -> str | None:
        return self.accepted.get(serialised(url) or url)


def _change(result: Result, failed_before: Mapping[str, Verdict]) -> Change | None:
    verdict, failed = result.judgement.verdict, result.url in failed_before
    if verdict in FAILING:
        return None if failed else "new"
    repaired = failed and verdict in _FINE and result.judgement.reason != CAME_BACK
    return "repaired" if repaired else None


def _of_original(judgement: Judgement) -> Judgement:
    """Return the judgement of an article's own link in words of its own: what others would mend must stay here."""
    if judgement.verdict is Verdict.MOVED:
        return replace(judgement, detail=f"the original has a new address; {_COPY}", suggestion=None)
    if judgement.verdict is not Verdict.BROKEN:
        return judgement
    seen = judgement.detail.rpartition("; ")[0] or judgement.detail
    return replace(judgement, detail=f"{seen}; the original is gone; {_COPY}", suggestion=None)
