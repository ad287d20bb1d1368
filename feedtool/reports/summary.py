"""Results → counts and findings: what every format shows."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from feedtool.checker.verdict import Judgement, Result, Run, Verdict
from feedtool.reports.masking import masked, without_secrets

Results = Callable[[], Iterator[Result]]  # anew each time: they may be more than memory holds

_NOT_ASKED = frozenset(("not-due", "not-asked"))
_ORDER = {verdict: rank for rank, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Trend:
    """What earlier runs over the same inputs found.

    ``runs`` are those that ended, the newest, this one, last; ``failed_before`` is what was broken or unreachable in
    the one before this, by URL, None where there is none.
    """

    runs: tuple[Run, ...] = ()
    failed_before: Mapping[str, Verdict] | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """The results of a check, what counts as a finding, and what was wrong with the network, if anything.

    ``counts`` has the verdicts of this run; ``known`` those of every link, with what is remembered of links that were
    not asked.
    """

    results: Results
    network: Judgement | None = None
    complete: bool = True
    strict: bool = False
    counts: Counter[Verdict] = field(default_factory=Counter)
    known: Counter[Verdict] = field(default_factory=Counter)
    not_due: int = 0
    trend: Trend = field(default_factory=Trend)
    title: str = "News archive"  # of what was checked

    @property
    def bad(self) -> frozenset[Verdict]:
        """The verdicts that make a check fail: what is broken, with ``strict`` what is unreachable too."""
        return frozenset((Verdict.BROKEN, Verdict.UNREACHABLE) if self.strict else (Verdict.BROKEN,))

    @property
    def exit_status(self) -> int:
        """3: could not tell; 1: findings; 0: all is well."""
        if self.network is not None or not self.complete:
            return 3
        return 1 if any(self.counts[verdict] for verdict in self.bad) else 0

    def worst(self, verdicts: Collection[Verdict]) -> list[Result]:
        """Return the links with one of some verdicts, as known: the worst verdict first, then what is new."""
        before = self.trend.failed_before
        found = [result for result in map(as_known, self.results()) if result.judgement.verdict in verdicts]
        new = {result.url: before is not None and result.url not in before for result in found}
        return sorted(found, key=lambda one: (_ORDER[one.judgement.verdict], not new[one.url]))

    def is_new(self, result: Result) -> bool:
        """Return whether a link that fails did not fail in the run before; False where there is none."""
        before = self.trend.failed_before
        failing = result.judgement.verdict in (Verdict.BROKEN, Verdict.UNREACHABLE)
        return failing and before is not None and result.url not in before


def summarise(
    results: Results,
    *,
    network: Judgement | None = None,
    complete: bool = True,
    strict: bool = False,
    trend: Trend | None = None,
    title: str = "News archive",
) -> Summary:
    """Return the summary of some results, which are gone through once for the counts; secrets in it are masked."""
    counts: Counter[Verdict] = Counter()
    known: Counter[Verdict] = Counter()
    not_due = 0
    trend = trend or Trend()
    if trend.failed_before:
        trend = replace(trend, failed_before={masked(url): what for url, what in trend.failed_before.items()})
    for result in results():
        counts[result.judgement.verdict] += 1
        if network is None:  # else there is a row, but of no link
            known[as_known(result).judgement.verdict] += 1
        not_due += result.judgement.reason == "not-due"

    def shown() -> Iterator[Result]:
        return map(without_secrets, results())

    return Summary(shown, network, complete, strict, counts, known, not_due, trend, title)


def as_known(result: Result) -> Result:
    """Return a result with what is remembered of it in the place of "not asked in this run"."""
    if result.judgement.reason not in _NOT_ASKED or result.known is None:
        return result
    return replace(result, judgement=result.known.judgement, seen=result.known)
